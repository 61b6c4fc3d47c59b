"""Doubles for sessions: servers with scripts, sends, clocks, plugins."""

from __future__ import annotations

import io
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.structures import CaseInsensitiveDict

import ksclient
from ksclient.auth.session.call import Call, Reply
from tests.servers import scripted
from tests.servers.scripted import ScriptedServer, Step

_PACKAGE = str(Path(ksclient.__file__).parent)


@pytest.fixture
def serve() -> Iterator[Callable[..., ScriptedServer]]:
    """Start servers on loopback; at the end, no request may have come that no script knew."""
    servers: list[ScriptedServer] = []

    def start(*steps: Step, host: str = "127.0.0.1") -> ScriptedServer:
        server = scripted.listening(*steps, host=host, repeats_last=False)
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.close()
    assert [request.raw for server in servers for request in server.unexpected] == []


@pytest.fixture
def dead_url() -> str:
    """Where nobody listens: a connection is refused at once."""
    return scripted.dead_url()


def make_response(
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    url: str = "http://a.example/",
) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers = CaseInsensitiveDict(headers or {})
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    response.raw = io.BytesIO(body)
    response.url = url
    response.elapsed = timedelta(seconds=1)
    response.request = requests.Request("GET", url).prepare()
    return response


@pytest.fixture
def response() -> Callable[..., requests.Response]:
    return make_response


def everything_shown(error: BaseException) -> str:
    """Return what a traceback shows of *error*: messages, and the locals of ksclient's frames."""
    parts: list[str] = []
    waiting: list[BaseException | None] = [error, getattr(error, "original", None)]
    for one in waiting:
        if one is None:
            continue
        parts += [repr(one), str(one), repr(one.args), repr(getattr(one, "__notes__", None))]
        captured = traceback.TracebackException.from_exception(one, capture_locals=True)
        parts += [
            f"{frame.name}: {frame.locals}"
            for frame in captured.stack
            if frame.filename.startswith(_PACKAGE)
        ]
        waiting += [e for e in (one.__cause__, one.__context__) if e not in waiting]
    return "\n".join(parts)


@pytest.fixture
def shown() -> Callable[[BaseException], str]:
    return everything_shown


class FakeSend:
    """Gives the scripted answers in turn, raises those that are errors, and refuses more."""

    def __init__(self, *answers: requests.Response | Exception) -> None:
        self.answers = list(answers)
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Reply:
        self.calls.append(call)
        assert self.answers, f"one call too many: {call!r}"
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Reply(answer, call)


@pytest.fixture
def fake_send() -> type[FakeSend]:
    return FakeSend


class FakeClock:
    """Stands still until it is told to go on, or sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class TokenPlugin:
    """Fulfils keystoneauth1's contract, and nothing more: gives tokens t1, t2, … in turn."""

    def __init__(self, header: str = "X-Auth-Token", prefix: str = "token-of-plugin-") -> None:
        self.header = header
        self.prefix = prefix
        self.logins = 0
        self.current: str | None = None
        self.calls: list[str] = []
        self._lock = threading.Lock()

    def get_headers(self, session: Any) -> dict[str, str] | None:
        with self._lock:
            if self.current is None:
                self.logins += 1
                self.current = f"{self.prefix}{self.logins}"
            return {self.header: self.current}

    def invalidate(self) -> bool:
        with self._lock:
            self.calls.append("invalidate")
            had, self.current = self.current, None
            return had is not None

    def get_connection_params(self, session: Any) -> dict[str, Any]:
        return {}

    def get_endpoint(self, session: Any, **kwargs: Any) -> str | None:
        self.calls.append(f"get_endpoint {kwargs}")
        return "http://endpoint.example/v2.0/"

    def get_project_id(self, session: Any) -> str | None:
        return "project-1"

    def get_user_id(self, session: Any) -> str | None:
        return None


@pytest.fixture
def token_plugin() -> type[TokenPlugin]:
    return TokenPlugin
