"""A client as an auth plugin of other sessions, which it is without a session of the user's."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from ksclient.auth.plugin import BaseAuthPlugin

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo as AuthAccessInfo


class ActsAsPlugin(BaseAuthPlugin):
    """Answers what sessions ask of a plugin with what the client's own plugin answers."""

    session: Any

    @property
    @abstractmethod
    def _source(self) -> Any:
        """The plugin that tokens come from, None over a session without one."""

    def get_token(self, session: Session, **kwargs: Any) -> str | None:
        """Return the token that requests use; None without a plugin."""
        token: str | None = self._source.get_token(self.session) if self._source else None
        return token

    def get_endpoint(self, session: Session, interface: Any = None, **kwargs: Any) -> str | None:
        """Return where to send a request; None without a plugin."""
        source = self._source
        url: str | None = (
            source.get_endpoint(self.session, interface=interface, **kwargs) if source else None
        )
        return url

    def get_user_id(self, session: Session, **kwargs: Any) -> str | None:
        """Return the id of the user; None without a plugin."""
        user_id: str | None = self._source.get_user_id(self.session) if self._source else None
        return user_id

    def get_project_id(self, session: Session, **kwargs: Any) -> str | None:
        """Return the id of the tenant; None without a plugin."""
        source = self._source
        project_id: str | None = source.get_project_id(self.session) if source else None
        return project_id

    def get_access(self, session: Session, **kwargs: Any) -> AuthAccessInfo | None:
        """Return what the login answered, logging in if need be; None without logins."""
        get_access = getattr(self._source, "get_access", None)
        found: AuthAccessInfo | None = get_access(self.session) if get_access else None
        return found

    def get_auth_ref(self, session: Session, **kwargs: Any) -> AuthAccessInfo | None:
        """Return what the login answered, logging in if need be; None without logins."""
        return self.get_access(session)

    def invalidate(self) -> bool:
        """Forget the token, if another can be had; tell whether."""
        return bool(self._source and self._source.invalidate())

    def explain_missing_token(self) -> str | None:
        """Say why there is no token, where that is known."""
        explain = getattr(self._source, "explain_missing_token", None)
        text: str | None = explain() if explain else None
        return text
