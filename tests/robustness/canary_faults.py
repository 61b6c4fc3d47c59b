"""Servers that say back what they were asked, in whatever form."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from werkzeug.wrappers import Response

from ksclient.testing.faults import (
    Body,
    Drop,
    Fault,
    HTMLError,
    Raw,
    Redirect,
    Refuse,
    Reset,
    Truncate,
)
from ksclient.testing.faults.scene import Scene


@dataclass(frozen=True)
class Asked:
    """What a server was asked, as far as it may quote it."""

    path: str
    headers: Mapping[str, str]
    body: str

    @classmethod
    def by(cls, scene: Scene) -> Asked:
        request = scene.environ
        headers = {key[5:]: str(value) for key, value in request.items() if key[:5] == "HTTP_"}
        path = str(request.get("REQUEST_URI") or request["PATH_INFO"])
        length = int(request.get("CONTENT_LENGTH") or 0)
        body = request["wsgi.input"].read(length) if length else b""
        return cls(path, headers, body.decode("utf-8", "replace"))

    def values(self) -> str:
        """Return what the body says, as a program shows it that has parsed it."""
        try:
            return str(json.loads(self.body))
        except ValueError:
            return self.body


def _message(asked: Asked) -> str:
    return f"No: {unquote(asked.path)} {dict(asked.headers)} {asked.values()}"


WORDS: dict[str, Callable[[Asked], str]] = {
    "as it was sent": lambda asked: f"No: {asked.path} {dict(asked.headers)} {asked.body}",
    "decoded": _message,
    "percent-encoded": lambda asked: quote(_message(asked)),
    "escaped for HTML": lambda asked: html.escape(_message(asked)),
    "as JSON": lambda asked: json.dumps(_message(asked)),
}


@dataclass(frozen=True)
class Quotes(Fault):
    """The server refuses, and quotes the request.

    Attributes:
        status: Of its answer.
        words: How it quotes; see `WORDS`.
        place: Where: in the ``error`` document, the ``text``, ``HTML``, the ``reason`` of the
            status, or a ``header``.
    """

    status: int = 400
    words: str = "decoded"
    place: str = "error"

    def happen(self, scene: Scene) -> Response:
        said = WORDS[self.words](Asked.by(scene))
        if self.place == "error":
            error = {
                "error": {"code": self.status, "message": said, "details": said, "title": said}
            }
            return Response(json.dumps(error), self.status, content_type="application/json")
        if self.place == "text":
            return Response(said, self.status, content_type="text/plain")
        if self.place == "HTML":
            return Response(f"<h1>{said}</h1>", self.status, content_type="text/html")
        line = said.encode().decode("latin-1")  # as headers are written
        if self.place == "reason":
            head = f"HTTP/1.1 {self.status} {said}\r\nContent-Length: 0\r\n\r\n"
            scene.send(head.encode())
            scene.hang_up()
        headers = {"X-Openstack-Request-Id": line, "WWW-Authenticate": line, "Retry-After": line}
        return Response("{}", self.status, headers, content_type="application/json")


def endless(size: int) -> str:
    """Return a JSON document that is larger than any that is read."""
    return f'{{"a": "{"x" * size}"}}'


FAULTS: dict[str, Fault] = {
    "HTML": HTMLError(502),
    "cut off": Truncate(),
    "no JSON": Body('{"access": {"token": {"id": "x'),
    "a list": Body("[]"),
    "too deep": Body("[" * 5_000 + "]" * 5_000),
    "hung up": Drop(),
    "torn": Reset(),
    "no HTTP": Raw(b"nonsense\r\n"),
    "busy": Refuse(503),
    "redirected": Redirect("{path}"),
    "redirected abroad": Redirect("http://127.0.0.2:9{path}"),
    "redirected nowhere": Redirect("javascript:alert(1)"),
    "400, decoded": Quotes(400),
    "401, decoded": Quotes(401),
    "403, as it was sent": Quotes(403, "as it was sent"),
    "404, percent-encoded": Quotes(404, "percent-encoded"),
    "409, for HTML": Quotes(409, "escaped for HTML"),
    "500, as JSON": Quotes(500, "as JSON"),
    "413, as text": Quotes(413, place="text"),
    "502, as HTML": Quotes(502, place="HTML"),
    "400, in the reason": Quotes(400, place="reason"),
    "429, in headers": Quotes(429, place="header"),
}
"""What goes wrong with each request, by name."""
