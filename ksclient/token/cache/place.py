"""A key's place in a store that may fail at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from enum import Enum
from typing import TypeVar

from ksclient.auth._redact import secret
from ksclient.token.cache import telling
from ksclient.token.cache.errors import LockTimeout
from ksclient.token.cache.store import CacheStore

T = TypeVar("T")


class Turn(Enum):
    """Whether one is alone at a place."""

    MINE = "nobody else is at it"
    OTHERS = "somebody else is at it, and was for all the time that one waited"
    NOBODYS = "the store does not work, so nobody can tell"


class Place:
    """Where a store keeps one record. Made anew for each use of it.

    It raises no errors of the store's. Once that has failed, what follows does nothing.

    Args:
        store: The store.
        key: The record's; None if it could not be told, as the store has failed already.
    """

    def __init__(self, store: CacheStore, key: str | None) -> None:
        self.key = key or ""
        self._store = store
        self._works = key is not None

    def get(self) -> bytes | None:
        """Return what is kept, or None."""
        return secret(self._ask(lambda: self._store.get(self.key)))

    def put(self, make: Callable[[], bytes], expires: datetime) -> None:
        """Keep what *make* gives."""
        self._ask(lambda: self._store.put(self.key, make(), expires))

    def delete_if_equal(self, record: bytes) -> None:
        """Forget what is kept, if that is it."""
        record = secret(record)
        if isinstance(record, bytes):  # else it is some store's mistake
            self._ask(lambda: self._store.delete_if_equal(self.key, record))

    def complain(self, reason: object) -> None:
        """Say that what is kept cannot be used."""
        telling.tell_of_record(self._store, reason)

    @contextmanager
    def turn(self, timeout: float, *, tells: bool) -> Iterator[Turn]:
        """Wait to be the only one, in all processes, for *timeout* seconds at most.

        Args:
            timeout: As above.
            tells: Whether to warn if that was not enough.
        """
        if not self._works:
            yield Turn.NOBODYS
            return
        try:
            lock = self._store.lock(self.key, timeout)
            lock.__enter__()
        except LockTimeout as error:
            if tells:
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
