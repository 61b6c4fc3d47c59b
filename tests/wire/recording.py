"""What a real Keystone 12.0.3 answered; see README.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

EXCHANGES = Path(__file__).with_name("exchanges")

SERVERS = {"public": "http://127.0.0.1:5000", "admin": "http://127.0.0.1:35357"}
"""Where the two APIs of the recorded server were."""


@dataclass(frozen=True)
class Exchange:
    """One request, and the answer to it."""

    name: str
    """The name of its file, without ``.json``: no two have the same."""

    variant: str
    """How the server was set up: empty for the main one, else as in README.md."""

    seq: int
    """Its place in the order in which its server was asked, from 1."""

    note: str | None
    """What the one who recorded it remarked."""

    server: str
    """Which API was asked, ``public`` or ``admin``."""

    method: str

    path: str
    """The path as it was sent, percent-encoded, without the query."""

    query: tuple[tuple[str, str], ...]
    """The query's names and values, decoded, in order."""

    headers: dict[str, str]
    """The headers of the request that were set on purpose."""

    body: str | None
    """What was sent; None for nothing."""

    status: int

    reason: str

    response_headers: tuple[tuple[str, str], ...]
    """All headers of the answer, in order."""

    text: str
    """The body of the answer; empty if it has none."""

    @property
    def url(self) -> str:
        """What was asked, without the query."""
        return SERVERS[self.server] + self.path

    @property
    def token(self) -> str | None:
        """The token that the request carried; None for none."""
        return self.headers.get("X-Auth-Token")

    @property
    def document(self) -> Any:
        """What the body of the request says in JSON; None if it is none."""
        return _json_or_none(self.body)

    @property
    def answer(self) -> Any:
        """What the answer says in JSON; None if it is none."""
        return _json_or_none(self.text)

    def answered(self, header: str) -> str | None:
        """Return the value of a *header* of the answer; None if there is none."""
        values = [v for name, v in self.response_headers if name.lower() == header.lower()]
        return values[0] if values else None


@cache
def exchanges() -> tuple[Exchange, ...]:
    """Return all of them, by variant (the main server first), each in its order."""
    found = [_read(path) for path in EXCHANGES.glob("*.json")]
    return tuple(sorted(found, key=lambda exchange: (exchange.variant, exchange.seq)))


def _read(path: Path) -> Exchange:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    request, response = recorded["request"], recorded["response"]
    target = urlsplit(request["path"])
    prefix = path.stem.removesuffix(recorded["name"])
    return Exchange(
        name=path.stem,
        variant=prefix.removeprefix("variant-").rstrip("-"),
        seq=recorded["seq"],
        note=recorded["note"],
        server=recorded["server"],
        method=request["method"],
        path=target.path,
        query=tuple(parse_qsl(target.query, keep_blank_values=True, strict_parsing=True)),
        headers=request["headers"],
        body=request["body"],
        status=response["status"],
        reason=response["reason"],
        response_headers=tuple((name, value) for name, value in response["headers"]),
        text=response["body"] or "",
    )


def _json_or_none(text: str | None) -> Any:
    try:
        return json.loads(text or "")
    except ValueError:
        return None
