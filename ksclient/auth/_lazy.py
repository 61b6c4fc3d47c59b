"""Modules that an import leaves out, and that the first session, plugin or client loads.

A module names such a one at its top, and writes ``logging.getLogger`` as ever::

    if TYPE_CHECKING:
        import logging
    else:
        logging = later("logging", __name__)

What is named so waits for `load_waiting`, which sessions, plugins and clients call when they are
made. So nothing of them is loaded amid a request, when another thread could fork. What few programs
need is loaded when it is needed, as `ksclient.auth._fork_lock` says.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

_waiting: dict[_Waiting, None] = {}
"""What waits, in order; a dictionary, since threads may take the same one away at once."""


def later(name: str, asker: str) -> Any:
    """Return what stands for the module *name* until that is loaded.

    Args:
        name: The full name of a module.
        asker: The ``__name__`` of the module that keeps the result, where the module itself takes
            its place in the end.
    """
    waiting = _Waiting(name, asker)
    _waiting[waiting] = None
    return waiting


def load_waiting() -> None:
    """Load all modules that wait, in this thread or after another that does it now."""
    while _waiting:
        for each in tuple(_waiting):
            each.load()


class _Waiting:
    """Stands for a module, and loads it when it is asked for something."""

    def __init__(self, name: str, asker: str) -> None:
        self._name = name
        self._asker = asker

    def load(self) -> ModuleType:
        """Load the module, and put it where this stood for it."""
        module = import_module(self._name)
        namespace = vars(sys.modules.get(self._asker, module))
        for name, value in list(namespace.items()):
            if value is self:
                namespace[name] = module
        _waiting.pop(self, None)  # not before: who finds none waiting goes on
        return module

    def __getattr__(self, name: str) -> Any:
        return getattr(self.load(), name)

    def __repr__(self) -> str:
        return f"<module {self._name!r}, not loaded yet>"


def door(package: str, rooms: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a ``__getattr__`` for a *package*, which loads what is asked of it.

    Args:
        package: Its ``__name__``.
        rooms: The names that it gives, and the module beneath it that has each. Where they are the
            same, it is the module itself that is given.
    """

    def get(name: str) -> Any:
        if name not in rooms:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        room = import_module(f"{package}.{rooms[name]}")
        return room if name == rooms[name] else getattr(room, name)

    return get
