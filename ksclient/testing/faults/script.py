"""When something goes wrong: a list of what is to happen to which requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, Literal

from werkzeug.wrappers import Response

from ksclient.testing.faults.kinds import Fault
from ksclient.testing.faults.scene import Scene

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from ksclient.testing.keystone import Keystone

Api = Literal["public", "admin"]

_METHODS = frozenset({"*", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


class FaultError(ValueError):
    """A line of the script cannot be."""


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

    def fits(self, api: Api, method: str, path: str) -> bool:
        """Tell whether it is about such a request."""
        return (
            self.api in {None, api}
            and self.method in {"*", method}
            and fnmatchcase(path.removeprefix("/v2.0") or "/", self.path)
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


class Faults:
    """The script of one cloud. Threads may share it.

    Args:
        sleep: Waits for so many seconds.
    """

    def __init__(self, *, sleep: Callable[[float], object] = time.sleep) -> None:
        self._sleep = sleep
        self._lock = threading.Lock()
        self._lines: list[Line] = []

    def script(
        self,
        *faults: Fault,
        on: str = "*",
        api: Api | None = None,
        times: int | None = 1,
        after: int = 0,
    ) -> Line:
        """Have something go wrong.

        Args:
            *faults: What; of several, the first is outermost. Scripted again, it happens again.
            on: With which requests: ``POST /tokens``, ``GET /users/*``, ``DELETE *``, ``*``. The
                path is that below ``/v2.0``, and ``*`` in it stands for anything.
            api: Which application is asked. None for both.
            times: How often. None for ever.
            after: How many such requests are let through before.

        Returns:
            The line, which tells how often it has ``happened``; of several faults, the first's.

        Raises:
            FaultError: If *on*, *times* or *after* cannot be.
            TypeError: If one is no fault.
        """
        return self._add(_lines(faults, on, api, times=times, after=after))[0]

    @contextmanager
    def during(self, *faults: Fault, on: str = "*", api: Api | None = None) -> Iterator[Line]:
        """Have something go wrong with all such requests of a block; see `script`."""
        lines = self._add(_lines(faults, on, api, times=None, after=0))
        try:
            yield lines[0]
        finally:
            with self._lock:
                self._lines = [each for each in self._lines if each not in lines]

    def _add(self, lines: list[Line]) -> list[Line]:
        with self._lock:
            self._lines += lines
        return lines

    def clear(self) -> None:
        """Forget what is scripted: nothing goes wrong any more."""
        with self._lock:
            self._lines.clear()

    def around(self, application: WSGIApplication, api: Api, keystone: Keystone) -> WSGIApplication:
        """Return an application that answers as *application*, but for what is scripted.

        Args:
            application: What answers.
            api: Which of the two it is.
            keystone: What it answers from.
        """

        def troubled(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            due = self._due(api, environ["REQUEST_METHOD"], environ["PATH_INFO"])
            if not due:
                return application(environ, start_response)
            answer = partial(Response.from_app, application, environ, buffered=True)
            for fault in reversed(due):
                scene = Scene(environ, answer, keystone, self._sleep)
                answer = partial(fault.happen, scene)
            return answer()(environ, start_response)

        return troubled

    def _due(self, api: Api, method: str, path: str) -> list[Fault]:
        with self._lock:
            return [
                line.fault for line in self._lines if line.fits(api, method, path) and line.is_due()
            ]


def _lines(
    faults: tuple[Fault, ...], on: str, api: Api | None, *, times: int | None, after: int
) -> list[Line]:
    if not faults:
        raise FaultError("Name a fault, such as ksclient.testing.faults.Drop().")
    for fault in faults:
        if not isinstance(fault, Fault):
            raise TypeError(f"{fault!r} is no fault: make one, such as Drop().")
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
    return method, path or "*"
