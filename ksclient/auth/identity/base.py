"""The base of all plugins that log in at an Identity service."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from ksclient.auth._redact import hidden, mask_text
from ksclient.auth.identity import state
from ksclient.auth.identity.questions import FindsEndpoints
from ksclient.auth.identity.state import Owner

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo

__all__ = ["BaseIdentityPlugin"]


class BaseIdentityPlugin(FindsEndpoints, metaclass=abc.ABCMeta):
    """Logs in at an Identity service, and finds endpoints in the catalog that comes with it.

    A subclass says how to log in (`get_auth_ref`). Threads may share a plugin.

    Args:
        auth_url: The URL to log in at; None for plugins that never do.
        reauthenticate: Whether to log in again when the token runs out.
    """

    def __init__(self, auth_url: str | None = None, reauthenticate: bool = True) -> None:
        super().__init__(auth_url, reauthenticate)

    def __repr__(self) -> str:
        if "auth_url" not in vars(self):  # a traceback shows one whose making has failed
            return f"<{type(self).__qualname__}>"
        owner = self._owner()
        shown = ("auth_url", "username", "user_id", "tenant_name", "tenant_id")
        known = ((name, getattr(owner, name)) for name in shown)
        text = ", ".join(f"{name}={value!r}" for name, value in known if value)
        return mask_text(f"{type(self).__qualname__}({text})")

    @abc.abstractmethod
    def get_auth_ref(self, session: Session) -> AccessInfo:
        """Log in, whether there is a token already or not.

        Not for users: `get_access` calls it when a new token is due.

        Raises:
            HttpError: If the server refuses.
            InvalidResponse: If its answer cannot be read.
        """

    def _owner(self) -> Owner:
        """Return what this plugin knows of whose login it is."""
        return Owner(auth_url=self.auth_url)

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others; None stands for not given.

        Plugins that can be cached override it.
        """
        raise NotImplementedError

    def get_cache_id(self) -> str | None:
        """Return a text that differs wherever the login differs; None if that is not known.

        It is a hash, over the password too: whoever reads it can try out guesses at a weak
        one. Keep it where only the plugin's user can read it.
        """
        try:
            elements = self.get_cache_id_elements()
        except NotImplementedError:
            return None
        import base64  # noqa: PLC0415 - loaded with the first session, as the next
        import hashlib  # noqa: PLC0415

        hasher = hashlib.sha256()
        for name, value in sorted(elements.items()):
            if value is not None:
                # Ended by zeros, so that no other elements run together to the same bytes.
                hasher.update(f"{name}\0{value}\0".encode("utf-8", "surrogatepass"))
        return base64.b64encode(hasher.digest()).decode("ascii")

    def get_auth_state(self) -> str | None:
        """Return the current login as text, for `set_auth_state`; None if there is none.

        It holds the token, and is as secret. No I/O.
        """
        held = self.auth_ref
        return None if held is None else state.write(held, self._owner())

    def set_auth_state(self, data: str | None) -> None:
        """Take over a login that `get_auth_state`, or keystoneauth1's, has given.

        Args:
            data: The text; None or empty forgets the current login.

        Raises:
            AuthorizationFailure: If the text cannot be read, or if the login is of another
                user, tenant, trust or auth URL than this plugin's; or if the plugin lost its
                trust in a pickle.
        """
        if data:
            self._demand_trust()
        data = hidden(data)  # from tracebacks with locals
        taken = state.read(data, self._owner(), will_renew=self.reauthenticate) if data else None
        with self._token_lock():
            self.auth_ref = taken
