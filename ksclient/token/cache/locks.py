"""Locks that are files: held by one thread of all processes, and freed when it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.token.cache import files
from ksclient.token.cache.errors import LockTimeout, StoreFailed

OLDEST = (3, 30)
"""Earlier releases of filelock removed lock files, or left locks with forked children."""

_INTERVAL = 0.02
_LONGEST = 1_000_000.0


@contextmanager
def held(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock that is the file *path*, which stays there for ever.

    A child that is forked meanwhile does not hold it, and does not free it. Locks do not nest:
    who holds one and asks for it again waits in vain.

    Args:
        path: The file, in a directory of its own that is made where it is missing.
        timeout: How many seconds to wait at most.

    Raises:
        LockTimeout: When entered, after that time.
        StoreFailed: If there can be no lock.
    """
    library = _filelock()
    files.make_directory(path.parent)
    files.make_file(path)
    lock = library.FileLock(path, mode=0o600, thread_local=False, preserve_lock_file=True)
    _acquire(library, lock, path, min(max(timeout, 0.0), _LONGEST))
    try:
        yield
    finally:
        lock.release()


def _acquire(library: Any, lock: Any, path: Path, timeout: float) -> None:
    problem: StoreFailed
    try:
        lock.acquire(timeout=timeout, poll_interval=_INTERVAL)
    except library.Timeout:
        problem = LockTimeout(f"{path} is locked by another process for more than {timeout:g} s.")
    except OSError as cause:
        problem = files.explained(cause, path)
    except NotImplementedError:
        problem = StoreFailed(f"{path} cannot be locked: name a place on a local disk.")
    except RuntimeError:  # filelock knows that this thread holds it
        problem = LockTimeout(f"{path} is locked by this very thread.")
    else:
        return
    raise problem


def _filelock() -> Any:
    """Return the library filelock.

    Raises:
        StoreFailed: If it is not installed, or too old.
    """
    try:
        with FORKS_WAIT:  # it loads asyncio: a program that finds its token does without
            import filelock  # noqa: PLC0415
    except ImportError:
        problem = StoreFailed(
            "The library filelock is not installed: pip install 'ksclient[cache]'"
        )
    else:
        version = filelock.__version__
        if tuple(int(number) for number in version.split(".")[:2]) >= OLDEST:
            return filelock
        problem = StoreFailed(
            f"filelock {version} is installed, whose locks can be lost, or stay with forked "
            "children: pip install --upgrade 'filelock>=3.30'"
        )
    raise problem
