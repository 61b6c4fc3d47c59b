"""Tell servers who is calling: the application, then this library, then what it stands on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from types import FrameType

from ksclient._version import __version__

_FOUNDATIONS = frozenset({"debtcollector", "keystoneauth1", "keystoneclient", "ksclient"})
"""Packages that stand between the application and the wire."""

_PYTHONS = {"cpython": "CPython", "pypy": "PyPy"}
"""What ``platform`` calls them, which takes long to load."""


@cache
def default_user_agent() -> str:
    """Return the part of the header that names this library and what it runs on."""
    import requests  # noqa: PLC0415 - loaded with the first session

    return (
        f"ksclient/{__version__} {requests.utils.default_user_agent()} "
        f"{_PYTHONS.get(sys.implementation.name, sys.implementation.name)}/{sys.version.split()[0]}"
    )


def compose(products: Iterable[tuple[str | None, str | None]]) -> str:
    """Return the header for *products*, pairs of name and version, most significant first.

    Pairs without a name are passed over. Without any product, the program's own name stands
    first.
    """
    named = [f"{name}/{version}" if version else name for name, version in products if name]
    if not named:
        named = [name for name in [program_name()] if name]
    return " ".join([*named, default_user_agent()])


def program_name() -> str:
    """Return the name of the running program; empty if it cannot be told."""
    name = os.path.basename(sys.argv[0]) if sys.argv else ""  # noqa: PTH119 - no path, a string
    return _calling_package() if name == "mod_wsgi" else name


def _calling_package() -> str:
    """Return the name of the first package up the stack that is no foundation."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the documented way to the stack
    while frame is not None:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package and package not in _FOUNDATIONS:
            return package
        frame = frame.f_back
    return ""
