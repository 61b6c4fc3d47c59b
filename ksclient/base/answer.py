"""Takes answers apart, and refuses those that make no sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ksclient.auth._redact import SecretDict, SecretList, hidden, mask_text
from ksclient.auth._text import text_of
from ksclient.exceptions import InvalidResponse

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+-----END CERTIFICATE-----", re.DOTALL)


def member(response: Any, body: Any, key: str) -> Any:
    """Return what *body* has under *key*.

    Raises:
        InvalidResponse: If the body is not JSON, is no object, or lacks the key.
    """
    document = document_of(response, body, key)
    if key not in document:
        raise _invalid(response, key, f"has no member {key!r}")
    return document[key]


def document_of(response: Any, body: Any, key: str | None = None) -> dict[str, Any]:
    """Return *body*, which must be an object.

    Args:
        response: The answer, for the error's sake.
        body: Its document; None if it is none.
        key: What is looked for in it, if that is one member.

    Raises:
        InvalidResponse: If it is not.
    """
    wanted = "an object" if key is None else f"an object with {key!r}"
    if body is None:
        raise _invalid(response, key, f"is not JSON, where {wanted} is expected")
    if not isinstance(body, Mapping):
        raise _invalid(response, key, f"is a {_kind(body)} where {wanted} is expected")
    return SecretDict(body)


def is_empty(response: Any, body: Any) -> bool:
    """Tell whether the answer has no content at all, rather than no JSON."""
    return body is None and not (getattr(response, "content", None) or b"").strip()


def object_at(response: Any, body: Any, key: str) -> dict[str, Any]:
    """Return the object that *body* has under *key*.

    Raises:
        InvalidResponse: If there is none.
    """
    return _object(response, member(response, body, key), key)


def objects_at(response: Any, body: Any, key: str) -> list[dict[str, Any]]:
    """Return the objects that *body* lists under *key*, leaving out empty ones.

    Some v2.0 servers wrap the list once more: ``{"users": {"values": [...]}}``.

    Raises:
        InvalidResponse: If there is no list, or something else than an object in it.
    """
    found = hidden(member(response, body, key))
    if isinstance(found, Mapping) and "values" in found:
        found = hidden(found["values"])
    if not isinstance(found, list | tuple):
        raise _invalid(response, key, f"has a {_kind(found)} as {key!r}, not a list")
    if type(body) is SecretDict:  # our own adapter read it, and has no further use for it
        del body[key]
    if set(map(type, found)) <= {dict} and all(found):
        return SecretList(found)
    return SecretList(
        _object(response, item, f"{key}[{place}]") for place, item in enumerate(found) if item
    )


def pem_text(response: Any) -> str:
    """Return the PEM text that an answer is, whatever type it claims to be.

    Raises:
        InvalidResponse: If it is something else.
    """
    text = text_of(response)
    if not _PEM.search(text):
        raise _invalid(response, None, "holds no certificate in PEM form")
    return text


def check_nod(response: Any) -> None:
    """Refuse an answer without a body that does not say yes as an Identity service does.

    Raises:
        InvalidResponse: If it is not of the statuses from 200 to 299, or heads a web page.
    """
    status = response.status_code
    if not 200 <= status < 300:
        raise _invalid(response, None, f"is HTTP {status}, which says neither yes nor no")
    kind = response.headers.get("Content-Type") or ""
    is_empty = status == 204 or response.headers.get("Content-Length") == "0"
    if kind.lower().startswith("text/html") and not is_empty:
        raise _invalid(response, None, "heads a web page")


def _object(response: Any, found: Any, field: str) -> dict[str, Any]:
    found = hidden(found)
    if not isinstance(found, Mapping):
        raise _invalid(response, field, f"has a {_kind(found)} as {field!r}, not an object")
    return SecretDict(found)


def _kind(value: Any) -> str:
    for kind in (str, list):  # not what hides it from tracebacks with locals
        if isinstance(value, kind):
            return kind.__name__
    return type(value).__name__


def _invalid(response: Any, field: str | None, what: str) -> InvalidResponse:
    url = getattr(response, "url", None)
    answer = f"The answer of {mask_text(url)}" if isinstance(url, str) else "The answer"
    return InvalidResponse(
        response,
        f"{answer} {what}. Is this the address of an Identity v2.0 service?",
        field=field,
    )
