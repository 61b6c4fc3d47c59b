"""A server that speaks Identity v3 only, as far as that shows without a login."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/v2.0"):
            self._refuse()
            return
        link = {"rel": "self", "href": f"http://127.0.0.1:{self.server.server_port}/v3/"}
        version = {"id": "v3.14", "status": "stable", "links": [link]}
        self._answer(300, {"versions": {"values": [version]}})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._refuse()

    def _refuse(self) -> None:
        error = {"message": "The resource could not be found.", "code": 404, "title": "Not Found"}
        self._answer(404, {"error": error})

    def _answer(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def v3_only() -> Iterator[str]:
    """Run such a server; give its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
