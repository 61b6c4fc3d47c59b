"""Secrets inside JSON documents, known by where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ksclient.auth._redact.secrets import SECRET_KEYS, digest, is_secret
from ksclient.auth._redact.urls import mask_match, mask_text

_IN_BROKEN_JSON = re.compile(
    rf"(?P<before>\"(?:id|{'|'.join(sorted(SECRET_KEYS))})\"\s*:\s*\")"
    r"(?P<secret>(?:[^\"\\]|\\.)+)",
    re.IGNORECASE,
)

TOO_DEEP = "<nested too deep to be shown>"


def mask(document: Any) -> Any:
    """Return a JSON-like *document* with every secret in it replaced by its digest.

    What holds no secret is returned as it is, the very same object.
    """
    return mask_value(document, (), str)


def mask_leaf(value: Any) -> Any:
    """Return what to show instead of the secret *value*, of whatever type it is."""
    if not value or isinstance(value, bool):
        return value
    if isinstance(value, bytearray):
        value = bytes(value)
    return digest(value if isinstance(value, str | bytes) else repr(value))


def mask_value(
    value: Any,
    path: tuple[str, ...],
    shown: Callable[[str], str],
    leaf: Callable[[Any], Any] = mask_leaf,
) -> Any:
    """Return *value*, which stands at *path* in its document, as it may be shown.

    What is secret as a whole, an object or a list too, is passed through *leaf*, and other texts
    through *shown*.
    """
    if is_secret(path):
        return leaf(value)
    if isinstance(value, Mapping):
        masked = {
            key: mask_value(item, (*path, str(key).lower()), shown, leaf)
            for key, item in value.items()
        }
        return masked if any(masked[key] is not value[key] for key in value) else value
    if isinstance(value, list | tuple | set | frozenset):
        given = list(value)
        items = [mask_value(item, path, shown, leaf) for item in given]
        return items if any(a is not b for a, b in zip(items, given, strict=True)) else value
    if not isinstance(value, str):
        return value
    text = shown(value)
    return value if text == value else text


def mask_members(members: Mapping[str, Any]) -> Any:
    """Return *members*, which are those of one thing inside a document, as they may be shown.

    So a token that a thing has, ``{"token": {"id": ...}}``, is hidden as in a whole document.
    """
    try:
        return mask_value(members, ("",), str)
    except RecursionError:
        return {"": TOO_DEEP}


def mask_body(text: str) -> str:
    """Return a body's *text* as it may be shown; the text itself when nothing was secret."""
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return mask_text(_IN_BROKEN_JSON.sub(mask_match, text))
    try:
        masked = mask_value(document, (), mask_text)
        return text if masked is document else json.dumps(masked)
    except RecursionError:
        return TOO_DEEP


def has_secret(body: Any) -> bool:
    """Tell whether a request's *body*, a document, a form or the text of one, holds a secret."""
    try:
        if isinstance(body, bytes | bytearray):
            body = body.decode("utf-8", "replace")
        if isinstance(body, str):
            return mask_body(body) != body
        if isinstance(body, list | tuple):
            body = dict(body)  # a form's pairs
        return mask(body) is not body
    except RecursionError:
        return True
    except (ValueError, TypeError):
        return False


def secrets_in(body: Any) -> set[str]:
    """Return the secret texts in the document that a *body* is, or is the JSON text of."""
    found: set[str] = set()

    def collect(value: Any) -> Any:
        if isinstance(value, Mapping):
            collect(list(value.values()))
        elif isinstance(value, list):
            for item in value:
                collect(item)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            found.add(str(value))
        return value

    try:
        document = body if isinstance(body, Mapping) else json.loads(body)
        mask_value(document, (), str, leaf=collect)
    except (TypeError, ValueError, RecursionError):
        return found
    return found
