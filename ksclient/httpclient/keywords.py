"""A client's keywords, while they are on their way to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.auth._redact import SecretDict, hidden, secret
from ksclient.auth._value import names_of
from ksclient.httpclient.options import Options

_SHOWN = set(names_of(Options)) - {"password", "token", "trust_id", "auth_ref"}


def hidden_keywords(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords *given* for a client, whose secrets tracebacks with locals do not show.

    What is no keyword of a client is hidden as well: it may be a misspelt ``password``.
    """
    return SecretDict(
        (name, value if name in _SHOWN else hidden(secret(value))) for name, value in given.items()
    )
