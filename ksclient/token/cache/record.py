"""A login as bytes in a store, and back: only for whom it belongs to."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._redact import hidden, secret
from ksclient.auth._time import parse_isotime
from ksclient.auth._value import Value
from ksclient.auth.access import Life
from ksclient.auth.identity import state
from ksclient.token.cache.keys import FORMAT

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo
    from ksclient.auth.identity.state import Owner


class Unusable(ValueError):
    """A record is none, or somebody else's; the text says why, and quotes no secret."""


class Kept(Value):
    """A login that is kept, or to be kept."""

    access: AccessInfo
    life: Life


def write(kept: Kept, key: str, owner: Owner) -> bytes:
    """Return a login as bytes: a line about it, and a line as `get_auth_state` gives it.

    Args:
        kept: The login.
        key: Where it will be kept.
        owner: Whose it is.
    """
    head = {
        "format": FORMAT,
        "key": key,
        "begins": kept.life.begins.isoformat(),
        "ends": kept.life.ends.isoformat(),
    }
    return secret(f"{json.dumps(head)}\n{state.write(kept.access, owner)}".encode())


def read(record: bytes, key: str, owner: Owner) -> Kept:
    """Return the login that a record holds, expired or not.

    Args:
        record: What `write` gave.
        key: Where it was kept.
        owner: Who wants it.

    Raises:
        Unusable: If it cannot be read, was kept elsewhere, or is of another user, scope or
            auth URL.
    """
    record = secret(record)  # from tracebacks with locals
    if not isinstance(record, bytes):
        raise Unusable(f"the store gave {type(record).__name__}, not bytes")
    head, _, text = (secret(part) for part in record.partition(b"\n"))
    life = _life(_head(head, key))
    try:
        access = state.read(text, owner, will_renew=False)
    except exceptions.AuthorizationFailure as cause:
        raise Unusable(str(cause)) from cause
    if not _can_be_sent(secret(access.auth_token or "")):
        raise Unusable("its token cannot stand in a header")
    return Kept(access, life)


def _can_be_sent(token: str) -> bool:
    return token.isascii() and token.isprintable()


def _head(line: bytes, key: str) -> dict[str, Any]:
    line = secret(line)
    try:
        head = hidden(json.loads(line))
    except (ValueError, RecursionError) as cause:
        # Not from the cause, which quotes the line.
        raise Unusable(f"it does not begin as records do ({type(cause).__name__})") from None
    if not isinstance(head, dict):
        raise Unusable("it does not begin as records do")
    if head.get("format") != FORMAT:
        raise Unusable("it is of another format")
    if head.get("key") != key:
        raise Unusable("it was kept for another login")
    return head


def _life(head: dict[str, Any]) -> Life:
    try:
        return Life(*(_time(head.get(name)) for name in ("begins", "ends")))
    except ValueError:
        raise Unusable("it does not say from when to when it is good") from None


def _time(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - what is said is said by the caller
    return parse_isotime(value)
