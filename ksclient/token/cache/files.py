"""Files and directories that are this user's, and that nobody else can write."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.token.cache.errors import StoreFailed

_REASONS = {
    errno.EACCES: "this user may not: give it the right to, or name another place.",
    errno.EPERM: "this user may not: give it the right to, or name another place.",
    errno.EROFS: "the file system is read-only: name another place.",
    errno.ENOSPC: "the disk is full: make room, or name another place.",
    errno.EDQUOT: "the user's quota is used up: make room, or name another place.",
    errno.ENOTDIR: "something above it is no directory: name another place.",
    errno.ELOOP: "it is a symbolic link: remove it, or name the place that it points to.",
    errno.ENAMETOOLONG: "the name is too long: name another place.",
    errno.ENOLCK: "the file system has no locks: name a place on a local disk.",
    errno.ENOSYS: "the file system has no locks: name a place on a local disk.",
    errno.EOPNOTSUPP: "the file system has no locks: name a place on a local disk.",
    errno.EMFILE: "this process has too many open files.",
}


def default_directory() -> Path:
    """Return the directory for what this user's programs cache; it may not be there yet.

    Raises:
        StoreFailed: If it takes platformdirs, which is not installed, if the user has no home, or
            if root runs with the home of somebody else.
    """
    cache = plain_cache(sys.platform, os.environ)
    directory = _asked_for_directory() if cache is None else cache / "ksclient"
    check_home(directory, _user())
    return directory


def plain_cache(platform: str, environ: Mapping[str, str]) -> Path | None:
    """Return where a user's caches are; None where that is not plain to see.

    On Linux, where most scripts start, two variables say it. To load platformdirs, which knows all
    systems, takes longer than to read a token.

    Args:
        platform: The system, as `sys.platform` names it.
        environ: The environment.
    """
    if platform != "linux" or "ANDROID_ROOT" in environ:
        return None
    if cache := environ.get("XDG_CACHE_HOME"):
        return Path(cache) if cache.startswith("/") else None
    home = environ.get("HOME", "")
    return Path(home, ".cache") if home.startswith("/") else None


def _asked_for_directory() -> Path:
    """Return what platformdirs says.

    Raises:
        StoreFailed: If it is not installed, or knows no home of this user.
    """
    try:
        with FORKS_WAIT:
            from platformdirs import user_cache_path  # noqa: PLC0415 - many do without
    except ImportError:
        problem = StoreFailed(
            "The library platformdirs, which knows where a user's cache is, is not installed: "
            "pip install 'ksclient[cache]'"
        )
    else:
        try:
            return user_cache_path("ksclient", appauthor=False)
        except RuntimeError:
            problem = StoreFailed(
                "This user has no home directory: set HOME or XDG_CACHE_HOME, or name a file."
            )
    raise problem


def check_home(directory: Path, user: int | None) -> None:
    """Refuse root a place in somebody else's home, as sudo may leave it in HOME.

    What root makes there, its owner's own programs cannot use; often that is all of their cache.

    Args:
        directory: The place, which may not be there yet.
        user: The number of the user that runs; None where users have none.

    Raises:
        StoreFailed: If that is root, and the place, or what is nearest above it, is not root's.
    """
    if user != 0:
        return
    above, owner = _nearest(directory)
    if owner != 0:
        raise StoreFailed(
            f"{above} belongs to user {owner}, and this program runs as root: set HOME or "
            "XDG_CACHE_HOME to root's own, or name a file."
        )


def make_directory(path: Path) -> None:
    """Make a directory with mode 0700, and those above it, where they are missing.

    Raises:
        StoreFailed: If that cannot be done, or what is there is not to be trusted.
    """
    try:
        _make(path)
    except OSError as cause:
        raise explained(cause, path) from cause
    check_directory(path)


def check_directory(path: Path) -> bool:
    """Tell whether there is a directory.

    Raises:
        StoreFailed: If it is not to be trusted, or if that cannot be told.
    """
    return _check(path, is_directory=True)


def make_file(path: Path) -> None:
    """Make an empty file with mode 0600, whatever the umask is, where there is none.

    Raises:
        StoreFailed: If that cannot be done, or what is there is not to be trusted.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        check_file(path)
        return
    except OSError as cause:
        raise explained(cause, path) from cause
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def check_file(path: Path) -> bool:
    """Tell whether there is a file. One that others can read, they cannot afterwards.

    The file is not opened: SQLite loses its locks where another descriptor of it is closed.

    Raises:
        StoreFailed: If it is not to be trusted, or if that cannot be told.
    """
    return _check(path, is_directory=False)


def refusal(status: os.stat_result, *, is_directory: bool, user: int | None) -> str | None:
    """Return why a file or a directory is not to be trusted, and what to do; None if it is.

    Args:
        status: What `os.lstat` tells of it.
        is_directory: Whether it should be a directory.
        user: The number of the user that it should belong to. None where users have none.
    """
    kind = "directory" if is_directory else "file"
    right = stat.S_ISDIR if is_directory else stat.S_ISREG
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link: remove it, or name the place that it points to."
    if not right(status.st_mode):
        return f"is no {kind}: remove it, or name another place."
    if user is None:
        return None
    if status.st_uid != user:
        return (
            f"belongs to user {status.st_uid}, and this program runs as {user}: "
            "each user needs a place of its own."
        )
    if status.st_mode & 0o022:
        mode = "700" if is_directory else "600"
        return f"can be written by others: look who did, then chmod {mode}, or name another place."
    return None


def explained(cause: OSError, path: Path) -> StoreFailed:
    """Return the error to raise for what the system said of *path*."""
    reason = _REASONS.get(cause.errno or 0, f"{cause.strerror or type(cause).__name__}.")
    return StoreFailed(f"{path} cannot be used: {reason}")


def _check(path: Path, *, is_directory: bool) -> bool:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return False
    except OSError as cause:
        raise explained(cause, path) from cause
    user = _user()
    reason = refusal(status, is_directory=is_directory, user=user)
    if reason:
        raise StoreFailed(f"{path} {reason}")
    if not is_directory and user is not None and status.st_mode & 0o077:
        _hide(path)
    return True


def _nearest(path: Path) -> tuple[Path, int]:
    """Return *path*, or what is nearest above it and exists, and the number of its owner."""
    try:
        return path, path.stat().st_uid
    except OSError:
        if path == path.parent:
            raise
    return _nearest(path.parent)


def _user() -> int | None:
    """Return the number of the user that runs this program; None where users have none."""
    return os.geteuid() if hasattr(os, "geteuid") else None


def _hide(path: Path) -> None:
    try:
        path.chmod(0o600)
    except FileNotFoundError:
        return
    except OSError as cause:
        raise explained(cause, path) from cause


def _make(path: Path) -> None:
    try:
        path.mkdir(0o700)
    except FileExistsError:
        return
    except FileNotFoundError:
        if path.parent == path:
            raise
        _make(path.parent)
        _make(path)
        return
    if os.lstat(path).st_mode & 0o777 != 0o700:  # the umask took something, or an ACL gave
        path.chmod(0o700)
