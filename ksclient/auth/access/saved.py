"""A login in a file: the members of its ``access`` document as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from ksclient.auth._json import MAX_BYTES
from ksclient.auth._redact import SecretDict, hidden, secret
from ksclient.auth.access import private_file
from ksclient.auth.access.forms import members_of
from ksclient.auth.exceptions import InvalidResponse, UnusableFile

_ANEW = "Log in, and save that with save()."


def write(path: str | os.PathLike[str], members: Mapping[str, Any]) -> None:
    """Write the members of an ``access`` document to a file.

    Raises:
        InvalidResponse: If it is no login that `read` would take.
        TypeError: If JSON cannot hold it.
        UnusableFile: If the file cannot be written.
    """
    members = SecretDict(members)
    members_of(members)
    private_file.write(path, secret(json.dumps(members).encode()))


def read(path: str | os.PathLike[str]) -> SecretDict:
    """Return the members of the ``access`` document in a file, whichever form it has there.

    Raises:
        UnusableFile: If it holds no login, or cannot be trusted.
    """
    document = hidden(_parsed(secret(private_file.read(path, MAX_BYTES))))
    if not isinstance(document, dict):
        raise _no_login(path, "what is in it is no JSON object, as in a file that was cut short")
    try:
        return members_of(document)
    except InvalidResponse as cause:
        raise _no_login(path, cause.message) from cause


def _parsed(content: bytes) -> Any:
    """Return what JSON makes of *content*, None if that is no JSON."""
    try:
        return hidden(json.loads(secret(content)))
    except (ValueError, RecursionError):
        return None  # and not the error, which has the text


def _no_login(path: str | os.PathLike[str], why: str) -> UnusableFile:
    name = os.fspath(path)
    return UnusableFile(f"{name} holds no login of Identity v2.0: {why}. {_ANEW}", name)
