"""Which methods of managers and resources the tests have called, and over which sessions."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import ksclient.v2_0
from ksclient.base import Resource

if TYPE_CHECKING:
    import pytest

SERVER_METHODS = ("get", "delete")
"""What any resource inherits and asks the server for."""


class MethodCalls:
    """Notes each call of a public method that returned.

    Attributes:
        returned: The names, such as ``UserManager.get``, each with the name of the library
            whose session was used.
    """

    def __init__(self) -> None:
        self.returned: set[tuple[str, str]] = set()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Note calls from now on, until *monkeypatch* is undone."""
        for name, owner, method in public_methods():
            monkeypatch.setattr(owner, method.__name__, self._noting(name, method), raising=False)

    def _noting(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def noting(self_: Any, *args: Any, **kwargs: Any) -> Any:
            result = method(self_, *args, **kwargs)
            self.returned.add((name, _library_of(self_)))
            return result

        return noting


def public_methods() -> Iterator[tuple[str, type, Callable[..., Any]]]:
    """Yield the name, the class and the function of each method that talks to a server."""
    for module in pkgutil.iter_modules(ksclient.v2_0.__path__, "ksclient.v2_0."):
        for class_name, owner in inspect.getmembers(
            importlib.import_module(module.name), inspect.isclass
        ):
            if owner.__module__ == module.name and class_name != "Client":
                for name, method in inspect.getmembers(owner, inspect.isfunction):
                    if not name.startswith("_") and _asks_a_server(owner, name, method):
                        yield f"{class_name}.{name}", owner, method


def _asks_a_server(owner: type, name: str, method: Callable[..., Any]) -> bool:
    if not issubclass(owner, Resource):
        return True
    return method.__module__ == owner.__module__ or name in SERVER_METHODS


def _library_of(subject: Any) -> str:
    """Return the package of the session that a manager or a resource works over."""
    manager = subject.manager if isinstance(subject, Resource) else subject
    client = getattr(manager, "client", None) or manager._client
    return type(client.session).__module__.partition(".")[0]
