"""A Keystone that notes over which connection each request came, and holds answers back.

It runs in threads of this process; those that it serves are programs of their own, which may fork.
Besides Identity v2.0 it knows these paths:

- ``/arrived`` is answered when a request has come whose answer is held back,
- ``/let_go`` lets that answer go,
- ``/endless`` has a body that goes on for as long as somebody reads,
- ``/lost`` is a redirect to itself,
- ``/refused`` is a 403.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE_SECONDS = 120
LOGIN = "POST /v2.0/tokens"


@dataclass(frozen=True)
class Seen:
    """A request: what it was, and whose connection it came over."""

    what: str
    token: str | None
    port: int
    """The client's port, which tells connections apart."""


@dataclass
class Held:
    """An answer that is held back, the first one to a request of this kind."""

    what: str
    arrived: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)


class Recorder(ThreadingHTTPServer):
    """One user, whose password is not looked at; each login gets another token."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.auth_url = f"{self.url}/v2.0"
        self.lock = threading.Lock()
        self.seen: list[Seen] = []
        self.open: set[int] = set()
        self.logins = 0
        self.held: dict[str, Held] = {}
        self.last_held = Held("nothing")

    def hold(self, what: str) -> Held:
        """Hold the next answer to *what* back, and only that one."""
        self.last_held = self.held[what] = Held(what)
        return self.last_held

    def ports(self, what: str) -> list[int]:
        """Return the ports that requests of this kind came from."""
        with self.lock:
            return [seen.port for seen in self.seen if seen.what == what]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients here die amid a request."""

    def answer(self, what: str) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and document."""
        if what == LOGIN:
            with self.lock:
                self.logins += 1
                return 200, {}, access(f"c4n4ry-{self.logins}", self.auth_url)
        if what in {"GET /v2.0", "GET /v2.0/", "GET /"}:
            link = {"rel": "self", "href": self.auth_url}
            version = {"id": "v2.0", "status": "stable", "links": [link]}
            body = {"versions": {"values": [version]}} if what == "GET /" else {"version": version}
            return 200, {}, body
        if what == "GET /arrived":
            self.last_held.arrived.wait(PATIENCE_SECONDS)
        if what == "GET /let_go":
            self.last_held.let_go.set()
        if what == "GET /lost":
            return 302, {"Location": f"{self.url}/lost"}, {}
        if what == "GET /refused":
            return 403, {}, {"error": {"code": 403, "title": "Forbidden", "message": "No."}}
        return 200, {}, {"users": [{"id": "u", "name": "u"}], "tenants": [], "user": {"id": "u"}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Recorder

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self.server.lock:
            self.server.open.add(self.client_address[1])

    def finish(self) -> None:
        with self.server.lock:
            self.server.open.discard(self.client_address[1])
        super().finish()

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        what = f"{self.command} {self.path}"
        with self.server.lock:
            token = self.headers.get("X-Auth-Token")
            self.server.seen.append(Seen(what, token, self.client_address[1]))
            held = self.server.held.pop(what, None)
        if held is not None:
            held.arrived.set()
            held.let_go.wait(PATIENCE_SECONDS)
        if self.path == "/endless":
            self._go_on()
            return
        status, headers, document = self.server.answer(what)
        content = json.dumps(document).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 - the name is http.server's

    def _go_on(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(1 << 40))
        self.end_headers()
        while self.wfile.write(bytes(1 << 16)):
            pass

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def access(token: str, url: str) -> dict[str, Any]:
    """Return the answer to a login."""
    endpoint = dict.fromkeys(("publicURL", "adminURL", "internalURL"), url)
    identity = {"type": "identity", "name": "keystone", "endpoints": [endpoint]}
    known = {"id": token, "expires": "2999-01-01T00:00:00Z", "tenant": {"id": "t", "name": "t"}}
    user = {"id": "u", "name": "u", "roles": [], "username": "u"}
    return {"access": {"token": known, "user": user, "serviceCatalog": [identity]}}


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Run a server."""
    with Recorder() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.last_held.let_go.set()
            server.shutdown()


def becomes_true(fact: Callable[[], bool]) -> bool:
    """Wait until *fact* holds; False if it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
