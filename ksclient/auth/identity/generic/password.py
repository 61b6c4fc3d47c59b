"""Log in with name and password, in whatever version the server speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ksclient.auth import exceptions
from ksclient.auth._redact import secret, veiled_url
from ksclient.auth.discover import version_match
from ksclient.auth.identity import v2
from ksclient.auth.identity.generic.base import BaseGenericPlugin
from ksclient.auth.identity.password import check_password

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover import Version


class Password(BaseGenericPlugin):
    """Logs in with a user's name, or id, and password.

    Args:
        auth_url: The service's URL, with or without a version.
        username: The user's name; wins over *user_id*.
        user_id: The user's id instead of the name.
        password: The password.
        user_domain_id: The domain of the user (v3).
        user_domain_name: Its name instead (v3).
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

    _secrets: ClassVar[tuple[str, ...]] = ("auth_ref", "_password", "_trust_id")

    def __init__(  # noqa: PLR0913 - the mirrored signature
        self,
        auth_url: str,
        username: str | None = None,
        user_id: str | None = None,
        password: str | None = None,
        user_domain_id: str | None = None,
        user_domain_name: str | None = None,
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
        self._password, password = password, secret(password)
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
        self._username = username
        self._user_id = user_id
        check_password(password)
        self._user_domain_id = user_domain_id
        self._user_domain_name = user_domain_name

    @property
    def password(self) -> str | None:
        """The password; a new one is used from the next login on."""
        return self._password

    @password.setter
    def password(self, value: str | None) -> None:
        self._password = value
        self._plugin = None

    @property
    def user_domain_id(self) -> str | None:
        """The domain of the user, or the default domain."""
        return self._user_domain_id or self._default_domain_id

    @user_domain_id.setter
    def user_domain_id(self, value: str | None) -> None:
        self._user_domain_id = value

    @property
    def user_domain_name(self) -> str | None:
        """The name of the user's domain, or of the default domain."""
        return self._user_domain_name or self._default_domain_name

    @user_domain_name.setter
    def user_domain_name(self, value: str | None) -> None:
        self._user_domain_name = value

    def create_plugin(
        self,
        session: Session,  # noqa: ARG002 - the contract's
        version: Version,
        url: str,
        raw_status: str | None = None,  # noqa: ARG002 - the contract's
    ) -> v2.Password | None:
        """Return a plugin for v2.0; None for other versions, and if the user has a domain.

        Raises:
            AuthorizationFailure: If name or password is missing.
        """
        if not version_match((2,), version) or self._user_domain_id or self._user_domain_name:
            return None
        if self._demand("_password") is None:
            raise exceptions.AuthorizationFailure(
                f"{self!r} cannot log in without a password: give password=..."
            )
        if not (self._username or self._user_id):
            raise exceptions.AuthorizationFailure(
                f"{self!r} cannot log in without a user: give username=... or user_id=..."
            )
        return v2.Password(
            url,
            username=self._username,
            password=self._password,
            user_id=self._user_id,
            trust_id=self._demand("_trust_id"),
            tenant_id=self._project_id,
            tenant_name=self._project_name,
            reauthenticate=self.reauthenticate,
        )

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others, the password included."""
        return {
            **super().get_cache_id_elements(),
            "username": self._username,
            "user_id": self._user_id,
            "password": self._password,
            "user_domain_id": self.user_domain_id,
            "user_domain_name": self.user_domain_name,
        }
