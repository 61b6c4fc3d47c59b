"""When something goes wrong: a list of what is to happen to which requests."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Response

from ksclient.testing.faults.kinds import Fault
from ksclient.testing.faults.lines import Api, Line, lines
from ksclient.testing.faults.scene import Scene

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from ksclient.testing.keystone import Keystone


class Faults:
    """The script of one cloud. Threads may share it.

    Args:
        sleep: Waits for so many seconds. None for what `hurried` ends.
    """

    def __init__(self, *, sleep: Callable[[float], object] | None = None) -> None:
        self._hurry = threading.Event()
        self._sleep = sleep or self._wait
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
                path is that below ``/v2.0``, which may be in front of it, and has no query; ``*``
                in it stands for anything.
            api: Which application is asked. None for both.
            times: How often. None for ever.
            after: How many such requests are let through before.

        Returns:
            The line, which tells how often it has ``happened``; of several faults, the first's.

        Raises:
            FaultError: If *on*, *times* or *after* cannot be.
            TypeError: If one is no fault.
        """
        return self._add(lines(faults, on, api, times=times, after=after))[0]

    @contextmanager
    def during(self, *faults: Fault, on: str = "*", api: Api | None = None) -> Iterator[Line]:
        """Have something go wrong with all such requests of a block; see `script`."""
        added = self._add(lines(faults, on, api, times=None, after=0))
        try:
            yield added[0]
        finally:
            with self._lock:
                self._lines = [each for each in self._lines if each not in added]

    def _add(self, added: list[Line]) -> list[Line]:
        with self._lock:
            self._lines += added
        return added

    def clear(self) -> None:
        """Forget what is scripted: nothing goes wrong any more."""
        with self._lock:
            self._lines.clear()

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Have nothing wait during a block, neither what waits by then."""
        self._hurry.set()
        try:
            yield
        finally:
            self._hurry.clear()

    def _wait(self, seconds: float) -> None:
        self._hurry.wait(min(seconds, threading.TIMEOUT_MAX))

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
                answer = partial(_answer_of, fault, scene)
            return answer()(environ, start_response)

        return troubled

    def _due(self, api: Api, method: str, path: str) -> list[Fault]:
        with self._lock:
            return [
                line.fault for line in self._lines if line.fits(api, method, path) and line.is_due()
            ]


def _answer_of(fault: Fault, scene: Scene) -> Response:
    """Have a fault happen, and return what is sent; that it failed, if somebody's own did.

    Raises:
        HungUp: If nothing more is sent.
    """
    try:
        return _checked(fault, fault.happen(scene))
    except (ClientDisconnected, ConnectionError):
        raise  # there is nobody to answer
    except Exception as problem:
        if not scene.is_connected:
            raise  # to the test itself, which called the application
        scene.environ["wsgi.errors"].write(traceback.format_exc())
        if scene.has_sent:
            scene.hang_up()
        text = f"A fault of the test cloud failed: {type(problem).__name__}: {problem}"
        return Response(text, 500, content_type="text/plain; charset=utf-8")


def _checked(fault: Fault, answered: object) -> Response:
    """Return what a fault answered with, if that can be sent."""
    if not isinstance(answered, Response):
        raise TypeError(
            f"{type(fault).__name__}.happen returned a {type(answered).__name__}, "
            "and not a werkzeug Response such as scene.answer()."
        )
    return answered
