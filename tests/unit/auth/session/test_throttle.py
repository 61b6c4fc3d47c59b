"""A call holds the semaphore while it is on the wire, and gives it back whatever happens."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.session import NoOpSemaphore, Session
from ksclient.auth.session.call import Call
from ksclient.auth.session.throttle import throttled
from tests.servers import scripted


class Gate:
    """Counts who went in and out."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def __enter__(self) -> None:
        self.log.append("in")

    def __exit__(self, *_error: object) -> None:
        self.log.append("out")


@pytest.mark.parametrize("error", [None, exceptions.ConnectFailure(), KeyboardInterrupt()])
def test_the_semaphore_is_held_during_the_call_and_given_back(error: Any, response: Any) -> None:
    gate = Gate()

    def send(call: Call) -> Any:
        gate.log.append("sent")
        if error:
            raise error
        return response()

    with contextlib.suppress(exceptions.ConnectFailure, KeyboardInterrupt):
        throttled(send, gate)(Call("GET", "http://a.example/"))

    assert gate.log == ["in", "sent", "out"]


def test_each_try_waits_its_turn(serve: Any) -> None:
    gate = Gate()
    server = serve(scripted.answer(503), scripted.redirect("/x"), scripted.answer(200))

    Session(rate_semaphore=gate).get(
        server.url, status_code_retries=1, status_code_retry_delay=0.001
    )

    assert gate.log == ["in", "out"] * 3


def test_a_calls_own_semaphore_replaces_the_sessions(requests_mock: Any) -> None:
    sessions, calls = Gate(), Gate()
    requests_mock.get("http://a.example/")

    Session(rate_semaphore=sessions).get("http://a.example/", rate_semaphore=calls)

    assert (sessions.log, calls.log) == ([], ["in", "out"])


def test_the_default_lets_everyone_in() -> None:
    gate = NoOpSemaphore()

    with gate, gate:
        pass
