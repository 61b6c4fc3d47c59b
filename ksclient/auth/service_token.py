"""Send a service's own token beside its user's."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._deadline import holding
from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import SecretDict, sealed
from ksclient.auth.plugin import (
    IDENTITY_AUTH_HEADER_NAME,
    AdoptedHeaders,
    BaseAuthPlugin,
    interface_for,
    renew_headers,
)
from ksclient.auth.plugin.interface import as_known_to
from ksclient.auth.plugin.renewal import header

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover import EndpointData
    from ksclient.auth.discover.version_data import VersionsByRegion
    from ksclient.auth.plugin import ConnectionParams

SERVICE_AUTH_HEADER_NAME = "X-Service-Token"

__all__ = ["SERVICE_AUTH_HEADER_NAME", "ServiceTokenAuthWrapper"]


class ServiceTokenAuthWrapper(BaseAuthPlugin):
    """A user's plugin whose requests also carry a service's token.

    A service that acts for a user proves by the second token (``X-Service-Token``) that it is
    a service; others then accept the user's token even if it has just expired. All but the
    headers comes from the user's plugin.

    Args:
        user_auth: The user's plugin.
        service_auth: The service's plugin.
    """

    def __init__(self, user_auth: BaseAuthPlugin, service_auth: BaseAuthPlugin) -> None:
        super().__init__()
        self.user_auth = user_auth
        self.service_auth = service_auth
        self._foreign_lock = PerProcess(threading.RLock)

    def get_headers(self, session: Session) -> dict[str, str] | None:
        """Return the headers of the user's plugin, and the service's token."""
        with exceptions.adopted():
            return self._together(
                self.user_auth.get_headers(session), self.service_auth.get_token(session)
            )

    def renew_headers(self, session: Session, rejected: Mapping[str, str]) -> dict[str, str] | None:
        """Return headers to send instead of *rejected* ones; None if neither plugin has any.

        The 401 does not say which of the two tokens is stale, so both are renewed; one that
        another thread has renewed since is not renewed again. Where there is such a one, these
        are `AdoptedHeaders`.
        """
        rejected = sealed(SecretDict(rejected))  # a traceback with locals shows it
        sent = _service_headers(rejected)
        user = self._renewed(self.user_auth, session, rejected)
        service = self._renewed(self.service_auth, session, sent) if sent else None
        if user is None and service is None:
            return None
        with exceptions.adopted():
            together = self._together(
                self.user_auth.get_headers(session) if user is None else user,
                header(service or sent, IDENTITY_AUTH_HEADER_NAME),
            )
        is_adopted = any(isinstance(part, AdoptedHeaders) for part in (user, service))
        return AdoptedHeaders(together) if is_adopted else together

    def deserves_another(self, session: Session, rejected: Mapping[str, str]) -> bool | None:
        """Tell whether either token was new a moment ago, and has died since."""
        rejected = sealed(SecretDict(rejected))  # a traceback with locals shows it
        asked = ((self.user_auth, rejected), (self.service_auth, _service_headers(rejected)))
        answers = [
            plugin.deserves_another(session, sent)
            for plugin, sent in asked
            if sent and hasattr(plugin, "deserves_another")  # keystoneauth1's have it not
        ]
        if any(answers):
            return True
        return None if None in answers or not answers else False

    def note_accepted(self) -> None:
        """Take note that both tokens are of use."""
        for plugin in (self.user_auth, self.service_auth):
            note = getattr(plugin, "note_accepted", None)  # keystoneauth1's have it not
            if note is not None:
                note()

    def _renewed(
        self, plugin: Any, session: Session, rejected: Mapping[str, str]
    ) -> dict[str, str] | None:
        with exceptions.adopted():
            if hasattr(plugin, "renew_headers"):
                renewed: dict[str, str] | None = plugin.renew_headers(session, rejected)
                return renewed
            with holding(self._foreign_lock()):
                return renew_headers(plugin, session, rejected)

    @staticmethod
    def _together(user: dict[str, str] | None, service: str | None) -> dict[str, str]:
        added = {SERVICE_AUTH_HEADER_NAME: service} if service else {}
        return SecretDict({**(user or {}), **added})

    def explain_rejection(self) -> str | None:
        """Say what both plugins say."""
        plugins: tuple[Any, Any] = (self.user_auth, self.service_auth)  # perhaps keystoneauth1's
        said = [getattr(plugin, "explain_rejection", lambda: None)() for plugin in plugins]
        return " ".join(filter(None, said)) or None

    def invalidate(self) -> bool:
        """Forget both tokens; True if there was at least one."""
        user, service = self.user_auth.invalidate(), self.service_auth.invalidate()
        return user or service

    def get_connection_params(self, session: Session) -> ConnectionParams:
        """Return what both plugins say; the user's wins."""
        return {
            **self.service_auth.get_connection_params(session),
            **self.user_auth.get_connection_params(session),
        }

    # --- the user's plugin answers ---------------------------------------------------------

    def get_token(self, session: Session) -> str | None:
        """Return the user's token."""
        return self.user_auth.get_token(session)

    def get_endpoint(self, session: Session, **kwargs: Any) -> str | None:
        """Return what the user's plugin returns."""
        return self.user_auth.get_endpoint(session, **as_known_to(self.user_auth, kwargs))

    def get_endpoint_data(
        self,
        session: Session,
        *,
        endpoint_override: str | None = None,
        discover_versions: bool = True,
        **kwargs: Any,
    ) -> EndpointData | None:
        """Return what the user's plugin returns."""
        return self.user_auth.get_endpoint_data(
            session,
            endpoint_override=endpoint_override,
            discover_versions=discover_versions,
            **as_known_to(self.user_auth, kwargs),
        )

    def get_api_major_version(
        self, session: Session, **kwargs: Any
    ) -> tuple[int | float, ...] | None:
        """Return what the user's plugin returns."""
        return self.user_auth.get_api_major_version(session, **as_known_to(self.user_auth, kwargs))

    def get_all_version_data(
        self,
        session: Session,
        interface: str | list[str] | None = "public",
        region_name: str | None = None,
        service_type: str | None = None,
    ) -> VersionsByRegion:
        """Return what the user's plugin returns."""
        known = interface_for(self.user_auth, interface)
        return self.user_auth.get_all_version_data(session, known, region_name, service_type)

    def get_user_id(self, session: Session) -> str | None:
        """Return the user's id."""
        return self.user_auth.get_user_id(session)

    def get_project_id(self, session: Session) -> str | None:
        """Return the id of the user's tenant."""
        return self.user_auth.get_project_id(session)

    def get_sp_auth_url(self, session: Session, sp_id: str) -> str | None:
        """Return what the user's plugin returns."""
        return self.user_auth.get_sp_auth_url(session, sp_id)

    def get_sp_url(self, session: Session, sp_id: str) -> str | None:
        """Return what the user's plugin returns."""
        return self.user_auth.get_sp_url(session, sp_id)


def _service_headers(rejected: Mapping[str, str]) -> SecretDict:
    """Return the headers in which the service's plugin would send its token itself."""
    sent = header(rejected, SERVICE_AUTH_HEADER_NAME)
    return SecretDict({IDENTITY_AUTH_HEADER_NAME: sent} if sent else {})
