"""What all plugins of a token cache share: a store, and how it is used."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from ksclient.auth._per_process import PerProcess
from ksclient.auth._time import Clock
from ksclient.token.cache import telling
from ksclient.token.cache.keys import key_of
from ksclient.token.cache.place import Place
from ksclient.token.cache.salt import salt_of
from ksclient.token.cache.slot import Slot

if TYPE_CHECKING:
    from ksclient.auth.identity import BaseIdentityPlugin
    from ksclient.token.cache.store import CacheStore


def any_share() -> float:
    """Return a number from 0 up to 1."""
    return random.random()  # noqa: S311 - it is to spread processes, not to be unknown


class Shelf:
    """A store, and how it is used. Threads may share it; copied, it stays the same one.

    Args:
        store: Keeps the tokens.
        lock_timeout: Seconds to wait, at most, for another process's login.
        clock: Tells the time.
        jitter: Gives this process's jitter, from 0 up to 1; asked once in each process.
    """

    def __init__(
        self, store: CacheStore, lock_timeout: float, clock: Clock, jitter: Callable[[], float]
    ) -> None:
        self.store = store
        self.lock_timeout = lock_timeout
        self.clock = clock
        self._jitter = PerProcess(jitter)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {telling.name_of(self.store)}>"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    @property
    def jitter(self) -> float:
        """This process's jitter."""
        return self._jitter()

    def slot(self, inner: BaseIdentityPlugin) -> Slot:
        """Return where a plugin's token is kept.

        Raises:
            AuthorizationFailure: If *inner* lost its trust or its token in a pickle.
        """
        owner = inner._owner()  # noqa: SLF001 - what it says of whose login it is
        return Slot(self.place(inner, "token"), owner, self.clock)

    def place(self, inner: BaseIdentityPlugin, kind: str) -> Place:
        """Return where something that goes with a plugin's logins is kept.

        Raises:
            AuthorizationFailure: As above.
        """
        try:
            salt = salt_of(self.store, self.clock(), self.lock_timeout)
        except Exception as error:  # noqa: BLE001 - no store stops a program
            telling.tell_of_failure(self.store, error)
            return Place(self.store, None)
        return Place(self.store, key_of(inner, salt, kind))
