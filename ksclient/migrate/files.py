"""Find, read and replace the files of programs."""

from __future__ import annotations

import io
import os
import stat
import tempfile
import tokenize
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SUFFIXES = (".py", ".pyi")


class FileSkipped(Exception):
    """A file is not looked at, or cannot be written; the message says why."""


@dataclass(frozen=True, slots=True)
class Program:
    """A file, as it was read.

    Attributes:
        path: Where it is.
        text: What it says, with its own ends of lines.
        encoding: In which encoding it is.
    """

    path: Path
    text: str
    encoding: str

    def write(self, text: str) -> None:
        """Replace the file at once; its encoding and permissions stay.

        Raises:
            FileSkipped: If that cannot be done.
        """
        try:
            data, mode = text.encode(self.encoding), self.path.stat().st_mode
            if not (mode & 0o222 and os.access(self.path, os.W_OK)):
                raise FileSkipped("it is read-only: make it writable, then repeat")
            _replace(self.path, data, stat.S_IMODE(mode))
        except OSError as error:
            raise FileSkipped(f"it cannot be written: {error.strerror}") from error


def _replace(path: Path, data: bytes, mode: int) -> None:
    """Put *data* in the place of a file: whoever reads it finds the old or the new one."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def programs_in(path: Path) -> Iterator[Path]:
    """Yield *path* itself if it is a file, else the Python files below it.

    Hidden folders, virtual environments and symbolic links to folders are passed over.

    Raises:
        FileSkipped: If there is nothing.
    """
    if path.is_file() or path.is_symlink():
        yield path
        return
    if not path.is_dir():
        raise FileSkipped("there is no such file or folder")
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name != "__pycache__"
            and not Path(folder, name, "pyvenv.cfg").exists()
        )
        for name in sorted(files):
            if name.endswith(_SUFFIXES):
                yield Path(folder, name)


def read(path: Path) -> Program:
    """Read a program, in the encoding that its first lines say.

    Raises:
        FileSkipped: If it is a symbolic link, or no text, or cannot be read.
    """
    if path.is_symlink():
        raise FileSkipped("it is a symbolic link: name the file that it leads to")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileSkipped(f"it cannot be read: {error.strerror}") from error
    if b"\0" in data:
        raise FileSkipped("it is no text, but binary")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return Program(path, data.decode(encoding), encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:  # the last of rot13, say
        raise FileSkipped(f"it is not in the encoding that it says: {error}") from error
