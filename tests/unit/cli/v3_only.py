"""A server that speaks Identity v3 only, as far as that shows without a login."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.recording import Answer, Told, answering, document

NOT_FOUND = {"message": "The resource could not be found.", "code": 404, "title": "Not Found"}


@contextmanager
def v3_only() -> Iterator[str]:
    """Run such a server; give its URL."""

    def answer(told: Told) -> Answer:
        if told.method == "POST" or told.path.startswith("/v2.0"):
            return document({"error": NOT_FOUND}, 404)
        link = {"rel": "self", "href": f"{server.url}/v3/"}
        version = {"id": "v3.14", "status": "stable", "links": [link]}
        return document({"versions": {"values": [version]}}, 300)

    with answering(answer) as server:
        yield server.url
