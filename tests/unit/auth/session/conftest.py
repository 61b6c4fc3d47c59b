"""Doubles for sessions: servers that misbehave by script, sends, clocks, plugins."""

from __future__ import annotations

import io
import socket
import struct
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.structures import CaseInsensitiveDict

import ksclient
from ksclient.auth.session.call import Call, Reply

_PACKAGE = str(Path(ksclient.__file__).parent)

Step = Callable[[socket.socket], bool]
"""What a server does once it has read a request; True keeps the connection open."""


@dataclass
class Seen:
    """A request as it came in."""

    method: str
    path: str
    headers: Any
    body: bytes
    raw: bytes


@dataclass
class ScriptedServer:
    """Answers each request with the next step of its script, and keeps what it was sent."""

    listener: socket.socket
    script: deque[Step]
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    unexpected: list[Seen] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        host, port = self.listener.getsockname()
        return f"http://{host}:{port}"

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                while (request := _read_request(stream)) is not None:
                    if not self.script:
                        self.unexpected.append(request)
                        return
                    step = self.script.popleft()
                    self.seen.append(request)
                    if not step(connection):
                        return
            except OSError:
                return

    def close(self) -> None:
        self.over.set()
        self.listener.close()


def _read_request(stream: Any) -> Seen | None:
    start = stream.readline()
    if not start:
        return None
    head = b""
    while (line := stream.readline()) not in {b"\r\n", b""}:
        head += line
    headers = BytesParser().parsebytes(head)
    body = stream.read(int(headers.get("Content-Length") or 0))
    method, path, _ = start.decode("latin-1").split(" ", 2)
    return Seen(method, path, headers, body, start + head + body)


class Steps:
    """Makes the steps of a script."""

    @staticmethod
    def answer(
        status: int = 200,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        reason: str = "Fine",
    ) -> Step:
        lines = {"Content-Length": str(len(body)), **(headers or {})}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        text = f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode() + body
        return Steps.send(text, keep_open=True)

    @staticmethod
    def redirect(location: str, status: int = 302) -> Step:
        return Steps.answer(status, headers={"Location": location})

    @staticmethod
    def send(raw: bytes, *, keep_open: bool = False) -> Step:
        def step(connection: socket.socket) -> bool:
            connection.sendall(raw)
            return keep_open

        return step

    @staticmethod
    def reset(connection: socket.socket) -> bool:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    @staticmethod
    def silence(event: threading.Event) -> Step:
        def step(connection: socket.socket) -> bool:
            event.wait(10)
            return False

        return step

    @staticmethod
    def drip(head: bytes, body: bytes, event: threading.Event, pause: float) -> Step:
        """Send *body* byte by byte, *pause* seconds apart, until *event*."""

        def step(connection: socket.socket) -> bool:
            connection.sendall(head)
            for byte in body:
                connection.sendall(bytes([byte]))
                if event.wait(pause):
                    break
            return False

        return step


@pytest.fixture
def steps() -> type[Steps]:
    return Steps


@pytest.fixture
def serve() -> Iterator[Callable[..., ScriptedServer]]:
    """Start servers on loopback; at the end, no request may have come that no script knew."""
    servers: list[ScriptedServer] = []

    def start(*script: Step, host: str = "127.0.0.1") -> ScriptedServer:
        server = ScriptedServer(socket.create_server((host, 0)), deque(script))
        servers.append(server)
        threading.Thread(target=server.serve, daemon=True).start()
        return server

    yield start
    for server in servers:
        server.close()
    assert [request.raw for server in servers for request in server.unexpected] == []


@pytest.fixture
def dead_url() -> str:
    """Where nobody listens: a connection is refused at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"http://127.0.0.1:{port}"


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
