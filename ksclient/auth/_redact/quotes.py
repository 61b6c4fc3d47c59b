"""Secrets of a request inside what a server says about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import quote, quote_plus

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.auth._redact.documents import secrets_in
from ksclient.auth._redact.secrets import digest, is_secret_header
from ksclient.auth._redact.urls import mask_text, secrets_in_url

T = TypeVar("T")

_SHORTEST_QUOTED = 3
"""Characters of the shortest secret looked for in a server's words."""

_SHORTEST_INSIDE = 8
"""Characters of the shortest one that is looked for inside other words, too."""


def mask_quotes(text: str, url: str, headers: Mapping[str, Any], body: Any = None) -> str:
    """Return *text*, which a server sent, without the secrets of the request that it answers.

    Servers quote them: "Could not find token: …".

    Args:
        text: What the server said.
        url: What was asked.
        headers: The headers of the request.
        body: What was sent with it.
    """
    return quotes_masker((url,), headers, body)(text)


def quotes_masker(
    urls: Iterable[str], headers: Mapping[str, Any], body: Any = None
) -> Callable[[str], str]:
    """Return what does as `mask_quotes` for all texts in the answer to one request."""
    quotable = _quotable(urls, headers, body)

    def masked(text: str) -> str:
        for secret, forms in quotable:
            for form in forms:
                if len(form) >= _SHORTEST_INSIDE:
                    text = text.replace(form, digest(secret))
                elif len(form) >= _SHORTEST_QUOTED:
                    text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", digest(secret), text)
        return mask_text(text)

    return masked


def _quotable(
    urls: Iterable[str], headers: Mapping[str, Any], body: Any
) -> Iterable[tuple[str, Iterable[str]]]:
    """Return the secrets of a request, the longest first, each with how servers may write it."""
    secrets = secrets_in(body).union(*map(secrets_in_url, urls))
    for name, value in headers.items():
        if is_secret_header(name):
            text = _header_text(value)
            secrets |= {text, *text.split(" ", 1)[1:]}  # a scheme, such as Basic, stands before
    return [
        (secret, sorted(_forms(secret), key=len, reverse=True))
        for secret in sorted(secrets, key=len, reverse=True)
    ]


def _escaped(text: str) -> str:
    with FORKS_WAIT:
        from html import escape  # noqa: PLC0415 - loads a large table

    return escape(text)


_WRITERS: tuple[Callable[[str], str], ...] = (
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    lambda text: repr(text)[1:-1],
    lambda text: ascii(text)[1:-1],
    lambda text: text.replace(" ", "+"),
    lambda text: text.encode("utf-8", "replace").decode("latin-1"),  # as headers are read
    _escaped,
    lambda text: quote(text, errors="replace"),
    lambda text: quote(text, safe="", errors="replace"),
    lambda text: quote_plus(text, errors="replace"),
)
"""How servers write a text that has more than letters and digits."""


def _forms(secret: str) -> set[str]:
    """Return how a server may write *secret*: as it is, or in a text within another one."""
    if secret.isascii() and secret.isalnum():
        return {secret}
    once = {secret, *(write(secret) for write in _WRITERS)}
    return once | {write(text) for text in once for write in _WRITERS}


def mask_said(text: T, response: Any, url: str) -> T:
    """Return *text*, which a server said, without the secrets of the request that it answers.

    Args:
        text: What it said; what is no text, such as None, stays itself.
        response: The answer.
        url: What was asked.
    """
    if not isinstance(text, str):
        return text
    return cast("T", answer_masker(response, url)(text))


def answer_masker(
    response: Any, url: str, headers: Mapping[str, Any] | None = None, body: Any = None
) -> Callable[[str], str]:
    """Return what hides, in a text of *response*, the secrets of the request that it answers.

    Args:
        response: The answer.
        url: What was asked.
        headers: What was sent, where the answer does not tell all of it.
        body: The same.
    """
    request = getattr(response, "request", None)
    sent = {**(headers or {}), **(getattr(request, "headers", None) or {})}
    sent_to = str(getattr(request, "url", None) or url)  # with the query, too
    return quotes_masker((url, sent_to), sent, getattr(request, "body", None) or body)


def _header_text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
