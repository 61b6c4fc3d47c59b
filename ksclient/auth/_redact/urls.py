"""Secrets inside URLs and headers: v2.0 puts tokens into paths."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, unquote_plus

from ksclient.auth._pattern import Pattern
from ksclient.auth._redact.secrets import (
    ANY_SECRET_KEY,
    NO_TOKENS,
    digest,
    is_digest,
    is_secret,
    is_secret_header,
)

_ENDS_SEGMENT = r"[/?#\s\"'<>)]"
_IN_URL = Pattern(
    rf"(?P<before>/tokens/)(?!(?:{'|'.join(NO_TOKENS)})(?:{_ENDS_SEGMENT}|$))"
    r"(?P<secret>[^/?#\s\"'<>)]+)"
)
_IN_QUERY = Pattern(
    rf"(?P<before>(?<![\w.-])(?:token|{ANY_SECRET_KEY})=)"
    r"(?P<secret>[^&#\s\"'<>]+)",
    re.IGNORECASE,
)
_HAS_NO_USERINFO = Pattern(
    r"[a-z+]+://(?:[^/?#@:\[\]]+|\[[^\]]*\])(?::\d+)?(?:[/?#]|$)", re.IGNORECASE
)
_USERINFO = Pattern(r"(?P<before>://[^/?#\s@:\"'<>]*:)(?P<secret>[^/?#\s\"'<>]+)(?=@)")
_WHERE = (("/tokens/", _IN_URL), ("=", _IN_QUERY), ("@", _USERINFO))
"""Where secrets are, each with a sign without which there are none: most texts have no sign."""


def mask_header(name: str, value: object) -> str:
    """Return the header's *value* as it may be shown."""
    text = str(value)
    return digest(text) if is_secret_header(name) and value is not None else mask_text(text)


def mask_text(text: str) -> str:
    """Return *text* with the tokens and passwords inside its URLs hidden.

    v2.0 puts tokens into paths (``/v2.0/tokens/{id}``), and a URL may name a password before
    its host or in its query.
    """
    for sign, where in _WHERE:
        if sign in text:
            text = where.compiled.sub(mask_match, text)
    return text


def mask_match(found: re.Match[str]) -> str:
    secret = found["secret"]
    return found[0] if is_digest(secret) else found["before"] + digest(secret)


def token_in(url: str) -> str | None:
    """Return the token that the path of *url* names, or None."""
    found = _IN_URL.compiled.search(url)
    return found["secret"] if found else None


def secrets_in_url(url: str) -> set[str]:
    """Return the tokens and passwords that *url* holds, each as it stands there and unquoted."""
    found = secrets_in_text(url)
    # Some servers have decoded slashes, and nothing else, by the time they quote a path.
    found |= {secret.replace("%2F", "/") for secret in found}
    found |= {unquote(secret) for secret in found} | {unquote_plus(secret) for secret in found}
    return found | secrets_in_form(url.partition("?")[2].partition("#")[0])


def without_password(url: str) -> str:
    """Return *url* without the password in front of its host; the user's name stays."""
    parts = _userinfo_of(url)
    return f"{parts[0]}@{parts[2]}" if parts else url


def mask_url(url: str) -> str:
    """Return a *url*, and nothing else, as it may be shown, whatever its password is made of."""
    parts = _userinfo_of(url)
    return mask_text(f"{parts[0]}:{digest(parts[1])}@{parts[2]}" if parts else url)


def _userinfo_of(url: str) -> tuple[str, str, str] | None:
    """Return what stands before a password in *url*, the password, and what follows its ``@``.

    A password may hold what ends a host elsewhere, if nobody has percent-encoded it.
    """
    head, at, tail = url.rpartition("@")
    if not at or _HAS_NO_USERINFO.compiled.match(url):
        return None
    scheme, slashes, userinfo = head.rpartition("://")
    user, colon, password = userinfo.partition(":")
    return (f"{scheme}{slashes}{user}", password, tail) if colon and password else None


def secrets_in_text(text: str) -> set[str]:
    """Return what `mask_text` would hide in *text*."""
    return {
        match["secret"]
        for sign, where in _WHERE
        if sign in text
        for match in where.compiled.finditer(text)
    }


def secrets_in_form(text: str) -> set[str]:
    """Return the secrets in a query, or in a form that is sent as a body."""
    pairs = parse_qsl(text, keep_blank_values=False)
    return {value for name, value in pairs if is_secret(("", name.lower()), value)}
