"""The contract that every auth plugin fulfils."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

import threading
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, ClassVar

from ksclient.auth import exceptions
from ksclient.auth._lazy import later, load_waiting
from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import sealed, secret
from ksclient.auth.plugin.pickling import LeavesSecretsOut
from ksclient.auth.plugin.renewal import renew_headers

if TYPE_CHECKING:
    from ksclient.auth import discover
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo
    from ksclient.auth.discover import Discover, EndpointData
    from ksclient.auth.discover.version_data import VersionsByRegion
    from ksclient.auth.plugin.connection_params import ConnectionParams
else:
    discover = later("ksclient.auth.discover", __name__)

IDENTITY_AUTH_HEADER_NAME = "X-Auth-Token"


class BaseAuthPlugin(LeavesSecretsOut):
    """Gives a session tokens, endpoints, and what else it needs to be let in.

    A plugin may be shared by threads and sessions, and lives through a fork. It pickles
    without its secrets (see `ksclient.auth.plugin.secrets_kept`), and copies with them.
    """

    interactive_unscoped_auth: ClassVar[bool] = False
    """Whether logging in needs a person, so that keeping an unscoped token is worth it."""

    def __init__(self) -> None:
        load_waiting()
        self._discovery_cache: MutableMapping[str, Discover] = {}

    # --- tokens ----------------------------------------------------------------------------

    def get_token(self, session: Session) -> str | None:
        """Return a token, fetched now if need be; None if the plugin has none to give.

        Plugins that send something else than ``X-Auth-Token`` override `get_headers`.
        """
        return None

    def get_headers(self, session: Session) -> dict[str, str] | None:
        """Return the headers that authenticate a request.

        None means that no token could be had; an empty dictionary, that none is needed.
        """
        token = self.get_token(session)
        return {IDENTITY_AUTH_HEADER_NAME: token} if token else None

    def renew_headers(self, session: Session, rejected: Mapping[str, str]) -> dict[str, str] | None:
        """Return headers to send instead of *rejected* ones, which a server answered with 401.

        A session calls this, and sends the request once more with what it gets; None tells it
        to give up. Where another thread has got new headers already, those are returned, as
        `AdoptedHeaders`, and nothing is invalidated. If a server refuses what it gets, too, the
        session asks `deserves_another` whether to call this once more.

        Args:
            session: The session that was told 401.
            rejected: The headers of the request; it may hold more than the plugin's.
        """
        rejected = sealed(dict(rejected))  # from tracebacks with locals
        # The lock is not made in __init__, which subclasses need not call.
        lock: PerProcess[threading.RLock] = vars(self).setdefault(
            "_renewal_lock", PerProcess(threading.RLock)
        )
        with lock():
            return renew_headers(self, session, rejected)

    def deserves_another(self, session: Session, rejected: Mapping[str, str]) -> bool | None:
        """Tell whether to call `renew_headers` once more: what it gave was refused, too.

        False if there is another reason for the refusal than that the token died. None if the
        plugin cannot tell: then `AdoptedHeaders` are renewed, once, and others are not.

        Args:
            session: The session that was told 401.
            rejected: What `renew_headers` gave.
        """
        return None

    def note_accepted(self) -> None:
        """Take note that a server has answered a request with this plugin's headers."""

    def explain_rejection(self) -> str | None:
        """Say, for the person who reads the error, why a 401 could not be answered.

        A session that gives up adds this to the error as a note; None adds nothing.
        """
        return None

    def invalidate(self) -> bool:
        """Forget the current token, so that the next call fetches a new one.

        Returns:
            Whether anything was forgotten: whether it makes sense to try again.
        """
        return False

    def get_auth_ref(self, session: Session) -> AccessInfo | None:
        """Return all that the login told; None for plugins that do not log in."""
        return None

    def get_connection_params(self, session: Session) -> ConnectionParams:
        """Return ``cert`` and ``verify`` for requests, where the plugin cares."""
        return {}

    # --- endpoints -------------------------------------------------------------------------

    def get_endpoint_data(
        self,
        session: Session,
        *,
        endpoint_override: str | None = None,
        discover_versions: bool = True,
        **kwargs: Any,
    ) -> EndpointData | None:
        """Return what is known about an endpoint; None without an *endpoint_override*.

        Args:
            session: Fetches the version document.
            endpoint_override: The endpoint's URL.
            discover_versions: Whether to fetch the document even if the URL names a version.
            kwargs: Ignored.

        Raises:
            DiscoveryFailure: If there is no version document.
            HttpError: If the server refuses it.
        """
        if not endpoint_override:
            return None
        data = discover.EndpointData(catalog_url=endpoint_override)
        if data.api_version and not discover_versions:
            return data
        with exceptions.adopted():
            return data.get_versioned_data(
                session, cache=self._discovery_cache, discover_versions=discover_versions
            )

    def get_api_major_version(
        self, session: Session, *, endpoint_override: str | None = None, **kwargs: Any
    ) -> tuple[int | float, ...] | None:
        """Return the version of an endpoint's API, by its URL or else its version document."""
        data = None
        for discover_versions in (False, True):
            data = self.get_endpoint_data(
                session,
                endpoint_override=endpoint_override,
                discover_versions=discover_versions,
                **kwargs,
            )
            if data is None or data.api_version:
                break
        return (data.api_version or None) if data else None

    def get_all_version_data(
        self,
        session: Session,
        interface: str | list[str] | None = "public",
        region_name: str | None = None,
        service_type: str | None = None,
    ) -> VersionsByRegion:
        """Return the versions of all services, by region, interface and service type."""
        raise NotImplementedError

    def get_endpoint(self, session: Session, **kwargs: Any) -> str | None:
        """Return the URL of a service, as well as the plugin knows; None if it does not.

        Sessions ask with ``service_type``, ``service_name``, ``interface``, ``region_name``
        and versions; a plugin may ignore all of them.
        """
        data = self.get_endpoint_data(session, discover_versions=False, **kwargs)
        return data.url if data else None

    # --- who -------------------------------------------------------------------------------

    def get_user_id(self, session: Session) -> str | None:
        """Return the id of the user that the token is for, or None."""
        return None

    def get_project_id(self, session: Session) -> str | None:
        """Return the id of the tenant that the token is for, or None."""
        return None

    def get_sp_auth_url(self, session: Session, sp_id: str) -> str | None:
        """Return the auth URL of a service provider (federation), or None."""
        return None

    def get_sp_url(self, session: Session, sp_id: str) -> str | None:
        """Return where a service provider takes SAML documents (federation), or None."""
        return None

    # --- state that others keep ------------------------------------------------------------

    def get_cache_id(self) -> str | None:
        """Return a text that differs wherever the login differs; None if there is none."""
        return None

    def get_auth_state(self) -> str | None:
        """Return the current login as text, for `set_auth_state`; never logs in."""
        raise NotImplementedError

    def set_auth_state(self, data: str | None) -> None:
        """Take over a login that `get_auth_state` gave."""
        data = secret(data)  # from tracebacks with locals
        raise NotImplementedError

    def get_unscoped_cache_id(self) -> str | None:
        """Return the like of `get_cache_id` for the unscoped token, or None."""
        return None

    def get_unscoped_auth_state(self) -> str | None:
        """Return the unscoped token as text, or None."""
        raise NotImplementedError

    def set_unscoped_auth_state(self, data: str | None) -> None:
        """Take over what `get_unscoped_auth_state` gave."""
        data = secret(data)  # from tracebacks with locals
        raise NotImplementedError
