"""The contract between a token cache and what keeps its records."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol


class CacheStore(Protocol):
    """Keeps records by key, for one user or for a fleet. Threads may share it.

    A record is bytes that mean nothing to it, and are secret; a key is 64 hex digits, and is not.
    It forgets what has expired, and may forget anything else: who asks logs in again. It never
    hands out half a record, whoever was killed while it was written.
    """

    name: str
    """What to call it in warnings: its kind and its place, without secrets."""

    def get(self, key: str) -> bytes | None:
        """Return the record of a key; None if there is none.

        Raises:
            StoreFailed: If that cannot be told; so for all methods.
        """

    def put(self, key: str, record: bytes, expires: datetime) -> None:
        """Keep a record, in place of the one before, until it *expires* (aware)."""

    def delete_if_equal(self, key: str, record: bytes) -> bool:
        """Forget a record if it is the one that is kept; tell whether it was."""

    def lock(self, key: str, timeout: float) -> AbstractContextManager[None]:
        """Return what lets one thread of all processes in at a time, for one key.

        Who enters waits for *timeout* seconds at most. When who is in dies, the next gets in.

        Raises:
            LockTimeout: When entered, after that time; a `StoreFailed`, too.
        """
