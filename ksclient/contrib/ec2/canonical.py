"""The one spelling of a request that its sender and the server agree to sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ksclient.contrib.ec2.reading import text, utf8

_OLD_BOTO = re.compile(r"Boto/2\.[0-9]\.[0-2]")
"""User agents that sign the ``Host`` header without its port: Boto before 2.9.3."""


def request(
    verb: str,
    path: str,
    params: Mapping[str, Any],
    headers: Mapping[str, Any],
    signed_headers: str,
    body_hash: str,
) -> str:
    """Return the canonical request of signature version 4.

    Args:
        verb: The HTTP method.
        path: The path of the URL, encoded as it is sent.
        params: The parameters of the query. A POST has its own in its body.
        headers: All headers of the request.
        signed_headers: The names of those that are signed, in lower case, with ``;`` between them.
        body_hash: The SHA-256 of the body, in hex.
    """
    verb = verb.upper()
    sent_query = "" if verb == "POST" else query(params)
    lines = [verb, path, sent_query, _headers(headers, signed_headers), "", signed_headers]
    return "\n".join([*lines, body_hash])


def query(params: Mapping[str, Any]) -> str:
    """Return the canonical query: sorted by name, and all encoded but ``A-Z a-z 0-9 - _ . ~``."""
    return "&".join(
        f"{quote(name, safe='')}={quote(utf8(params[name], f'params[{name!r}]'), safe='')}"
        for name in sorted(params)
    )


def _headers(headers: Mapping[str, Any], signed_headers: str) -> str:
    """Return a line for each signed header, in the order in which they are named.

    Two things are as Keystone has them, for it computes the same. A header that is named but
    not there is passed over. Spaces inside a value stay as they are; AWS makes one of several.
    """
    values = {name.lower().strip(): text(headers, name, "headers").strip() for name in headers}
    if "host" in values and _OLD_BOTO.match(values.get("user-agent", "")):
        values["host"] = values["host"].split(":")[0]
    named = signed_headers.split(";")
    return "\n".join(f"{name}:{values[name]}" for name in named if name in values)
