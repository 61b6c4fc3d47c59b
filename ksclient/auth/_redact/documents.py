"""Secrets inside JSON documents, known by where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ksclient.auth._pattern import Pattern
from ksclient.auth._redact.markup import mask_xml, secrets_in_xml
from ksclient.auth._redact.secrets import ANY_SECRET_KEY, digest, is_digest, is_secret
from ksclient.auth._redact.urls import mask_match, mask_text, secrets_in_form, secrets_in_text

_IN_BROKEN_JSON = Pattern(
    rf"(?P<before>\"(?:id|token|{ANY_SECRET_KEY})\"\s*:\s*\")"
    r"(?P<secret>(?:[^\"\\]|\\.)+)",
    re.IGNORECASE,
)

_LONGEST_LOGIN = 65536
"""How much of a file is read to see whether it holds a secret; one in a login comes before."""

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
    if isinstance(value, str) and is_digest(value):
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
    if is_secret(path, value):
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
        return mask_value(members, ("",), mask_text)
    except RecursionError:
        return {"": TOO_DEEP}


def mask_body(text: str, shown: Callable[[str], str] = mask_text) -> str:
    """Return a body's *text* as it may be shown; the text itself when nothing was secret.

    Args:
        text: Of a document, or of anything else.
        shown: Hides what is secret inside of texts that are not secret as a whole.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return mask_text(mask_xml(_IN_BROKEN_JSON.compiled.sub(mask_match, shown(text))))
    try:
        masked = mask_value(document, (), shown)
        return text if masked is document else json.dumps(masked)
    except RecursionError:
        return TOO_DEEP


def has_secret(body: Any) -> bool:
    """Tell whether a request's *body*, a document, a form or the text of one, holds a secret."""
    try:
        body = _beginning(body)
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


def _beginning(body: Any) -> Any:
    """Return what a *body* that is a file begins with, and leave it where it stood; else *body*."""
    if not all(hasattr(body, name) for name in ("read", "seek", "tell")):
        return body
    try:
        position = body.tell()
        text = body.read(_LONGEST_LOGIN)
        body.seek(position)
    except (OSError, ValueError):  # it is closed, or a pipe
        return body
    return text


def secrets_in(body: Any) -> set[str]:
    """Return the secret texts in what a *body* is, or is the text of: JSON, a form, or XML."""
    found: set[str] = set()

    def collect(value: Any) -> Any:
        if isinstance(value, Mapping):
            collect(list(value.values()))
        elif isinstance(value, list | tuple):
            for item in value:
                collect(item)
        elif isinstance(value, bytes):
            found.add(value.decode("utf-8", "replace"))
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            found.add(str(value))
        return value

    def collect_from(text: str) -> str:
        found.update(secrets_in_text(text))
        return text

    if isinstance(body, bytes | bytearray):
        body = body.decode("utf-8", "replace")
    try:
        document = json.loads(body) if isinstance(body, str) else body
        mask_value(document, (), collect_from, leaf=collect)
    except (ValueError, RecursionError):
        return secrets_in_form(body) | secrets_in_xml(body) if isinstance(body, str) else found
    return found
