"""Ask a server what it speaks, then log in that way."""

from __future__ import annotations

import abc
import logging
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from ksclient.auth import exceptions
from ksclient.auth._redact import mask_text, plain, veiled_url
from ksclient.auth.discover import version_match
from ksclient.auth.identity import auth_url as auth_urls
from ksclient.auth.identity.base import BaseIdentityPlugin
from ksclient.auth.identity.state import Owner

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo
    from ksclient.auth.discover import Discover, Version
    from ksclient.auth.identity import v2

LOG = logging.getLogger(__name__)

_DOMAIN_SCOPE = "Cannot use v2 authentication with domain scope"


class BaseGenericPlugin(BaseIdentityPlugin, metaclass=abc.ABCMeta):
    """Fetches the version document at *auth_url*, and logs in with v2.0 where it is offered.

    The arguments about domains and systems mean something to v3 only. ksclient speaks v2.0:
    with a domain given it says that it cannot log in.

    Args:
        auth_url: The service's URL, with or without a version.
        tenant_id: Another name of *project_id*.
        tenant_name: Another name of *project_name*.
        project_id: The tenant that the token is for; wins over the name.
        project_name: Its name instead.
        project_domain_id: The domain of the tenant (v3).
        project_domain_name: Its name instead (v3).
        domain_id: The domain that the token is for (v3).
        domain_name: Its name instead (v3).
        system_scope: The system that the token is for (v3); v2.0 ignores it.
        trust_id: A trust to act under.
        default_domain_id: Stands in for the other domains where v3 is spoken.
        default_domain_name: Its name instead.
        reauthenticate: Whether to log in again when the token runs out.

    Raises:
        TypeError: If *auth_url* is no text.
        ValueError: If it is empty.
    """

    auth_url: str
    _secrets: ClassVar[tuple[str, ...]] = ("auth_ref", "_trust_id")

    def __init__(  # noqa: PLR0913 - the mirrored signature
        self,
        auth_url: str | None = None,
        *,
        tenant_id: str | None = None,
        tenant_name: str | None = None,
        project_id: str | None = None,
        project_name: str | None = None,
        project_domain_id: str | None = None,
        project_domain_name: str | None = None,
        domain_id: str | None = None,
        domain_name: str | None = None,
        system_scope: str | None = None,
        trust_id: str | None = None,
        default_domain_id: str | None = None,
        default_domain_name: str | None = None,
        reauthenticate: bool = True,
    ) -> None:
        auth_url = veiled_url(auth_url)  # from tracebacks with locals
        super().__init__(auth_urls.checked(auth_url), reauthenticate)
        self._project_id = project_id or tenant_id
        self._project_name = project_name or tenant_name
        self._project_domain_id = project_domain_id
        self._project_domain_name = project_domain_name
        self._domain_id = domain_id
        self._domain_name = domain_name
        self._system_scope = system_scope
        self._trust_id = plain(trust_id)
        self._default_domain_id = default_domain_id
        self._default_domain_name = default_domain_name
        self._plugin: v2.Auth | None = None

    @abc.abstractmethod
    def create_plugin(
        self, session: Session, version: Version, url: str, raw_status: str | None = None
    ) -> v2.Auth | None:
        """Return a plugin that logs in with *version* at *url*; None if that cannot be.

        Args:
            session: The session that will be used.
            version: A version that the server speaks.
            url: Where it speaks it.
            raw_status: What the server says of the version, such as ``deprecated``.
        """

    @property
    def project_domain_id(self) -> str | None:
        """The domain of the tenant, or the default domain."""
        return self._project_domain_id or self._default_domain_id

    @project_domain_id.setter
    def project_domain_id(self, value: str | None) -> None:
        self._project_domain_id = value

    @property
    def project_domain_name(self) -> str | None:
        """The name of the tenant's domain, or of the default domain."""
        return self._project_domain_name or self._default_domain_name

    @project_domain_name.setter
    def project_domain_name(self, value: str | None) -> None:
        self._project_domain_name = value

    @property
    def trust_id(self) -> str | None:
        """The trust to act under; a new one is used from the next login on."""
        return self._trust_id

    @trust_id.setter
    def trust_id(self, value: str | None) -> None:
        self._trust_id = value
        self._plugin = None

    def get_auth_ref(self, session: Session) -> AccessInfo:
        """Log in: ``GET {auth_url}`` the first time, then ``POST /tokens``.

        Raises:
            DiscoveryFailure: If the server does not offer v2.0, or not with these arguments.
            HttpError: If the server refuses the login.
            ValueError: If *auth_url* has a port that cannot be.
        """
        plugin = self._plugin
        if plugin is None:
            plugin = self._plugin = self._do_create_plugin(session)
        return plugin.get_auth_ref(session)

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others."""
        return {
            "auth_url": self.auth_url,
            "project_id": self._project_id,
            "project_name": self._project_name,
            "project_domain_id": self.project_domain_id,
            "project_domain_name": self.project_domain_name,
            "domain_id": self._domain_id,
            "domain_name": self._domain_name,
            "trust_id": self._trust_id,
        }

    def _ask_about(self, session: Session, token: str) -> bool | None:
        plugin = self._plugin
        return None if plugin is None else plugin._ask_about(session, token)  # noqa: SLF001 - of the family

    def _owner(self) -> Owner:
        return Owner(
            auth_url=self.auth_url,
            username=getattr(self, "_username", None),
            user_id=getattr(self, "_user_id", None),
            tenant_name=None if self._project_id else self._project_name,
            tenant_id=self._project_id,
            trust_id=self._trust_id,
            is_unscoped=not (self._project_id or self._project_name or self._trust_id),
        )

    # --- which version ---------------------------------------------------------------------

    @property
    def _has_domain_scope(self) -> bool:
        """Whether there is an argument that only v3 understands."""
        return bool(
            self._domain_id
            or self._domain_name
            or self._project_domain_id
            or self._project_domain_name
        )

    def _do_create_plugin(self, session: Session) -> v2.Auth:
        """Return the plugin for the version that the server speaks."""
        auth_urls.check_port(self._demand("auth_url"))
        try:
            found = self.get_discovery(session, self.auth_url, authenticated=False)
        except (
            exceptions.DiscoveryFailure,
            exceptions.HttpError,
            exceptions.ConnectionError,
        ) as error:
            LOG.warning(
                "Failed to discover available identity versions when contacting %s. Attempting "
                "to parse version from URL.",
                mask_text(self.auth_url),
            )
            return self._by_path(session, error)
        return self._by_document(session, found)

    def _by_document(self, session: Session, found: Discover) -> v2.Auth:
        v3_url = None
        v2_is_offered = False
        for data in found.version_data():
            if data["version"][0] == 3:
                v3_url = data["url"]
            if version_match((2,), data["version"]):
                v2_is_offered = True
                if self._has_domain_scope:
                    continue
            plugin = self.create_plugin(
                session, data["version"], data["url"], raw_status=data["raw_status"]
            )
            if plugin is not None:
                return plugin
        raise self._failure(v3_url, v2_is_offered=v2_is_offered)

    def _by_path(self, session: Session, error: Exception) -> v2.Auth:
        """Return the plugin for the version that the URL's path names."""
        parts = urlsplit(self.auth_url).path.lower().split("/")
        if "v3" in parts:
            raise exceptions.DiscoveryFailure(
                f"auth_url {mask_text(self.auth_url)} is of Identity v3, and ksclient speaks v2.0. "
                f"The server did not say whether it speaks that, too: {error}"
            ) from error
        if "v2.0" not in parts:
            raise exceptions.DiscoveryFailure(
                "Could not find versioned identity endpoints when attempting to authenticate. "
                f"Please check that your auth_url is correct. {error}"
            ) from error
        plugin = None
        if not self._has_domain_scope:
            plugin = self.create_plugin(session, (2, 0), self.auth_url)
        if plugin is None:
            raise self._failure(None, v2_is_offered=True) from error
        return plugin

    def _failure(self, v3_url: str | None, *, v2_is_offered: bool) -> exceptions.DiscoveryFailure:
        """Return the error that says why no version fits."""
        if v2_is_offered:
            v3 = f", where the server speaks it: {mask_text(v3_url)}" if v3_url else ""
            return exceptions.DiscoveryFailure(
                f"{_DOMAIN_SCOPE}: domains need v3{v3}. ksclient speaks v2.0; leave all domain "
                "arguments out to use it."
            )
        if v3_url:
            return exceptions.DiscoveryFailure(
                f"The server at {mask_text(self.auth_url)} speaks Identity v3 only, at "
                f"{mask_text(v3_url)}, and ksclient speaks v2.0. Use keystoneauth1 there."
            )
        return exceptions.DiscoveryFailure(
            "Could not find versioned identity endpoints when attempting to authenticate. "
            f"Please check that your auth_url is correct: {mask_text(self.auth_url)}"
        )
