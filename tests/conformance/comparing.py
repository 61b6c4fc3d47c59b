"""How two answers differ, in words."""

from __future__ import annotations

import difflib
import json
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from tests.conformance.clouds import Answered
from tests.conformance.translation import Translator

NOT_KEYSTONES = {"server", "date", "connection"}
"""The headers that come from the server in front of Keystone, not from Keystone."""


def differences(
    recorded: Answered, ours: Answered, translator: Translator, *, has_recorded_length: bool
) -> Iterator[str]:
    """Yield how our answer differs from a recorded one, and learn from them.

    Args:
        has_recorded_length: Whether the body must be as long as the recorded one, too.
    """
    if (recorded.status, recorded.reason.lower()) != (ours.status, ours.reason.lower()):
        yield f"status: {recorded.status} {recorded.reason} -> {ours.status} {ours.reason}"
    yield from _headers(recorded, ours, translator, has_recorded_length=has_recorded_length)
    yield from _bodies(recorded, ours, translator)


def _headers(
    recorded: Answered, ours: Answered, translator: Translator, *, has_recorded_length: bool
) -> Iterator[str]:
    unlike = NOT_KEYSTONES | (set() if has_recorded_length else {"content-length"})
    for name in sorted((recorded.headers.keys() | ours.headers.keys()) - unlike):
        theirs, mine = recorded.headers.get(name), ours.headers.get(name)
        if not translator.agree(theirs, mine):
            yield f"header {name}: {theirs} -> {mine}"


def _bodies(recorded: Answered, ours: Answered, translator: Translator) -> Iterator[str]:
    theirs, mine = _document(recorded.text), _document(ours.text)
    if translator.agree(theirs, mine):
        return
    translator.guess(theirs, mine)
    lines = difflib.unified_diff(
        _lines(translator.translated(theirs)), _lines(mine), "recorded", "ours", lineterm="", n=1
    )
    yield "body:\n" + "\n".join(lines)


def _document(text: str) -> Any:
    try:
        document = json.loads(text)
    except ValueError:
        return text
    if isinstance(document, dict) and "signed" in document:
        return document | {"signed": _signed_content(document["signed"])}
    return document


def _signed_content(signed: str) -> Any:
    """Return what a signed text says, whatever its signature. It is not encrypted."""
    lines = [line for line in signed.splitlines() if not line.startswith("-----")]
    der = b64decode("".join(lines)).decode("latin-1")
    return json.JSONDecoder().raw_decode(der, der.index('{"revoked"'))[0]


def _lines(document: Any) -> list[str]:
    if isinstance(document, str):
        return document.splitlines()
    return json.dumps(document, indent=1, sort_keys=True).splitlines()
