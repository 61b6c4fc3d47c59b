"""Secrets inside XML, which v2.0 was once spoken in, and some proxies still do."""

from __future__ import annotations

import re
from html import unescape

from ksclient.auth._redact.secrets import ANY_SECRET_KEY
from ksclient.auth._redact.urls import mask_match

_PREFIX = r"(?:[\w.-]{1,64}:)?"

_IN_XML = tuple(
    re.compile(pattern, re.IGNORECASE)
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
        text = where.sub(mask_match, text)
    return text


def secrets_in_xml(text: str) -> set[str]:
    """Return the secret texts in *text*, where it is XML, as they are written and as they are."""
    if "<" not in text:
        return set()
    found = {match["secret"] for where in _IN_XML for match in where.finditer(text)}
    return found | {unescape(secret) for secret in found}
