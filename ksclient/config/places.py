"""Where configuration files are: the search path that OpenStack's programs share."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ksclient.auth._value import Value
from ksclient.config import documents
from ksclient.config.errors import ConfigError
from ksclient.config.settings import ENVIRONMENT, Origin

LOG = logging.getLogger(__name__)

SITE = Path("/etc/openstack")
"""Where a site's files are, on all systems."""


class Document(Value, unshown=("data",)):
    """A file, and what is in it."""

    path: Path
    data: Mapping[str, Any]

    @property
    def origin(self) -> Origin:
        """Where all of it stands."""
        return Origin(str(self.path), "")


def directories(environ: Mapping[str, str]) -> list[Path]:
    """Return where files are looked for, best first, for the system that this is."""
    found: list[Path] = []
    with suppress(FileNotFoundError):  # a directory that was removed meanwhile has no files
        found.append(Path.cwd())
    found += _of_system(environ, _home(environ), sys.platform)
    return list(dict.fromkeys(found))


def _home(environ: Mapping[str, str]) -> Path:
    home = environ.get("SNAP_REAL_HOME") or environ.get("HOME")
    return Path(home) if home else Path(os.path.expanduser("~"))  # noqa: PTH111 - never fails


def _of_system(environ: Mapping[str, str], home: Path, platform: str) -> Iterator[Path]:
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        yield (Path(local) if local else home / "AppData" / "Local") / "OpenStack" / "openstack"
    elif platform == "darwin":
        yield home / "Library" / "Application Support" / "openstack"
    elif config := environ.get("XDG_CONFIG_HOME"):
        yield Path(config) / "openstack"
    yield home / ".config" / "openstack"
    if platform == "win32":
        shared = environ.get("ProgramData") or environ.get("PROGRAMDATA") or "C:\\ProgramData"
        yield Path(shared) / "OpenStack" / "openstack"
    elif platform == "darwin":
        yield Path("/Library/Application Support/openstack")
    else:
        for each in (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep):
            if each:
                yield Path(each) / "openstack"
    yield SITE


def find(stem: str, environ: Mapping[str, str], variable: str | None = None) -> Document | None:
    """Return the first file of that name; None if there is none.

    Args:
        stem: The file's name without its suffix: ``clouds``, ``secure``, ``clouds-public``.
        environ: The environment.
        variable: The variable that may name the file. If it does, no other is looked for.

    Raises:
        ConfigError: If the file that *variable* names cannot be opened, or what is found cannot
            be read.
    """
    if variable and (named := environ.get(variable)):
        return _named(Path(os.path.expanduser(named)), variable)  # noqa: PTH111 - never fails
    for directory in directories(environ):
        for suffix in documents.SUFFIXES:
            path = directory / f"{stem}{suffix}"
            try:
                if path.is_file():
                    return Document(path, documents.read(path))
            except PermissionError as cause:
                # As openstacksdk does: who may not read it is not meant by it.
                LOG.info("%s is passed over: %s.", path, cause.strerror)
            except OSError as cause:
                raise _unopened(path, cause) from cause
    return None


def warn_of_readers(document: Document) -> None:
    """Log at WARNING that a file which is made for secrets can be read or written by others."""
    if os.name != "posix":
        return
    status = document.path.stat()
    mode = stat.S_IMODE(status.st_mode)
    if stat.S_ISREG(status.st_mode) and mode & 0o077:
        LOG.warning(
            "%s has secrets in it, and others can use it (mode %04o). Say: chmod 600 %s",
            document.path,
            mode,
            document.path,
        )


def _named(path: Path, variable: str) -> Document:
    try:
        return Document(path, documents.read(path))
    except OSError as cause:
        raise ConfigError(
            f"{ENVIRONMENT}: {variable} names {path}, which cannot be read: {cause.strerror}.",
            file=ENVIRONMENT,
            key=variable,
        ) from cause


def _unopened(path: Path, cause: OSError) -> ConfigError:
    return Origin(str(path), "").wrong(f"cannot be read: {cause.strerror}")
