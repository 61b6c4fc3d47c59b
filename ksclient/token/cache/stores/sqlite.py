"""The store for one user: a file, shared by all of their programs on a machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.auth._pattern import Pattern
from ksclient.auth._redact import secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.cache import files, locks, telling
from ksclient.token.cache.errors import StoreFailed
from ksclient.token.cache.stores.sqlite_errors import Damaged, explained

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

FILE = "tokens-1.sqlite"
"""The file's name where none is given. It has the version: each finds its own."""

APPLICATION = 0x6B736C31
"""What SQLite files of this kind say that they are."""

VERSION = 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_KEY = Pattern("[0-9a-f]{64}")

_GATE = threading.RLock()
"""Held by who uses SQLite, and by who forks: a child gets no lock of it, and no open file."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_GATE.acquire, after_in_parent=_GATE.release, after_in_child=_GATE.release
    )


class SQLiteStore:
    """Keeps records in an SQLite file that only one user can read.

    The file has mode 0600. It is refused if others can write it or the directory that it is in,
    if one of them belongs to others, or if it is a symbolic link. Beside it, for locks, is a
    directory with at most 4097 empty files, which stay. What is damaged is moved aside, and told
    at WARNING; what is the database of something else is refused.

    Nothing is opened, nor made, before the first use. Each use opens the file anew, so threads and
    forked children may share a store, and it pickles. It is for a local disk: where a file
    system has no locks, all methods fail.

    Args:
        path: The file. It and the directory are made where they are missing. None for
            ``tokens-1.sqlite`` in ksclient's directory of the user's cache.
        clock: Tells the time, aware.
        wait: How many seconds to wait, at most, for who reads or writes.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        clock: Clock = utcnow,
        wait: float = 5.0,
    ) -> None:
        self._given = None if path is None else Path(path).expanduser().absolute()
        self.name = f"SQLite at {self._given or 'a file in the cache of this user'}"
        self._clock = clock
        self._wait = wait

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def get(self, key: str) -> bytes | None:
        """See `CacheStore.get`."""
        path = self._path()
        try:
            return self._read(path, key)
        except Damaged:
            pass
        with self._lock("write", self._wait):
            try:
                return self._read(path, key)  # somebody may have healed it
            except Damaged as damage:
                _move_aside(path, damage)
        return None

    def put(self, key: str, record: bytes, expires: datetime) -> None:
        """See `CacheStore.put`."""
        row = (key, secret(bytes(record)), _milliseconds(expires))

        def change(connection: Connection) -> None:
            connection.execute("REPLACE INTO record (key, record, expires) VALUES (?, ?, ?)", row)
            self._forget_old(connection)

        path = self._path()
        files.make_directory(path.parent)
        self._change(path, change)

    def delete_if_equal(self, key: str, record: bytes) -> bool:
        """See `CacheStore.delete_if_equal`."""
        row = (key, secret(bytes(record)))

        def change(connection: Connection) -> bool:
            self._forget_old(connection)
            statement = "DELETE FROM record WHERE key = ? AND record = ?"
            return connection.execute(statement, row).rowcount > 0

        path = self._path()
        return self._is_there(path) and self._change(path, change)

    # --- for people who look after it --------------------------------------------------------

    @property
    def path(self) -> Path:
        """The file, which may not be there.

        Raises:
            StoreFailed: If it is not known where the user's cache is.
        """
        return self._path()

    def records(self) -> list[bytes]:
        """Return all that is kept and has not expired, in the order in which it does.

        Raises:
            StoreFailed: If that cannot be told.
        """
        path = self._path()
        statement = "SELECT record FROM record WHERE expires > ? ORDER BY expires, key"
        if not self._is_there(path):
            return []
        with _opened(path, self._wait) as connection:
            connection.execute("BEGIN")
            if not _is_ready(connection, path):
                return []
            rows = connection.execute(statement, (_milliseconds(self._clock()),)).fetchall()
        return [secret(bytes(row[0])) for row in rows]

    def clear(self) -> None:
        """Forget all; what is forgotten is overwritten.

        Programs that run go on with the tokens that they hold.

        Raises:
            StoreFailed: If that cannot be done.
        """

        def change(connection: Connection) -> None:
            connection.execute("DELETE FROM record")

        path = self._path()
        if self._is_there(path):
            self._change(path, change)

    def lock(self, key: str, timeout: float) -> AbstractContextManager[None]:
        """See `CacheStore.lock`. Of 4096 keys, two share a lock: do not nest them."""
        if not _KEY.compiled.fullmatch(key):
            raise ValueError("A key is 64 hex digits.")
        return self._lock(key[:3], timeout)

    @contextmanager
    def _lock(self, name: str, timeout: float) -> Iterator[None]:
        path = self._path()
        files.make_directory(path.parent)
        with locks.held(path.with_name(f"{path.name}-locks") / f"{name}.lock", timeout):
            yield

    def _path(self) -> Path:
        return self._given or files.default_directory() / FILE

    def _is_there(self, path: Path) -> bool:
        return files.check_directory(path.parent) and files.check_file(path)

    def _read(self, path: Path, key: str) -> bytes | None:
        statement = "SELECT record FROM record WHERE key = ? AND expires > ?"
        if not self._is_there(path):
            return None
        with _opened(path, self._wait) as connection:
            connection.execute("BEGIN")
            if not _is_ready(connection, path):
                return None
            row = connection.execute(statement, (key, _milliseconds(self._clock()))).fetchone()
        return secret(row[0]) if row and isinstance(row[0], bytes) else None

    def _change(self, path: Path, change: Callable[[Connection], T]) -> T:
        def attempt() -> T:
            with _GATE:  # SQLite loses its locks where another descriptor of the file is closed
                files.make_file(path)
            with _opened(path, self._wait) as connection:
                connection.execute("BEGIN IMMEDIATE")
                if not _is_ready(connection, path):
                    _prepare(connection)
                answer = change(connection)
                connection.execute("COMMIT")
            return answer

        with self._lock("write", self._wait):  # nobody moves the file meanwhile
            try:
                return attempt()
            except Damaged as damage:
                _move_aside(path, damage)
            return attempt()

    def _forget_old(self, connection: Connection) -> None:
        connection.execute("DELETE FROM record WHERE expires <= ?", (_milliseconds(self._clock()),))


