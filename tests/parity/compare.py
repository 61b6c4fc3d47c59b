"""Where two outcomes differ, as small as it can be said."""

from __future__ import annotations

import json
from typing import Any

from tests.parity.outcome import Outcome

Change = tuple[Any, Any]
"""What upstream has, and what this library has in its place."""

ABSENT = "(absent)"


def changes_between(theirs: Outcome, ours: Outcome) -> dict[str, Change]:
    """Return where *ours* is not *theirs*: a place in the outcome, and what each has there.

    An error of another class is told by its class alone. Its message is as upstream's also if
    it says more than that.
    """
    changes: dict[str, Change] = {}
    if theirs.wire != ours.wire:
        changes["wire"] = _only_in(_lines(theirs.wire), _lines(ours.wire))
    _compare("result", theirs.result, ours.result, changes)
    if _class_of(theirs.error) != _class_of(ours.error):
        changes["error"] = (_name_of(theirs.error), _name_of(ours.error))
    elif theirs.error:
        for name in sorted({*theirs.error, *ours.error} - {"own"}):
            pair = (theirs.error.get(name, ABSENT), ours.error.get(name, ABSENT))
            if not (name == "message" and pair[0] in pair[1]):
                _compare(f"error.{name}", *pair, changes)
    _compare("warnings", theirs.warnings, ours.warnings, changes)
    return changes


def _class_of(error: dict[str, Any] | None) -> Any:
    return error and [error["class"], error["is"]]


def _name_of(error: dict[str, Any] | None) -> str | None:
    return error["own"] if error else None


def _compare(place: str, theirs: Any, ours: Any, changes: dict[str, Change]) -> None:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in sorted({*theirs, *ours}):
            _compare(f"{place}.{name}", theirs.get(name, ABSENT), ours.get(name, ABSENT), changes)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for number, (their_item, our_item) in enumerate(zip(theirs, ours, strict=True)):
            _compare(f"{place}.{number}", their_item, our_item, changes)
    elif theirs != ours or type(theirs) is not type(ours):
        changes[place] = (theirs, ours)


def _lines(wire: list[dict[str, Any]]) -> list[str]:
    """Return each request as a line: what, by whom, with which token, what else, and the body."""
    return [_line(each["request"], dict(each["headers"]), each["body"]) for each in wire]


def _line(request: str, headers: dict[str, str], body: Any) -> str:
    usual = {"accept": "application/json"}
    if isinstance(body, dict):
        usual["content-type"] = "application/json"
    parts = [request, headers.pop("user-agent", "nobody"), headers.pop("x-auth-token", "")]
    parts.extend(
        f"{name}={headers.get(name)}"
        for name in sorted({*headers, *usual})
        if headers.get(name) != usual.get(name)
    )
    if body is not None:
        parts.append(json.dumps(body, sort_keys=True))
    return " ".join(part for part in parts if part)


def _only_in(theirs: list[str], ours: list[str]) -> Change:
    """Return the requests that only one of the libraries sent; all, if only the order differs."""
    only_theirs, only_ours = list(theirs), list(ours)
    for line in theirs:
        if line in only_ours:
            only_ours.remove(line)
            only_theirs.remove(line)
    return (only_theirs, only_ours) if only_theirs or only_ours else (theirs, ours)
