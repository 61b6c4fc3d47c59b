"""Whose logins a store holds, for people who look after it: no token is among what is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ksclient.auth._redact import hidden, secret
from ksclient.auth._time import parse_isotime


@dataclass(frozen=True, slots=True)
class KeptLogin:
    """A login that a store holds.

    Attributes:
        user: Whose it is: the name, else the id; None if that is not known.
        tenant: What it is for: the name, else the id; None for a login without a tenant.
        auth_url: Where it was made; None if that is not known.
        ends: Until when its token is good.
    """

    user: str | None
    tenant: str | None
    auth_url: str | None
    ends: datetime


def kept_logins(records: Iterable[bytes]) -> list[KeptLogin]:
    """Return the logins among the *records* of a store; what is no login is left out.

    A store has a salt and version documents as well.
    """
    found = (_login_in(record) for record in records)
    return [login for login in found if login is not None]


def _login_in(record: bytes) -> KeptLogin | None:
    record = secret(record)  # from tracebacks with locals
    head, _, text = (secret(part) for part in record.partition(b"\n"))
    about, state = hidden(_object(head)), hidden(_object(text))
    try:
        ends = parse_isotime(about["ends"])
    except (KeyError, TypeError, ValueError):
        return None
    access = hidden(_member(_member(state, "body"), "access"))
    if not access:
        return None
    owner, user = hidden(_member(state, "owner")), hidden(_member(access, "user"))
    tenant = hidden(_member(_member(access, "token"), "tenant"))
    return KeptLogin(
        user=_first(user, "username", "name", "id"),
        tenant=_first(tenant, "name", "id"),
        auth_url=_first(owner, "auth_url"),
        ends=ends,
    )


def _object(text: bytes) -> dict[str, Any]:
    text = secret(text)
    try:
        document = hidden(json.loads(text))
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _member(document: dict[str, Any], name: str) -> dict[str, Any]:
    document = hidden(document)
    member = document.get(name)
    return hidden(member) if isinstance(member, dict) else {}


def _first(document: dict[str, Any], *names: str) -> str | None:
    document = hidden(document)
    return next(
        (document[name] for name in names if isinstance(document.get(name), str)),
        None,
    )
