"""Which of our errors an error of SQLite becomes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ksclient.token.cache.errors import StoreFailed

if TYPE_CHECKING:
    import sqlite3

_ELSEWHERE = "name a file on a local disk that this user may write."

_SENTENCES = {
    "SQLITE_BUSY": "is locked by another program for too long.",
    "SQLITE_LOCKED": "is locked by another program for too long.",
    "SQLITE_FULL": "cannot grow, the disk is full: make room, or name another place.",
    "SQLITE_READONLY": f"cannot be written: {_ELSEWHERE}",
    "SQLITE_PERM": f"cannot be written: {_ELSEWHERE}",
    "SQLITE_CANTOPEN": f"cannot be opened: {_ELSEWHERE}",
    "SQLITE_IOERR": f"cannot be read, written or locked: {_ELSEWHERE}",
    "SQLITE_PROTOCOL": f"cannot be locked: {_ELSEWHERE}",
    "SQLITE_NOLFS": f"is too large for its file system: {_ELSEWHERE}",
}

_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_MISMATCH"}
"""SQLITE_ERROR is of statements that do not fit the tables, which the version says are ours."""


class Damaged(StoreFailed):
    """What is in the file is no cache of ours, or no longer."""


def explained(cause: sqlite3.Error, path: Path) -> StoreFailed:
    """Return the error to raise for what SQLite said of the file *path*."""
    name = getattr(cause, "sqlite_errorname", "")
    kind = "_".join(name.split("_")[:2])
    if kind in _DAMAGED:
        return Damaged(f"{path} is damaged ({name}).")
    sentence = _SENTENCES.get(kind, "cannot be used.")
    return StoreFailed(f"{path} {sentence} SQLite says {name or type(cause).__name__}.")
