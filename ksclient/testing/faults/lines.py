"""One line of the script: what happens, and to which requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from ksclient.testing.faults import arguments
from ksclient.testing.faults.errors import FaultError
from ksclient.testing.faults.kinds import Fault

Api = Literal["public", "admin"]

_METHODS = frozenset({"*", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


@dataclass(eq=False)
class Line:
    """One line of the script.

    Attributes:
        times: How often it still happens. None for ever.
        after: How many requests that it fits it still lets through.
    """

    fault: Fault
    method: str
    path: str
    api: Api | None
    times: int | None
    after: int
    happened: int = field(default=0)
    """How often it has happened."""

    def __str__(self) -> str:
        return f"{self.fault!r} on={f'{self.method} {self.path}'!r}"

    def fits(self, api: Api, method: str, path: str) -> bool:
        """Tell whether it is about such a request."""
        return (
            self.api in {None, api}
            and self.method in {"*", method}
            and fnmatchcase(_below_version(path), self.path)
        )

    def is_due(self) -> bool:
        """Count a request that it fits; tell whether it happens to it."""
        if self.after:
            self.after -= 1
            return False
        if self.times == 0:
            return False
        self.times = None if self.times is None else self.times - 1
        self.happened += 1
        return True


def lines(
    faults: tuple[Fault, ...], on: str, api: Api | None, *, times: int | None, after: int
) -> list[Line]:
    """Return a line for each fault.

    Raises:
        FaultError: If there is no fault, or one of the others cannot be.
        TypeError: If one is no fault, or one of the others is of another type.
    """
    if not faults:
        raise FaultError("Name a fault, such as ksclient.testing.faults.Drop().")
    for fault in faults:
        if not isinstance(fault, Fault):
            raise TypeError(f"{fault!r} is no fault: make one, such as Drop().")
    arguments.has_type("on", on, str)
    arguments.has_type("after", after, int)
    if times is not None:
        arguments.has_type("times", times, int)
    method, path = _requests(on)
    if api not in {None, "public", "admin"}:
        raise FaultError(f"There is no api {api!r}: it is 'public', 'admin' or None.")
    if (times is not None and times < 1) or after < 0:
        raise FaultError("times= is at least 1, or None for ever; after= is at least 0.")
    return [Line(fault, method, path, api, times, after) for fault in faults]


def _requests(on: str) -> tuple[str, str]:
    """Return the method and the path of the requests that are meant."""
    method, _, path = f"* {on}".partition(" ") if on.startswith("/") else on.partition(" ")
    if method not in _METHODS or (path and not path.startswith(("/", "*"))):
        raise FaultError(
            f"on={on!r} names no requests. It looks like 'POST /tokens', 'GET /users/*' or '*'."
        )
    if "?" in path:
        raise FaultError(f"on={on!r} has a query: leave it out, requests are told by their path.")
    return method, _below_version(path or "*")


def _below_version(path: str) -> str:
    """Return a path as it is below ``/v2.0``, without the slash at its end, or doubled ones."""
    tidy = re.sub("/{2,}", "/", path)
    return re.sub(r"^/v2\.0(?=[/*]|$)", "", tidy).rstrip("/") or "/"
