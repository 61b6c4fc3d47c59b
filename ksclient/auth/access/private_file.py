"""A file that its owner alone can read, and alone has written."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from ksclient.auth._redact import secret
from ksclient.auth.exceptions import UnusableFile

_BINARY = getattr(os, "O_BINARY", 0)
_NOT_ELSEWHERE = getattr(os, "O_NOFOLLOW", 0)
_READING = os.O_RDONLY | _BINARY | _NOT_ELSEWHERE | getattr(os, "O_NONBLOCK", 0)
_CREATING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _NOT_ELSEWHERE

_HAS_OWNERS = os.name == "posix"
"""Whether the system tells by numbers whose a file is, and who else may use it."""

_WAY_OUT = "Save the login to a file of your own, with save()."


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Make the file, or put it in the place of the one that is there, whole or not at all.

    It has mode 0600 from the start, whatever the umask is.

    Raises:
        UnusableFile: If there is something else than a file, a symbolic link say; if the path
            leads over such a link to another user's directory; if the system refuses.
    """
    content, given = secret(content), Path(path)
    try:
        target = _place(given)
        # Beside it, for one file system has both.
        temporary = target.with_name(f".{os.urandom(8).hex()}.tmp")
        try:
            _create(temporary, content)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _keep(target.parent)
    except FileNotFoundError as cause:
        raise _unusable(given, "cannot be written: its directory does not exist.") from cause
    except OSError as cause:
        raise _unusable(given, f"cannot be written: {_reason(cause)}.") from cause


def read(path: str | os.PathLike[str], max_bytes: int) -> bytes:
    """Return what is in the file.

    Args:
        path: The file.
        max_bytes: How large it may be.

    Raises:
        UnusableFile: If it is not there, is no file, or is a symbolic link; if somebody else owns
            it, can read it, or can write to it; if it is too large; if the system refuses.
    """
    given = Path(path)
    try:
        if given.is_symlink():
            raise _is_link(given)
        # What is looked at is what is read, whoever puts something else in its place meanwhile.
        descriptor = os.open(given, _READING)
        try:
            _check(given, os.fstat(descriptor))
            content = secret(_content(descriptor, max_bytes + 1))
        finally:
            os.close(descriptor)
    except FileNotFoundError as cause:
        raise _unusable(given, "does not exist. A login is saved there with save().") from cause
    except OSError as cause:
        raise _unusable(given, f"cannot be read: {_reason(cause)}.") from cause
    if len(content) > max_bytes:
        raise _unusable(given, f"is larger than {max_bytes} bytes: no login is. {_WAY_OUT}")
    return content


def _place(path: Path) -> Path:
    """Return *path* without symbolic links, if a file may be put there."""
    directory = Path(os.path.realpath(path.parent, strict=True))
    owner = directory.stat().st_uid
    is_elsewhere = directory != Path(os.path.normpath(path.parent.absolute()))
    if _HAS_OWNERS and is_elsewhere and owner not in {os.geteuid(), 0}:
        raise _unusable(
            path,
            f"is, over a symbolic link, in {directory}, a directory of another user (id {owner}). "
            f"{_WAY_OUT}",
        )
    target = directory / path.name
    with suppress(FileNotFoundError):
        mode = target.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise _is_link(path)
        if not stat.S_ISREG(mode):
            raise _unusable(path, f"is no file that can be replaced. {_WAY_OUT}")
    return target


def _create(path: Path, content: bytes) -> None:
    content = secret(content)
    with open(os.open(path, _CREATING, 0o600), "wb") as file:
        if _HAS_OWNERS:
            os.fchmod(file.fileno(), 0o600)  # a umask may have left less
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep(directory: Path) -> None:
    """Have a directory's names survive a power cut, where the file system can do that."""
    if not _HAS_OWNERS:
        return
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _content(descriptor: int, max_bytes: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as file:
        return secret(file.read(max_bytes))


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _unusable(path, f"is no regular file. {_WAY_OUT}")
    if not _HAS_OWNERS:
        return
    if status.st_uid != os.geteuid():
        raise _unusable(
            path,
            f"belongs to another user (id {status.st_uid}), who may have written anything to it. "
            f"{_WAY_OUT}",
        )
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        act = "write to" if mode & 0o022 else "read"
        raise _unusable(
            path,
            f"is open to others, who can {act} it (mode {mode:04o}), and what is in it serves as a "
            "password. Say chmod 600; if somebody may have been there, revoke the token, and save "
            "another.",
        )


def _is_link(path: Path) -> UnusableFile:
    return _unusable(path, "is a symbolic link. Name the file that it leads to.")


def _unusable(path: Path, why: str) -> UnusableFile:
    return UnusableFile(f"{path} {why}", str(path))


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "a symbolic link is in its place"
    return error.strerror or type(error).__name__
