"""Servers that answer by a script, byte for byte: late, wrong, too much or not at all.

No HTTP library is inside, so what goes over the wire can be as broken as a test wants it.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections import deque
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
    raw: bytes


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
class ScriptedServer:
    """Answers each request with the next step of its script, and keeps what it was asked.

    Attributes:
        script: The steps to come.
        repeats_last: Whether the last step is for all requests that come after; else they are
            `unexpected`, and the connection is closed.
        reads_requests: Whether a step waits for a request, or for a connection only.
    """

    listener: socket.socket
    script: deque[Step]
    repeats_last: bool = True
    reads_requests: bool = True
    asked: list[Asked] = field(default_factory=list)
    unexpected: list[Asked] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    host: str = ""
    """Host and port."""

    def __post_init__(self) -> None:
        self.host = "{}:{}".format(*self.listener.getsockname())
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def start(self) -> None:
        """Serve in threads, until it is closed."""
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.over.set()
        # A thread that waits in accept() is not woken by close().
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self) -> None:
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
                self.script[0](talk)
                return
            while (asked := _read(stream)) is not None:
                step = self._step_for(asked)
                if step is None or step(talk) is False:
                    return

    def _step_for(self, asked: Asked) -> Step | None:
        with self._lock:
            if not self.script:
                self.unexpected.append(asked)
                return None
            self.asked.append(asked)
            if self.repeats_last and len(self.script) == 1:
                return self.script[0]
            return self.script.popleft()


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
    return Asked(method, path, headers, body, start + head + body)


def listening(
    *steps: Step, host: str = "127.0.0.1", port: int = 0, **options: Any
) -> ScriptedServer:
    """Start a server, to be closed by the caller; *options* are those of `ScriptedServer`."""
    server = ScriptedServer(socket.create_server((host, port)), deque(steps), **options)
    server.start()
    return server


@contextlib.contextmanager
def serving(*steps: Step, **options: Any) -> Iterator[ScriptedServer]:
    """Run a server until the block ends; *options* are those of `listening`."""
    server = listening(*steps, **options)
    try:
        yield server
    finally:
        server.close()


def dead_url() -> str:
    """Return where nobody listens: a connection is refused at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return "http://{}:{}".format(*listener.getsockname())


# --- steps ---------------------------------------------------------------------------------------


def answer(
    status: int = 200,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    reason: str = "Fine",
) -> Step:
    """Answer at once, and keep the connection."""
    lines = {"Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    whole = f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode() + body
    return lambda talk: talk.send(whole)


def redirect(location: str, status: int = 302) -> Step:
    """Point elsewhere, and keep the connection."""
    return answer(status, headers={"Location": location})


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


def reset(talk: Talk) -> bool:
    """Break the connection off, without the end that TCP has for it."""
    talk.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def silence(talk: Talk) -> bool:
    """Say nothing until the test is over."""
    talk.over.wait(PATIENCE)
    return False


def dripping(head: bytes, pieces: Iterable[bytes], pause: float = 0.01) -> Step:
    """Send *head* at once and *pieces* slowly: they would take minutes."""

    def step(talk: Talk) -> bool:
        talk.send(head)
        talk.drip(pieces, pause)
        return False

    return step


def later(event: threading.Event, step: Step) -> Step:
    """Do *step* when *event* is set."""

    def wait(talk: Talk) -> object:
        event.wait(PATIENCE)
        return step(talk)

    return wait
