"""Servers on loopback that take their time, hang up, or send too much: no HTTP library inside."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from typing import Any

PATIENCE = 30.0
"""Seconds after which a server lets go of a client that should have given up long before."""


@dataclass
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: Any
    body: bytes


@dataclass
class Talk:
    """One connection, as a step sees it."""

    connection: socket.socket
    over: threading.Event
    """Set when the test is over."""

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def drip(self, data: Iterable[bytes], pause: float = 0.01) -> None:
        """Send *data* piece by piece, until the test is over."""
        for piece in data:
            self.send(piece)
            if self.over.wait(pause):
                return


Step = Callable[[Talk], object]
"""What a server does once it has read a request; False closes the connection."""


@dataclass
class TimeServer:
    """Answers each request with the next step; the last one is for all that come after."""

    listener: socket.socket
    steps: list[Step]
    reads_requests: bool = True
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    connections: int = 0
    host: str = ""
    """Host and port."""

    def __post_init__(self) -> None:
        self.host = "{}:{}".format(*self.listener.getsockname())

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        talk = Talk(connection, self.over)
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as stream:
            if not self.reads_requests:
                self.steps[0](talk)
                return
            while (asked := _read(stream)) is not None:
                self.asked.append(asked)
                step = self.steps[min(len(self.asked), len(self.steps)) - 1]
                if step(talk) is False:
                    return

    def close(self) -> None:
        self.over.set()
        # A thread that waits in accept() is not woken by close().
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def _read(stream: Any) -> Asked | None:
    start = stream.readline()
    if not start:
        return None
    head = b""
    while (line := stream.readline()) not in {b"\r\n", b""}:
        head += line
    headers = BytesParser().parsebytes(head)
    body = stream.read(int(headers.get("Content-Length") or 0))
    method, path, _ = start.decode("latin-1").split(" ", 2)
    return Asked(method, path, headers, body)


@contextlib.contextmanager
def serving(*steps: Step, reads_requests: bool = True) -> Iterator[TimeServer]:
    """Run a server in threads until the block ends."""
    server = TimeServer(socket.create_server(("127.0.0.1", 0)), list(steps), reads_requests)
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.close()


def dead_url() -> str:
    """Return where nobody listens: a connection is refused at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return "http://{}:{}".format(*listener.getsockname())


# --- steps ---------------------------------------------------------------------------------------


def answer(status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Step:
    """Answer at once, and keep the connection."""
    lines = {"Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    raw = f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode() + body
    return lambda talk: talk.send(raw)


def document(content: Any, status: int = 200) -> Step:
    """Answer with JSON."""
    return answer(status, json.dumps(content).encode(), {"Content-Type": "application/json"})


def token(token_id: str = "a-token") -> Step:
    """Answer as a login does."""
    expires = datetime.now(UTC) + timedelta(hours=1)
    issued = {"id": token_id, "expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ")}
    user = {"id": "u", "name": "me", "roles": []}
    return document({"access": {"token": issued, "user": user, "serviceCatalog": []}})


def raw(data: bytes) -> Step:
    """Send bytes, HTTP or not, and hang up."""

    def step(talk: Talk) -> bool:
        talk.send(data)
        return False

    return step


def silence(talk: Talk) -> bool:
    """Say nothing until the test is over."""
    talk.over.wait(PATIENCE)
    return False


def dripping(head: bytes, pieces: Iterable[bytes]) -> Step:
    """Send *head* at once and *pieces* slowly: they would take minutes."""

    def step(talk: Talk) -> bool:
        talk.send(head)
        talk.drip(pieces)
        return False

    return step


def later(event: threading.Event, step: Step) -> Step:
    """Do *step* when *event* is set."""

    def wait(talk: Talk) -> object:
        event.wait(PATIENCE)
        return step(talk)

    return wait
