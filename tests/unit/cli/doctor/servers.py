"""Servers that are wrong in one way each, on the loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.servers import recording, scripted
from tests.servers.certificates import Identity

JSON = {"Content-Type": "application/json"}


@contextmanager
def answering(
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    body: bytes | object = b"",
    *,
    identity: Identity | None = None,
) -> Iterator[str]:
    """Run a server that answers all in one way; give its URL."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = recording.Answer(status, headers or {}, content)
    tls = recording.server_tls(identity) if identity else None
    with recording.answering(lambda _: answer, tls) as server:
        yield server.url


@contextmanager
def silent() -> Iterator[str]:
    """Listen, and never answer; give the URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def saying(words: bytes) -> Iterator[str]:
    """Say something at each connection, as servers do that are not of the web."""

    def say(talk: scripted.Talk) -> None:
        talk.connection.settimeout(5)
        talk.send(words)
        talk.connection.shutdown(socket.SHUT_WR)
        while talk.connection.recv(4096):  # else the end is a reset, which loses the words
            pass

    with scripted.serving(say, reads_requests=False) as server:
        yield server.url
