"""The store for one process: its threads log in once, and nothing is written."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.cache.errors import LockTimeout

_GATE = threading.RLock()
"""Held by who reads or changes records, and by who forks: a child gets whole records."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_GATE.acquire, after_in_parent=_GATE.release, after_in_child=_GATE.release
    )


class MemoryStore:
    """Keeps records in the memory of this process.

    A forked child begins with the records of its parent, and they go separate ways. A copy, or a
    pickle, is another store, without records.

    Args:
        clock: Tells the time, aware.
    """

    def __init__(self, *, clock: Clock = utcnow) -> None:
        self.name = "the memory of this process"
        self._clock = clock
        self._records: dict[str, tuple[bytes, datetime]] = {}
        self._locks = PerProcess(_Locks)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def __reduce__(self) -> tuple[type[MemoryStore], tuple[()]]:
        return (MemoryStore, ())

    def get(self, key: str) -> bytes | None:
        """See `CacheStore.get`."""
        with _GATE:
            record, expires = self._records.get(key, (b"", None))
        return record if expires is not None and expires > self._clock() else None

    def put(self, key: str, record: bytes, expires: datetime) -> None:
        """See `CacheStore.put`."""
        now = self._clock()
        with _GATE:
            self._records[key] = (secret(bytes(record)), expires)
            for old in [name for name, (_, end) in self._records.items() if end <= now]:
                del self._records[old]

    def delete_if_equal(self, key: str, record: bytes) -> bool:
        """See `CacheStore.delete_if_equal`."""
        record = secret(record)
        with _GATE:
            is_equal = self.get(key) == record
            if is_equal:
                del self._records[key]
        return is_equal

    @contextmanager
    def lock(self, key: str, timeout: float) -> Iterator[None]:
        """See `CacheStore.lock`."""
        locks = self._locks()
        with locks.using(key) as lock:
            if not lock.acquire(timeout=min(max(timeout, 0.0), threading.TIMEOUT_MAX)):
                raise LockTimeout(f"A thread is at the same login for more than {timeout:g} s.")
            try:
                yield
            finally:
                lock.release()


class _Locks:
    """A lock for each key that somebody waits for or holds."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._locks: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def using(self, key: str) -> Iterator[threading.Lock]:
        """Have the lock of a key kept meanwhile."""
        with self._gate:
            lock, users = self._locks.get(key) or (threading.Lock(), 0)
            self._locks[key] = (lock, users + 1)
        user = os.getpid()
        try:
            yield lock
        finally:
            if os.getpid() == user:  # not a forked child, for which the gate may stay shut
                self._leave(key)

    def _leave(self, key: str) -> None:
        with self._gate:
            lock, users = self._locks.pop(key)
            if users > 1:
                self._locks[key] = (lock, users - 1)
