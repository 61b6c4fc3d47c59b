"""Which call of this library sends which request, and what it makes of the answer.

A call is declared with the request that it sends: method, route, and the document in the body,
in which texts stand where arguments do. So the recorded request itself tells which calls send
it, and with which arguments.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.wire.recording import Exchange

_JSON = "application/json"
_PLACES = {
    "auth_url": r"http://[^/]+/v2\.0",
    "root": r"http://[^/]+",
    "token": r"(?!revoked$)[^/]+",  # which is a route
    "url": r"http://[^/]+/(?:v2\.0/?|v3)?",
}
_REST = "*"
"""Stands in a document for all members that are not named there."""


@dataclass(frozen=True)
class Call:
    """A public call of this library, and the requests that it sends."""

    name: str
    method: str
    routes: tuple[re.Pattern[str], ...]
    query: Mapping[str, str]
    body: Any
    gives: Callable[[Any, Exchange], tuple[Any, Any]]
    """Returns what the call made of an answer of success, and what it should have."""

    verdicts: Mapping[int, Any]
    """What the call returns for statuses that are no error to it."""

    anonymous: bool
    """Whether it sends no token, whatever the caller has."""

    make: Callable[..., Any]

    def arguments(self, exchange: Exchange) -> dict[str, Any] | None:
        """Return the arguments with which this call sends a recorded request; None if it cannot."""
        if exchange.method != self.method or not _is_plain(exchange):
            return None
        if self.anonymous and exchange.token:
            return None
        found = next((m for route in self.routes if (m := route.fullmatch(exchange.url))), None)
        said = _read(exchange.document, self.body) if exchange.body is not None else {}
        if found is None or said is None or not dict(exchange.query).keys() <= self.query.keys():
            return None
        if (exchange.body is None) != (self.body is None):
            return None
        arguments = {place: unquote(value) for place, value in found.groupdict().items()}
        arguments |= {self.query[name]: value for name, value in exchange.query} | said
        try:
            inspect.signature(self.make).bind(None, **arguments)
        except TypeError:
            return None
        return arguments


def _is_plain(exchange: Exchange) -> bool:
    """Tell whether a request has the headers that this library's calls send, and no others."""
    expected = {"Accept": _JSON}
    if exchange.body is not None:
        expected["Content-Type"] = _JSON
    if exchange.token:
        expected["X-Auth-Token"] = exchange.token
    return exchange.headers == expected


def _read(document: Any, shape: Any) -> dict[str, Any] | None:
    """Return the arguments that a recorded *document* holds; None if it is of another shape."""
    if isinstance(shape, str):
        return {shape: document}
    if not isinstance(document, dict) or shape is None:
        return None
    found: dict[str, Any] = {}
    for name, value in document.items():
        inner = shape.get(name) or (name if _REST in shape else None)
        said = None if inner is None else _read(value, inner)
        if said is None:
            return None
        found |= said
    return found


CALLS: list[Call] = []


def sends(
    method: str,
    *routes: str,
    query: Mapping[str, str] | None = None,
    body: Any = None,
    gives: Callable[[Any, Exchange], tuple[Any, Any]],
    verdicts: Mapping[int, Any] | None = None,
    anonymous: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare which request the function below sends, and what it gives back for an answer.

    Args:
        method: The HTTP method.
        routes: Paths beneath ``/v2.0``, or whole URLs; ``{place}`` stands for an argument.
        query: The names that the query may have, and the arguments they stand for.
        body: The document in the body, with the names of arguments in it.
        gives: Compares the result with a recorded answer of success.
        verdicts: Results for statuses that would be an error elsewhere.
        anonymous: Whether no token goes along, whatever the caller has.
    """

    def declare(make: Callable[..., Any]) -> Callable[..., Any]:
        CALLS.append(
            Call(
                name=make.__name__.replace("_", ".", 1),
                method=method,
                routes=tuple(_pattern(route) for route in routes),
                query=query or {},
                body=body,
                gives=gives,
                verdicts=verdicts or {},
                anonymous=anonymous,
                make=make,
            )
        )
        return make

    return declare


def _pattern(route: str) -> re.Pattern[str]:
    whole = route if route.startswith("{") else r"{root}/v2.0" + route
    parts = re.split(r"\{(\w+)\}", whole)
    literal, places = parts[::2], parts[1::2]
    text = re.escape(literal[0])
    for place, after in zip(places, literal[1:], strict=True):
        pattern = _PLACES.get(place, "[^/]+")
        text += pattern if place == "root" else f"(?P<{place}>{pattern})"
        text += re.escape(after)
    return re.compile(text)
