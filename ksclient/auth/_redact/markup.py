"""Secrets inside XML, which v2.0 was once spoken in, and some proxies still do."""

from __future__ import annotations

import re

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.auth._pattern import Pattern
from ksclient.auth._redact.secrets import ANY_SECRET_KEY
from ksclient.auth._redact.urls import mask_match

_PREFIX = r"(?:[\w.-]{1,64}:)?"

_IN_XML = tuple(
    Pattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<before><{_PREFIX}(?:token|{ANY_SECRET_KEY})(?:\s[^<>]{{0,1000}})?>)(?P<secret>[^<]+)",
        rf"(?P<before>\s(?:token|{ANY_SECRET_KEY})\s*=\s*\")(?P<secret>[^\"<]+)",
        rf"(?P<before>\s(?:token|{ANY_SECRET_KEY})\s*=\s*')(?P<secret>[^'<]+)",
        rf"(?P<before><{_PREFIX}(?:token|trust)\s(?:[^<>]{{0,99}}?\s)?id=[\"'])(?P<secret>[^\"'<]+)",
    )
)


def mask_xml(text: str) -> str:
    """Return *text* without the secrets in it, where it is XML; other text as it is."""
    if "<" not in text:
        return text
    for where in _IN_XML:
        text = where.compiled.sub(mask_match, text)
    return text


def secrets_in_xml(text: str) -> set[str]:
    """Return the secret texts in *text*, where it is XML, as they are written and as they are."""
    if "<" not in text:
        return set()
    with FORKS_WAIT:
        from html import unescape  # noqa: PLC0415 - loads a large table

    found = {match["secret"] for where in _IN_XML for match in where.compiled.finditer(text)}
    return found | {unescape(secret) for secret in found}
