"""Secrets inside URLs and headers: v2.0 puts tokens into paths."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from ksclient.auth._redact.secrets import NO_TOKENS, SECRET_KEYS, digest, is_secret_header

_ENDS_SEGMENT = r"[/?#\s\"'<>)]"
_IN_URL = re.compile(
    rf"(?P<before>/tokens/)(?!(?:{'|'.join(NO_TOKENS)})(?:{_ENDS_SEGMENT}|$))"
    r"(?P<secret>[^/?#\s\"'<>)]+)"
)
_IN_QUERY = re.compile(
    rf"(?P<before>(?<![\w.-])(?:token|{'|'.join(sorted(SECRET_KEYS))})=)"
    r"(?P<secret>[^&#\s\"'<>]+)",
    re.IGNORECASE,
)
_DIGEST = re.compile(r"\{SHA256\}[0-9a-f]{64}")
_USERINFO = re.compile(r"(?P<before>://[^/?#\s@:\"'<>]*:)(?P<secret>[^/?#\s\"'<>]+)(?=@)")


def mask_header(name: str, value: object) -> str:
    """Return the header's *value* as it may be shown."""
    text = str(value)
    return digest(text) if is_secret_header(name) and value is not None else mask_text(text)


def mask_text(text: str) -> str:
    """Return *text* with the tokens and passwords inside its URLs hidden.

    v2.0 puts tokens into paths (``/v2.0/tokens/{id}``), and a URL may name a password before
    its host or in its query.
    """
    for where in (_IN_URL, _IN_QUERY, _USERINFO):
        text = where.sub(mask_match, text)
    return text


def mask_match(found: re.Match[str]) -> str:
    secret = found["secret"]
    return found[0] if _DIGEST.fullmatch(secret) else found["before"] + digest(secret)


def secrets_in_url(url: str) -> set[str]:
    """Return the tokens and passwords that *url* holds, each as it stands there and unquoted."""
    found = {
        match["secret"]
        for where in (_IN_URL, _IN_QUERY, _USERINFO)
        for match in where.finditer(url)
    }
    return found | {unquote_plus(secret) for secret in found}


def token_in(url: str) -> str | None:
    """Return the token that the path of *url* names, or None."""
    found = _IN_URL.search(url)
    return found["secret"] if found else None
