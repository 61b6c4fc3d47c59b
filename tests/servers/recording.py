"""Servers on loopback that answer as a function says, and write down all that they are told."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509

from tests.servers.certificates import Authority, Identity


@dataclass(frozen=True)
class Told:
    """One request as a server got it.

    Attributes:
        method: The HTTP method.
        path: The path with its query.
        headers: The headers' lines, as they came.
        body: The body.
        serial: The serial number of the client's certificate; None if it showed none.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    serial: int | None = None

    def header(self, name: str) -> str | None:
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    @property
    def text(self) -> str:
        lines = "\n".join(f"{name}: {value}" for name, value in self.headers)
        return f"{self.method} {self.path}\n{lines}\n{self.body.decode('latin-1')}\n{self.serial}"


@dataclass(frozen=True)
class Answer:
    """What a server says; headers are sent as they stand, however broken."""

    status: int = 200
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    body: bytes = b"{}"


Script = Callable[[Told], Answer]


def document(content: Any, status: int = 200) -> Answer:
    """Return an answer that is JSON."""
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(content).encode())


def redirect(location: str | bytes, status: int = 302) -> Answer:
    """Return an answer that points to *location*."""
    return Answer(status, {"Location": location}, b"")


class Server(http.server.ThreadingHTTPServer):
    """Answers as its script says, with TLS if it is given a context; keeps what it was told.

    Attributes:
        told: The requests so far.
        script: Gives the answers; without one, all are a 200 with ``{}``.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 50

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1" if host == "localhost" else host, 0), _Handler)
        self.host = host
        self.tls = tls
        self.told: list[Told] = []
        self.script: Script = lambda _: Answer()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def netloc(self) -> str:
        return f"{self.host}:{self.server_port}"

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.netloc}"

    def forget(self) -> None:
        """Forget the requests, and go back to answering 200."""
        self.told = []
        self.script = lambda _: Answer()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands in the thread of the connection, so that no client holds up the others."""
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(5)
        with self.tls.wrap_socket(
            request, server_side=True, do_handshake_on_connect=False
        ) as connection:
            try:
                connection.do_handshake()
            except OSError:
                _hang_up(connection)
                return
            super().finish_request(connection, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away; that is what many of these tests are about."""

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


@contextlib.contextmanager
def answering(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server that answers by *script* until the block ends."""
    server = Server(tls=tls)
    server.script = script
    try:
        yield server
    finally:
        server.close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = Told(self.command, self.path, tuple(self.headers.items()), body, self._serial())
        self.server.told.append(told)
        answer = self.server.script(told)
        lines: dict[str, str | bytes] = {"Content-Length": str(len(answer.body)), **answer.headers}
        head = [f"HTTP/1.1 {answer.status} Said".encode()]
        head += [name.encode() + b": " + _raw(value) for name, value in lines.items()]
        is_bare = told.method == "HEAD" or answer.status in {204, 304}
        self.wfile.write(b"\r\n".join([*head, b"", b""]) + (b"" if is_bare else answer.body))
        self.wfile.flush()

    def _serial(self) -> int | None:
        if self.server.tls is None:
            return None
        der = self.connection.getpeercert(binary_form=True)  # type: ignore[attr-defined]
        return x509.load_der_x509_certificate(der).serial_number if der else None


def _hang_up(connection: ssl.SSLSocket) -> None:
    """Close *connection* gently: what was said last must reach the client, so nothing is reset."""
    raw = socket.socket(fileno=connection.detach())
    with raw, contextlib.suppress(OSError):
        raw.settimeout(1)
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(4096):
            pass


def _raw(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def server_tls(
    identity: Identity,
    *,
    asks_for: Authority | None = None,
    demands: bool = False,
) -> ssl.SSLContext:
    """Return the context of a server.

    Args:
        identity: What it shows.
        asks_for: The authority whose client certificates it asks for; None for no question.
        demands: Whether clients must have one.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.cert_file, identity.key_file)
    if asks_for is not None:
        context.verify_mode = ssl.CERT_REQUIRED if demands else ssl.CERT_OPTIONAL
        context.load_verify_locations(asks_for.ca_file)
    return context
