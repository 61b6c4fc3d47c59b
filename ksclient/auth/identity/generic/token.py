"""Exchange a token, in whatever version the server speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ksclient.auth import exceptions
from ksclient.auth._redact import secret, veiled_url
from ksclient.auth.discover import version_match
from ksclient.auth.identity import v2
from ksclient.auth.identity.generic.base import BaseGenericPlugin

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover import Version


class Token(BaseGenericPlugin):
    """Exchanges a token for another one, such as one for a certain tenant.

    Args:
        auth_url: The service's URL, with or without a version.
        token: The old token.
        tenant_id: See `BaseGenericPlugin`, as for all that follow.
        tenant_name: Another name of *project_name*.
        project_id: The tenant that the token is for.
        project_name: Its name instead.
        project_domain_id: The domain of the tenant (v3).
        project_domain_name: Its name instead (v3).
        domain_id: The domain that the token is for (v3).
        domain_name: Its name instead (v3).
        system_scope: The system that the token is for (v3).
        trust_id: A trust to act under.
        default_domain_id: Stands in for the other domains where v3 is spoken.
        default_domain_name: Its name instead.
        reauthenticate: Whether to log in again when the token runs out.
    """

    _secrets: ClassVar[tuple[str, ...]] = ("auth_ref", "_token", "_trust_id")

    def __init__(  # noqa: PLR0913 - the mirrored signature
        self,
        auth_url: str,
        token: str,
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
        self._token: str | None = token
        token = secret(token)
        auth_url, trust_id = veiled_url(auth_url), secret(trust_id)
        super().__init__(
            auth_url=auth_url,
            tenant_id=tenant_id,
            tenant_name=tenant_name,
            project_id=project_id,
            project_name=project_name,
            project_domain_id=project_domain_id,
            project_domain_name=project_domain_name,
            domain_id=domain_id,
            domain_name=domain_name,
            system_scope=system_scope,
            trust_id=trust_id,
            default_domain_id=default_domain_id,
            default_domain_name=default_domain_name,
            reauthenticate=reauthenticate,
        )

    @property
    def token(self) -> str | None:
        """The old token; a new one is used from the next login on."""
        return self._token

    @token.setter
    def token(self, value: str | None) -> None:
        self._token = value
        self._plugin = None

    def create_plugin(
        self,
        session: Session,  # noqa: ARG002 - the contract's
        version: Version,
        url: str,
        raw_status: str | None = None,  # noqa: ARG002 - the contract's
    ) -> v2.Token | None:
        """Return a plugin for v2.0; None for other versions.

        Raises:
            AuthorizationFailure: If the token is missing.
        """
        if not version_match((2,), version):
            return None
        if not self._demand("_token"):
            raise exceptions.AuthorizationFailure(
                f"{self!r} cannot log in without a token: give token=..."
            )
        return v2.Token(
            url,
            self._token or "",
            trust_id=self._demand("_trust_id"),
            tenant_id=self._project_id,
            tenant_name=self._project_name,
            reauthenticate=self.reauthenticate,
        )

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others, the token included."""
        return {**super().get_cache_id_elements(), "token": self._token}
