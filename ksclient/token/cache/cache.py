"""One login for all processes of a user, or of a fleet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ksclient.auth._time import Clock, utcnow
from ksclient.token.cache import telling
from ksclient.token.cache.keys import check_cacheable
from ksclient.token.cache.plugin import CachedPlugin
from ksclient.token.cache.shelf import Shelf, any_share

if TYPE_CHECKING:
    from ksclient.auth.identity import BaseIdentityPlugin
    from ksclient.token.cache.store import CacheStore


class TokenCache:
    """Keeps tokens where other processes find them, so that one login does for all.

    .. code-block:: python

        auth = TokenCache().plugin(v2.Password(auth_url, "demo", password, tenant_name="demo"))
        keystone = Client(session=Session(auth=auth))

    A store that fails never stops a program: it logs in, and a warning says why. Threads may
    share a cache. What is copied shares its store; it pickles if its store does.

    Args:
        store: Keeps the tokens. None for a file of the user's, shared by all of their programs.
        lock_timeout: How many seconds to wait, at most, for the login of another process. One
            that takes longer is not waited for.
        clock: Tells the time.
        jitter: Gives a number from 0 up to 1, once in each process: how much later than others
            it renews tokens.
    """

    def __init__(
        self,
        store: CacheStore | None = None,
        *,
        lock_timeout: float = 60.0,
        clock: Clock = utcnow,
        jitter: Callable[[], float] = any_share,
    ) -> None:
        self.store = _default_store() if store is None else store
        self._shelf = Shelf(self.store, lock_timeout, clock, jitter)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {telling.name_of(self.store)}>"

    def plugin(
        self,
        inner: BaseIdentityPlugin,
        *,
        force_new_token: bool = False,
        stale_duration: float = 0,
        complete: Callable[[], BaseIdentityPlugin] | None = None,
    ) -> CachedPlugin:
        """Return an auth plugin that logs in as *inner* does, if no process has done so before.

        Args:
            inner: A plugin that logs in, such as ``v2.Password``.
            force_new_token: Whether the plugin's first token is a new one, whatever the store
                has. It takes the place of that.
            stale_duration: How many seconds before its end, at least, a token is replaced.
            complete: Makes the plugin that logs in, when there is a login to make, as by asking a
                person for the password. *inner* need say only whose login it is, then. None if it
                can log in itself. It does not travel in pickles.

        Raises:
            TypeError: If that does not log in, or does not say as whom.
        """
        check_cacheable(inner)
        return CachedPlugin(
            inner,
            self._shelf,
            force_new_token=force_new_token,
            stale_duration=stale_duration,
            complete=complete,
        )


def _default_store() -> CacheStore:
    """Return the store of who has chosen none."""
    from ksclient.token.cache.stores.sqlite import SQLiteStore  # noqa: PLC0415 - not for others

    return SQLiteStore()
