"""One request, as Keystone reads it before it knows what it asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, quote

from ksclient.testing.keystone import refusals

if TYPE_CHECKING:
    from werkzeug.wrappers import Request as WireRequest

Api = Literal["public", "admin"]

LARGEST_BODY = 114688
"""Bytes of the largest body that is read."""

_PLAIN = "/~!$&'()*+,;=:@"
"""What need not be quoted in a path."""


@dataclass(frozen=True)
class Request:
    """What was asked.

    Attributes:
        api: Which of the two applications was asked.
        path: Decoded; without the slash at its end, or doubled ones.
        base_url: Where the server is, by the request's own word: scheme, host, port.
        url: All of it, as it was sent, but for those slashes.
        token_id: What ``X-Auth-Token`` says. None without one.
        members: The top-level members of the body, by names that Python can have.
    """

    api: Api
    method: str
    path: str
    base_url: str
    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    token_id: str | None = field(default=None, repr=False)
    members: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read(wire: WireRequest, api: Api) -> Request:
    """Return what a request says.

    Raises:
        Refusal: 400 if its body or its query cannot be read.
    """
    return Request(
        api=api,
        method=wire.method,
        path=path_of(wire),
        base_url=base_url_of(wire),
        url=url_of(wire),
        query=_query(wire),
        headers=dict(wire.headers),
        token_id=wire.headers.get("X-Auth-Token"),
        members=_members(wire),
    )


def path_of(wire: WireRequest) -> str:
    """Return the path, without the slash at its end, or doubled ones."""
    return _tidy(wire.path)


def base_url_of(wire: WireRequest) -> str:
    """Return where the server is: it believes ``Host`` and ``X-Forwarded-Proto`` of anybody."""
    return _base_url(wire, wire.headers.get("X-Forwarded-Proto") or wire.scheme)


def url_of(wire: WireRequest) -> str:
    """Return the whole URL, as errors of routing quote it: they believe only ``Host``."""
    # Quoted anew: an encoded slash was taken for a real one.
    path = quote(wire.environ.get("PATH_INFO", "").encode("latin-1"), safe=_PLAIN)
    query = wire.query_string.decode("latin-1")
    return _base_url(wire, wire.scheme) + _tidy(path) + (f"?{query}" if query else "")


def _base_url(wire: WireRequest, scheme: str) -> str:
    host = wire.headers.get("Host") or wire.host
    default = {"http": ":80", "https": ":443"}.get(scheme, "\0")
    return f"{scheme}://{host.removesuffix(default)}"


def with_python_names(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return *members* by names that Python can have."""
    return {name.replace(":", "_").replace("-", "_"): value for name, value in members.items()}


def _tidy(path: str) -> str:
    return re.sub("/{2,}", "/", path).rstrip("/") or "/"


def _query(wire: WireRequest) -> dict[str, str]:
    try:
        text = wire.query_string.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except ValueError:
        raise refusals.bad_request("Query string is not UTF-8 encoded") from None


def _members(wire: WireRequest) -> dict[str, Any]:
    # As Keystone, it does not read what comes in chunks, and so without a length.
    body = wire.get_data() if wire.content_length else b""
    if not body:
        return {}
    if wire.mimetype not in {"", "application/json"}:
        raise refusals.missing("application/json", "Content-Type header")
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise refusals.missing("valid JSON", "request body") from None
    if document and not isinstance(document, dict):
        raise refusals.missing("valid JSON object", "request body")
    return {
        name: value
        for name, value in with_python_names(document or {}).items()
        if name not in {"self", "context", "request"} and not name.startswith("_")
    }
