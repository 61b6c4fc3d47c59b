"""A stand-in for an identity service: it answers from a table, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

REQUEST_ID = "req-00000000-0000-0000-0000-000000000001"
NOT_COMPARED = {"host", "connection", "accept-encoding", "content-length"}
"""Headers of HTTP libraries, which say nothing about the request."""

ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived."""

    api: str
    method: str
    target: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to a request: a document as JSON, text as it is, None for nothing."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The body's bytes."""
        if self.body is None:
            return b""
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode()

    @property
    def content_type(self) -> str | None:
        """What the server calls the body."""
        if self.body is None:
            return None
        return "text/html; charset=UTF-8" if isinstance(self.body, str) else "application/json"


NO_SUCH_ROUTE = Answer(
    {"error": {"message": "The resource could not be found.", "code": 404, "title": "Not Found"}},
    404,
)


class Server:
    """A public API and an admin API, each on a free port of this machine.

    A route is a method and a path, with a query if it matters. Its answers are given in turn,
    and the last one for ever. ``*`` as the method stands for any.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._routes: dict[tuple[str, str, str], list[Answer]] = {}
        self._https = {api: self._listen(api) for api in ("public", "admin")}
        self.public = self._origin("public")
        self.admin = self._origin("admin")

    def __enter__(self) -> Self:
        for http in self._https.values():
            threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for http in self._https.values():
            http.shutdown()
            http.server_close()

    def reset(self) -> None:
        """Forget all routes and requests."""
        self._routes.clear()
        self.requests.clear()

    def on(self, method: str, path: str, *answers: Answer | Any, api: str = ANYWHERE) -> None:
        """Answer a route, of one API or of both."""
        turns = [each if isinstance(each, Answer) else Answer(each) for each in answers]
        self._routes[api, method, path] = turns or [Answer()]

    def named(self, value: Any) -> Any:
        """Return *value* with names in place of the ports, which change from run to run."""
        text = json.dumps(value)
        for api in ("public", "admin"):
            text = text.replace(self._origin(api), f"http://{api}")
            text = text.replace(self._origin(api).removeprefix("http://"), api)
        return json.loads(text)

    def answer_to(self, request: Request) -> Answer:
        """Keep *request*, and return what it is to be answered."""
        self.requests.append(request)
        bare = urlsplit(request.target).path
        for target in dict.fromkeys((request.target, bare)):
            for api in (request.api, ANYWHERE):
                for method in (request.method, ANYWHERE):
                    turns = self._routes.get((api, method, target))
                    if turns:
                        return turns.pop(0) if len(turns) > 1 else turns[0]
        return NO_SUCH_ROUTE

    def _origin(self, api: str) -> str:
        host, port = self._https[api].server_address[:2]
        return f"http://{host!s}:{port}"

    def _listen(self, api: str) -> ThreadingHTTPServer:
        server = self

        class Handler(_Handler):
            def answer(self, request: Request) -> Answer:
                return server.answer_to(request)

        Handler.api = api
        return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer goes out in one piece
    api = ""

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):  # every method is treated alike
            return self._respond
        raise AttributeError(name)

    def log_message(self, *_: object) -> None:
        pass

    def _respond(self) -> None:
        answer = self.answer(
            Request(self.api, self.command, self.path, dict(self.headers.items()), self._body())
        )
        self.send_response(answer.status)
        for name, value in {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.content)),
            "x-openstack-request-id": REQUEST_ID,
            "Vary": "X-Auth-Token",
            "Connection": "close",  # so that no connection outlives a case
            **answer.headers,
        }.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def _body(self) -> Any:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            return json.loads(raw) if raw else None
        except ValueError:
            return raw.decode(errors="replace")
