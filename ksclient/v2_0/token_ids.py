"""Tokens, in any form, on their way into URLs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.auth._redact import hidden, secret
from ksclient.base import Resource, getid, known_id
from ksclient.exceptions import InvalidId

REVOKED = "revoked"
"""What follows ``/tokens/`` in the URL of the revocation list."""


def veiled(token: Any) -> Any:
    """Return an equal of *token*, in any form, that a traceback with locals does not show."""
    return hidden(secret(token))


def id_of(token: Any) -> str:
    """Return what requests send of a *token*, which is veiled.

    Raises:
        InvalidId: If it is no token.
    """
    found = veiled(
        getid(token) if isinstance(token, Resource) else getattr(token, "auth_token", token)
    )
    if isinstance(found, Mapping):
        raise InvalidId(
            "This is a dictionary, not a token, so nothing was sent. Give what it has as "
            "['access']['token']['id'], or ksclient.access.AccessInfo.factory(body=…).",
            id="dict",
        )
    token_id = known_id(found, "token")
    if token_id == REVOKED:
        raise InvalidId(
            "'revoked' names the list of revoked tokens, not a token, so nothing was sent. "
            "tokens.get_revoked() fetches that list.",
            id=token_id,
        )
    return secret(token_id)
