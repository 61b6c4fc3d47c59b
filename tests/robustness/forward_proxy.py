"""A forward proxy on loopback: passes plain requests on, and tunnels those with TLS."""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import socketserver
import threading
from urllib.parse import urlsplit


class ForwardProxy(socketserver.ThreadingTCPServer):
    """Serves until it is closed.

    Attributes:
        heads: The heads of the requests that came in, CONNECT included; what is inside a tunnel
            is not seen.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.heads: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients and servers that hang up."""

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Connection(socketserver.StreamRequestHandler):
    server: ForwardProxy
    request: socket.socket

    def handle(self) -> None:
        self.request.settimeout(5)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            head += line
        self.server.heads.append(head.decode("latin-1"))
        start, _, rest = head.partition(b"\r\n")
        method, target, version = start.split(b" ")
        if method == b"CONNECT":
            host, _, port = target.decode().rpartition(":")
            with socket.create_connection((host, int(port)), 5) as upstream:
                self.request.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                _pump(self.request, upstream)
            return
        parts = urlsplit(target.decode("latin-1"))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        kept = [line for line in rest.split(b"\r\n") if not line.lower().startswith(_OWN)]
        with socket.create_connection((parts.hostname, parts.port or 80), 5) as upstream:
            first = b" ".join([method, path.encode("latin-1") or b"/", version])
            upstream.sendall(b"\r\n".join([first, b"Connection: close", *kept]))
            body = self.rfile.read(_length(head)) if _length(head) else b""
            upstream.sendall(body)
            status, _, answer = _all_of(upstream).partition(b"\r\n")
            self.request.sendall(status + b"\r\nConnection: close\r\n" + answer)


_OWN = (b"connection:", b"proxy-")
"""The headers that are the proxy's own, and go no further."""


def _length(head: bytes) -> int:
    found = re.search(rb"(?im)^content-length: *(\d+)", head)
    return int(found[1]) if found else 0


def _all_of(upstream: socket.socket) -> bytes:
    pieces = []
    while piece := upstream.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def _pump(one: socket.socket, other: socket.socket) -> None:
    """Pass on what either says, until one of them ends."""
    with selectors.DefaultSelector() as selector, contextlib.suppress(OSError):
        selector.register(one, selectors.EVENT_READ, other)
        selector.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in selector.select(5):
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)
