"""The logins of a client that shares them with later ones: what upstream keeps in a keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.httpclient.credentials import Credentials, get_access, plugin_for

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo
    from ksclient.token.cache import CachedPlugin


class Keyring:
    """Gets tokens from this user's token cache, and logs in where it has none.

    Args:
        stale_seconds: How long before its end, at least, a token is replaced.
        force_new_token: Whether the first token is a new one, whatever the cache has.

    Attributes:
        has_logged_in: Whether the last token that was asked for is of a login, not of the cache.
    """

    def __init__(self, stale_seconds: int, force_new_token: bool) -> None:
        self.has_logged_in = False
        self._stale_seconds = stale_seconds
        self._forces_new_token = force_new_token
        self._last: tuple[Credentials, CachedPlugin] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_last": None}  # a password and a token are in there

    def log_in(self, session: Any, credentials: Credentials) -> AccessInfo:
        """Return what the cache has for these credentials, else log in; see `credentials.log_in`.

        The password makes no difference to what the cache has.
        """
        plugin = self._plugin(credentials)
        before = plugin._logins  # noqa: SLF001 - a plugin of the same family
        found = get_access(plugin, session)
        self.has_logged_in = plugin._logins > before  # noqa: SLF001 - as above
        self._forces_new_token = False
        return found

    def forget(self, rejected: str) -> None:
        """Forget the token with the digest *rejected*, for later clients as well."""
        if self._last is not None:
            self._last[1]._evict(rejected)  # noqa: SLF001 - a plugin of the same family

    def _plugin(self, credentials: Credentials) -> CachedPlugin:
        if self._last is not None and self._last[0] == credentials:
            return self._last[1]
        with FORKS_WAIT:
            from ksclient.token.cache import TokenCache  # noqa: PLC0415 - others do without

        plugin = TokenCache().plugin(
            plugin_for(credentials),
            force_new_token=self._forces_new_token,
            stale_duration=self._stale_seconds,
        )
        self._last = (credentials, plugin)
        return plugin
