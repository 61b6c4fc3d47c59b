"""Secrets of a request inside what a server says about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from ksclient.auth._redact.documents import secrets_in
from ksclient.auth._redact.secrets import digest, is_secret_header
from ksclient.auth._redact.urls import mask_text, token_in

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
    token = token_in(url)
    # Some servers have decoded slashes, and nothing else, by the time they quote a path.
    quoted = {token, unquote(token), token.replace("%2F", "/")} if token else set()
    quoted |= {_header_text(v) for name, v in headers.items() if is_secret_header(name)}
    quoted |= secrets_in(body)
    for secret in sorted(quoted, key=len, reverse=True):
        if len(secret) >= _SHORTEST_INSIDE:
            text = text.replace(secret, digest(secret))
        elif len(secret) >= _SHORTEST_QUOTED:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", digest(secret), text)
    return mask_text(text)


def mask_said(text: T, response: Any, url: str) -> T:
    """Return *text*, which a server said, without the secrets of the request that it answers.

    Args:
        text: What it said; what is no text, such as None, stays itself.
        response: The answer.
        url: What was asked.
    """
    if not isinstance(text, str):
        return text
    request = getattr(response, "request", None)
    headers = getattr(request, "headers", None) or {}
    return cast("T", mask_quotes(text, url, headers, getattr(request, "body", None)))


def _header_text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
