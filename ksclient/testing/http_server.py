"""Speak HTTP/1.1 for a WSGI application, over connections that stay open."""

from __future__ import annotations

import socket
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import DechunkedInput, ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wsgi import LimitedStream, get_content_length

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_BODILESS = frozenset({204, 304})
_MOST_DRAINED = 16 * 1024 * 1024
_CHUNK = 64 * 1024


class Server(ThreadedWSGIServer):
    """Answers what comes in over a listening socket, each connection in a thread.

    Args:
        listener: The socket, which is its own from now on.
        application: What answers. A `ConnectionError` from it closes the connection without
            an answer; a body shorter than its ``Content-Length`` closes it, too.
    """

    def __init__(self, listener: socket.socket, application: WSGIApplication) -> None:
        host, port = listener.getsockname()[:2]
        with listener:
            super().__init__(host, port, application, _Handler, fd=listener.fileno())
        # Who connected may be gone when he is to be accepted: nobody waits for him.
        self.socket.setblocking(False)
        self.timeout = 0
        self._open: set[socket.socket] = set()
        self._answering: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        self._lock = threading.Lock()
        self.is_stopping = False

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection."""
        connection, address = super().get_request()
        connection.setblocking(True)  # some systems have it inherit what the listener is
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection's requests, in a thread."""
        thread = threading.Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name=f"ksclient.testing, port {self.port}, from {client_address[1]}",
            daemon=True,
        )
        with self._lock:
            self._open.add(request)
            self._answering.add(thread)
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self, how: int) -> list[threading.Thread]:
        """Shut all connections down, as `socket.shutdown` does; return who answers."""
        self.is_stopping = True
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(how)
            return [thread for thread in self._answering if thread.is_alive()]


class _Handler(WSGIRequestHandler):
    """Answers the requests of one connection; Werkzeug's own closes it after the first."""

    server: Server
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # what cannot be read is answered with a status, too
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body in one packet

    def version_string(self) -> str:
        return "ksclient"

    def log(self, *_: Any) -> None:
        """Be quiet: the cloud remembers what it was asked."""

    def log_request(self, *_: Any) -> None:
        """Be quiet."""

    def handle_one_request(self) -> None:
        super().handle_one_request()
        self.close_connection = self.close_connection or self.server.is_stopping

    def run_wsgi(self) -> None:
        """Answer a request, and leave the connection ready for the next one."""
        try:
            self.environ = environ = self.make_environ()
        except ValueError:  # the target looks like a URL, and is none
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        body = self._body(environ)
        try:
            self._answer(environ)
        except ClientDisconnected:  # in the middle of what it asks
            self.close_connection = True
        if not self.close_connection:
            self.close_connection = not _drained(body)

    def _answer(self, environ: WSGIEnvironment) -> None:
        answer = _Answer(self)
        parts = self.server.app(environ, answer.start)
        try:
            for part in parts:
                answer.write(part)
            answer.end()
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def _body(self, environ: WSGIEnvironment) -> Any:
        """Return the request's body, which ends where the request does."""
        body = environ["wsgi.input"]
        if not isinstance(body, DechunkedInput):
            length = get_content_length(environ) or 0
            body = environ["wsgi.input"] = LimitedStream(body, length)
        environ["wsgi.input_terminated"] = True
        return body

    def finish(self) -> None:
        with suppress(OSError):  # whoever should have got the rest is gone
            super().finish()
        self.rfile.close()  # in that case, too: else the socket stays open


class _Answer:
    """Writes an answer, the headers with the first part of its body."""

    def __init__(self, handler: _Handler) -> None:
        self._handler = handler
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self._is_begun = False
        self._is_chunked = False
        self._left: int | None = None

    def start(
        self, status: str, headers: list[tuple[str, str]], error: Any = None
    ) -> Callable[[bytes], object]:
        if error and self._is_begun:
            raise error[1].with_traceback(error[2])
        self._status, self._headers = status, headers
        return self.write

    def write(self, part: bytes) -> None:
        if not self._is_begun:
            self._begin()
        if self._left is not None:
            self._left -= len(part)
        if part:
            self._handler.wfile.write(
                b"%x\r\n%b\r\n" % (len(part), part) if self._is_chunked else part
            )
        self._handler.wfile.flush()

    def end(self) -> None:
        if not self._is_begun:
            self.write(b"")
        if self._is_chunked:
            self._handler.wfile.write(b"0\r\n\r\n")
            self._handler.wfile.flush()
        if self._left:
            self._handler.close_connection = True

    def _begin(self) -> None:
        self._is_begun = True
        handler = self._handler
        code, _, phrase = self._status.partition(" ")
        handler.send_response(int(code), phrase)
        for name, value in self._headers:
            handler.send_header(name, value)
        if handler.command != "HEAD" and int(code) not in _BODILESS:
            self._frame({name.lower(): value for name, value in self._headers})
        is_last = handler.close_connection or handler.server.is_stopping
        handler.send_header("Connection", "close" if is_last else "keep-alive")
        handler.end_headers()

    def _frame(self, headers: dict[str, str]) -> None:
        """Have the client know where the body ends."""
        if "content-length" in headers:
            self._left = int(headers["content-length"])
        elif self._handler.request_version == "HTTP/1.1":
            self._is_chunked = True
            self._handler.send_header("Transfer-Encoding", "chunked")
        else:
            self._handler.close_connection = True


def _drained(body: Any) -> bool:
    """Read what the application left of a request; tell whether that was to its end."""
    read = 0
    try:
        while part := body.read(_CHUNK):
            read += len(part)
            if read > _MOST_DRAINED:
                return False
    except (ClientDisconnected, OSError):
        return False
    return True
