"""Errors that parsers of seeds have in common, and the parser of JSON."""

from __future__ import annotations

import json
from typing import Any


class Unreadable(ValueError):
    """A text is not what it should be; the message says why, and quotes nothing of it."""


def parse_json(text: str) -> Any:
    """Return what a text in JSON says.

    Raises:
        Unreadable: If it is none, or a key is there twice.
    """
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        raise Unreadable(f"is no JSON, in line {error.lineno}: {error.msg}") from None
    except RecursionError:
        raise Unreadable("is nested too deep") from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"has the key {double!r} twice in one object")
    return found
