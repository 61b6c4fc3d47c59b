"""The store for a fleet: a Redis server, shared by many machines."""

from __future__ import annotations

import os
import random
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Self

from ksclient.auth._redact import secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.cache import telling
from ksclient.token.cache.encryption import Encryption, Envelope, Plain
from ksclient.token.cache.errors import LockTimeout, StoreFailed
from ksclient.token.cache.stores import redis_scripts as scripts
from ksclient.token.cache.stores.redis_server import Server

_MILLISECOND = timedelta(milliseconds=1)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.1


class RedisStore:
    """Keeps records in a Redis server of release 6.2 or later, encrypted.

    Records are encrypted with AES-256, and bound to what they are stored under. Stores with other
    keys do not see each other's, so a new key is a new, empty store. Redis forgets what expires.

    A lock expires if its holder dies or cannot reach the server for *lease* seconds; while it is
    held, a thread extends it. Who has lost his lock is told so when he puts a record under its
    key, by `StoreFailed`, and changes nothing.

    Threads and forked children may share a store. A pickle has neither URL nor keys, and all its
    methods fail.

    Args:
        url: Where the server is: ``redis://user:password@host:6379/0``, ``rediss://…`` for TLS,
            ``unix:///path``. A connection and an answer may take 3 seconds each; a
            ``?socket_timeout=`` changes that.
        encryption_key: The same secret on all machines: at least 32 bytes, or characters, that
            nobody can guess, such as ``secrets.token_urlsafe(32)`` makes.
        plaintext: Whether to store tokens readable, without a key, so that who reads the server,
            its files or a backup can use them.
        prefix: What the names of all keys start with.
        lease: After how many seconds a lock is free whose holder died.
        clock: Tells the time, aware.
        client: The application's own ``redis.Redis``, used instead of *url*, with its timeouts.

    Raises:
        ValueError: If there is neither a key nor *plaintext*, or both; if the key is too short;
            if the URL is none of Redis, or the client decodes what it reads.
        StoreFailed: If redis-py, or cryptography where it is needed, is not installed.
    """

    def __init__(
        self,
        url: str = "redis://127.0.0.1:6379/0",
        *,
        encryption_key: str | bytes | None = None,
        plaintext: bool = False,
        prefix: str = "ksclient:cache:",
        lease: float = 15.0,
        clock: Clock = utcnow,
        client: Any = None,
    ) -> None:
        encryption_key = secret(encryption_key)
        server = Server(secret(url), client)
        self._envelope = _envelope(encryption_key, prefix, plaintext=plaintext)
        self._prefix = f"{prefix}{self._envelope.name}:"
        self._lease = lease
        self._clock = clock
        self._own_marks = threading.local()
        self._server: Server | None = server
        self.name = f"Redis at {server.where}, prefix {prefix!r}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.name, "_prefix": self._prefix, "_server": None}

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def get(self, key: str) -> bytes | None:
        """See `CacheStore.get`."""
        stored = self._run(scripts.GET, [self._of_record(key)])
        if stored is None:
            return None
        record = self._envelope.open(key, stored) if isinstance(stored, bytes) else None
        if record is None:
            telling.tell_of_record(self, "it was not written by a store with this key")
        return secret(record)

    def put(self, key: str, record: bytes, expires: datetime) -> None:
        """See `CacheStore.put`.

        Raises:
            StoreFailed: Also where the calling thread held the lock of this key, and lost it.
        """
        self._opened()
        left = max(0, (expires - self._clock()) // _MILLISECOND)
        names = [self._of_record(key), self._of_lock(key)]
        closed = self._envelope.close(key, secret(record))
        if not self._run(scripts.PUT, names, closed, left, self._marks().get(key, "")):
            raise StoreFailed(
                f"The lock of {self.name} was lost: this program, or the server, stood still for "
                f"more than {self._lease:g} s, or was started anew. The login is not kept."
            )

    def delete_if_equal(self, key: str, record: bytes) -> bool:
        """See `CacheStore.delete_if_equal`."""
        self._opened()
        mark = self._envelope.mark(key, secret(record))
        return bool(self._run(scripts.DELETE_IF_EQUAL, [self._of_record(key)], mark))

    @contextmanager
    def lock(self, key: str, timeout: float) -> Iterator[None]:
        """See `CacheStore.lock`. It is of the thread that entered."""
        self._opened()
        mark = secrets.token_hex(16)
        self._acquire(key, mark, timeout)
        marks, holder = self._marks(), os.getpid()
        extender = _Extender(partial(self._extend, key, mark), self._lease / 3)
        try:
            marks[key] = mark
            extender.start()
            yield
        finally:
            extender.stop()
            marks.pop(key, None)
            if os.getpid() == holder:
                self._release(key, mark)

    def _acquire(self, key: str, mark: str, timeout: float) -> None:
        ends, pause = time.monotonic() + timeout, _FIRST_PAUSE
        while not self._try(key, mark):
            left = ends - time.monotonic()
            if left <= 0:
                raise LockTimeout(
                    f"Another process is at the same login, in {self.name}, for more than "
                    f"{timeout:g} s."
                )
            time.sleep(min(left, pause * random.uniform(0.5, 1)))  # noqa: S311 - to spread
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _try(self, key: str, mark: str) -> bool:
        try:
            return bool(self._run(scripts.LOCK, [self._of_lock(key)], mark, self._lease_ms))
        except BaseException:  # it may be ours, and nobody knows
            self._release(key, mark)
            raise

    def _extend(self, key: str, mark: str) -> bool:
        return bool(self._run(scripts.EXTEND, [self._of_lock(key)], mark, self._lease_ms))

    def _release(self, key: str, mark: str) -> None:
        with suppress(StoreFailed):  # then it expires
            self._run(scripts.RELEASE, [self._of_lock(key)], mark)

    def _marks(self) -> dict[str, str]:
        """Return the marks of the locks that this thread holds, by key."""
        own: dict[str, str] | None = getattr(self._own_marks, str(os.getpid()), None)
        if own is None:
            own = {}
            setattr(self._own_marks, str(os.getpid()), own)
        return own

    @property
    def _lease_ms(self) -> int:
        return max(1, int(self._lease * 1000))

    def _of_record(self, key: str) -> str:
        return f"{self._prefix}record:{key}"

    def _of_lock(self, key: str) -> str:
        return f"{self._prefix}lock:{key}"

    def _run(self, script: str, names: list[str], *arguments: bytes | str | int) -> Any:
        return self._opened().run(script, names, arguments)

    def _opened(self) -> Server:
        if self._server is None:
            raise StoreFailed(
                f"{self.name} was pickled, which leaves its URL and key out: make the store anew."
            )
        return self._server


class _Extender:
    """Extends a lock, in a thread of its own, until it is stopped or the lock is lost."""

    def __init__(self, extend: Any, interval: float) -> None:
        self._extend = extend
        self._interval = interval
        self._over = threading.Event()

    def start(self) -> None:
        with suppress(RuntimeError):  # no more threads: then the lock lasts as long as its lease
            threading.Thread(target=self._work, name="ksclient-lock", daemon=True).start()

    def stop(self) -> None:
        self._over.set()

    def _work(self) -> None:
        while not self._over.wait(self._interval):
            with suppress(StoreFailed):
                if not self._extend():
                    return


def _envelope(key: str | bytes | None, prefix: str, *, plaintext: bool) -> Envelope:
    if key is not None and not plaintext:
        return Encryption(key, prefix)
    if key is None and plaintext:
        return Plain()
    if key is None:
        raise ValueError(
            "Others may read what is in Redis: give encryption_key=, the same on all machines, as "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))' makes one; or say "
            "plaintext=True."
        )
    raise ValueError("There is an encryption_key, and plaintext=True: give one of them.")
