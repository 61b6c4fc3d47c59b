"""One login's place in a store that may fail at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from typing import TypeVar

from ksclient.auth._redact import secret
from ksclient.auth._time import Clock
from ksclient.auth.identity.state import Owner
from ksclient.token.cache import record as records
from ksclient.token.cache import telling
from ksclient.token.cache.errors import LockTimeout
from ksclient.token.cache.record import Kept, Unusable
from ksclient.token.cache.store import CacheStore

T = TypeVar("T")


class Turn(Enum):
    """Whether one is alone at a slot."""

    MINE = "nobody else is at it"
    OTHERS = "somebody else is at it, and was for all the time that one waited"
    NOBODYS = "the store does not work, so nobody can tell"


class Slot:
    """Where a store keeps the token of one login. Made anew for each use of it.

    It raises no errors of the store's. Once that has failed, what follows does nothing.

    Args:
        store: The store.
        key: The slot's.
        owner: Whose login it is.
        clock: Tells the time.
    """

    def __init__(self, store: CacheStore, key: str, owner: Owner, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._owner = owner
        self._clock = clock
        self._works = bool(key)

    def read(self) -> Kept | None:
        """Return what is kept, if it lives; None if there is nothing that can be used."""
        raw = secret(self._ask(lambda: self._store.get(self._key)))
        if raw is None:
            return None
        try:
            kept = records.read(raw, self._key, self._owner)
        except Unusable as reason:
            telling.tell_of_record(self._store, reason)
            if isinstance(raw, bytes):
                self._ask(lambda: self._store.delete_if_equal(self._key, raw))
            return None
        return kept if self._clock() < kept.life.ends else None

    def write(self, kept: Kept) -> None:
        """Keep a login, in place of the one before."""
        if self._clock() < kept.life.ends:
            self._ask(lambda: self._put(kept))

    def drop(self, is_meant: Callable[[Kept], bool]) -> None:
        """Forget what is kept, if it is what is meant, and nobody has replaced it meanwhile."""
        raw = secret(self._ask(lambda: self._store.get(self._key)))
        if raw is None:
            return
        try:
            kept = records.read(raw, self._key, self._owner)
        except Unusable:
            return  # who reads it will say so, and drop it
        if is_meant(kept):
            self._ask(lambda: self._store.delete_if_equal(self._key, raw))

    @contextmanager
    def turn(self, timeout: float) -> Iterator[Turn]:
        """Wait to be the only one, in all processes, for *timeout* seconds at most."""
        if not self._works:
            yield Turn.NOBODYS
            return
        try:
            lock = self._store.lock(self._key, timeout)
            lock.__enter__()
        except LockTimeout as error:
            if timeout:
                telling.tell_of_failure(self._store, error)
            yield Turn.OTHERS
            return
        except Exception as error:  # noqa: BLE001 - no store stops a program
            self._failed(error)
            yield Turn.NOBODYS
            return
        try:
            yield Turn.MINE
        finally:
            self._leave(lock)

    def _put(self, kept: Kept) -> None:
        record = records.write(kept, self._key, self._owner)
        self._store.put(self._key, record, kept.life.ends)

    def _leave(self, lock: AbstractContextManager[None]) -> None:
        try:
            lock.__exit__(None, None, None)
        except Exception as error:  # noqa: BLE001 - no store stops a program
            self._failed(error)

    def _ask(self, question: Callable[[], T]) -> T | None:
        if not self._works:
            return None
        try:
            return question()
        except Exception as error:  # noqa: BLE001 - no store stops a program
            self._failed(error)
            return None

    def _failed(self, error: Exception) -> None:
        self._works = False
        telling.tell_of_failure(self._store, error)
