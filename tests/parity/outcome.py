"""What a call comes to, as plain values: what was sent, what came back, what was raised."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.parity.libraries import UPSTREAM, Library
from tests.parity.plain import plain
from tests.parity.server import NOT_COMPARED, Request, Server

Run = Callable[[Library, Server], Any]

SESSIONS_NAME = re.compile(r"(keystoneauth1|ksclient)/\S+ python-requests/\S+ \w+/\S+")
CLIENTS_NAME = re.compile(r"python-keystoneclient|ksclient/\S+")
ERROR_MEMBERS = ("http_status", "details", "request_id", "url", "method", "retry_after")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one library made of a case, in values that JSON has."""

    wire: list[Any]
    result: Any
    error: Any
    warnings: list[str]


def run(case: Run, library: Library, server: Server) -> Outcome:
    """Run a case on one library, against a server that knows nothing yet."""
    server.reset()
    result = error = None
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            # Made plain at once: reading some properties warns, or asks the server.
            result = plain(case(library, server))
        except Exception as raised:  # noqa: BLE001 - whatever it is, it is compared
            error = _error(raised)
    names = {each.category.__name__ for each in warned} - {"ResourceWarning"}
    wire = [_request(each) for each in server.requests]
    return Outcome(*server.named([wire, result, error, sorted(names)]))


def _request(request: Request) -> dict[str, Any]:
    return {
        "request": f"{request.method} http://{request.api}{request.target}",
        "headers": {
            name.lower(): _agent(value)
            for name, value in sorted(request.headers.items())
            if name.lower() not in NOT_COMPARED
        },
        "body": request.body,
    }


def _agent(text: str) -> str:
    """Return a header without the names and versions that the libraries give themselves."""
    named = CLIENTS_NAME.sub("client", SESSIONS_NAME.sub("session", text))
    return named.replace(f"{Path(sys.argv[0]).name} session", "session")


def _error(raised: Exception) -> dict[str, Any]:
    """Return what a program can tell of an error, by the names that it may catch it by."""
    public = _public_names()
    names = [cls.__name__ for cls in type(raised).__mro__]
    found: dict[str, Any] = {"class": next((name for name in names if name in public), names[0])}
    found.update({"is": sorted(set(names) & public), "message": str(raised), "own": names[0]})
    found.update({name: getattr(raised, name) for name in ERROR_MEMBERS if hasattr(raised, name)})
    return {name: plain(value) for name, value in found.items()}


def _public_names() -> set[str]:
    """Return the names that programs written for upstream may catch."""
    modules: list[ModuleType] = [UPSTREAM.auth("exceptions"), UPSTREAM.client("exceptions")]
    names = {name for module in modules for name in dir(module) if name[0].isupper()}
    return names | {"TypeError", "ValueError", "KeyError", "AttributeError", "LookupError"}