@contextmanager
def _opened(path: Path, wait: float) -> Iterator[Connection]:
    """Open the file, which is there, for one transaction; what is not committed is undone."""
    try:
        with FORKS_WAIT:
            import sqlite3  # noqa: PLC0415 - a Python may have none
    except ImportError:
        problem = StoreFailed("This Python was built without SQLite: use another store.")
    else:
        with _GATE:
            try:
                with closing(_connected(path, wait)) as connection:
                    yield connection
            except sqlite3.Error as cause:
                raise explained(cause, path) from cause
        return
    raise problem


def _connected(path: Path, wait: float) -> Connection:
    import sqlite3  # noqa: PLC0415 - as _opened

    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=wait, isolation_level=None
    )
    connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
    return connection


def _is_ready(connection: Connection, path: Path) -> bool:
    """Tell whether records can be in there.

    Raises:
        StoreFailed: If it is something else, or of a later release.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION:
        if version > VERSION:
            raise StoreFailed(
                f"{path} was written by a later release of ksclient: upgrade this one, or name "
                "another file."
            )
        return bool(version == VERSION)
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application or version or tables:
        raise StoreFailed(f"{path} is the database of something else: name another file.")
    return False


def _prepare(connection: Connection) -> None:
    connection.execute("DROP TABLE IF EXISTS record")
    connection.execute(
        "CREATE TABLE record (key TEXT PRIMARY KEY, record BLOB NOT NULL, expires INTEGER NOT NULL)"
    )
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _move_aside(path: Path, damage: Damaged) -> None:
    """Have a damaged file at another name, and nothing that SQLite would add to the next one."""
    aside = path.with_name(f"{path.name}.damaged")
    try:
        for suffix in ("-journal", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.replace(aside)
    except FileNotFoundError:
        return
    except OSError as cause:
        raise files.explained(cause, path) from cause
    telling.LOG.warning("%s It is kept as %s, and a new one is begun.", damage, aside)


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND
