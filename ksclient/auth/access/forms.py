"""The forms in which a login is kept as a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.auth._json import MAX_DEPTH, nests_deeper
from ksclient.auth._redact import SecretDict, secret
from ksclient.auth.access.reading import ADDED, Part, check, check_token_id, unknown
from ksclient.auth.exceptions import InvalidResponse


def is_state(document: Mapping[str, Any]) -> bool:
    """Tell whether this is the text of ``get_auth_state``, here or in keystoneauth1, once read."""
    return {"auth_token", "body"} <= document.keys() and not {"access", "token"} & document.keys()


def members_of(document: Mapping[str, Any]) -> SecretDict:
    """Return the members of an ``access`` document, whose token can be sent.

    A token to use in place of the document's is among them, as ``auth_token``. Nothing is copied
    but the outermost dictionary.

    Args:
        document: An ``access`` document; its inside, as ``ksclient.access.AccessInfo`` is; or the
            state of a plugin.

    Raises:
        InvalidResponse: If it is nothing of that.
    """
    document = SecretDict(document)
    if nests_deeper(document, MAX_DEPTH):
        raise InvalidResponse(None, f"it nests deeper than {MAX_DEPTH} levels")
    members = _inside(document)
    check({"access": {name: members[name] for name in members if name not in ADDED}})
    if members.get("auth_token") is not None:
        check_token_id(Part(members).member("auth_token"))
    return members


def _inside(document: Mapping[str, Any]) -> SecretDict:
    document, token = SecretDict(document), None
    if is_state(document):
        token = secret(Part(document).member("auth_token").text())
        document = SecretDict(Part(document).member("body").members() or {})
    if "access" in document:
        document = SecretDict(Part(document).member("access").members() or {})
    elif not {"id", "expires"} & (Part(document).member("token").members() or {}).keys():
        raise unknown(document)
    if token and Part(document, "access").member("token").member("id").value != token:
        document["auth_token"] = token
    return document
