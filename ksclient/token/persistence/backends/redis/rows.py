"""How a token is written in Redis: the names of its keys, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

from ksclient.auth._redact import secret
from ksclient.token.persistence.records import (
    Record,
    RevokedToken,
    TokenRef,
    name_of,
    revoked_token,
    token_ref,
)

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - stored tokens tell the time naive, in UTC
_MICROSECOND = timedelta(microseconds=1)

REVOKED = "revoked"
"""The index of the revoked tokens."""


@dataclass(frozen=True, slots=True)
class Row:
    """A token as Redis has it.

    Attributes:
        expires: When it ends: naive, UTC.
        is_revoked: Whether it was revoked; then the rest of it is gone.
    """

    expires: datetime
    is_revoked: bool
    _members: Mapping[str, Any]
    _extra: str | bytes

    def __repr__(self) -> str:  # token data is secret
        return f"<{type(self).__name__}>"

    @classmethod
    def of(cls, text: str | bytes) -> Row:
        """Return what *text* says.

        Raises:
            ValueError: If it is no token; so for all methods. It may quote *text*.
        """
        columns, _, extra = text.partition("\n" if isinstance(text, str) else b"\n")  # type: ignore[arg-type]  # alike
        members = json.loads(columns)
        expires = members.get("expires") if isinstance(members, dict) else None
        if not isinstance(expires, str):
            raise ValueError("no token")  # noqa: TRY004 - one error for all that is wrong
        return cls(_EPOCH + int(expires) * _MICROSECOND, "revoked" in members, members, extra)

    def ref(self, token_id: str) -> TokenRef:
        """Return the token as it is handed out."""
        user_id, trust_id = self._members["user_id"], self._members.get("trust_id")
        return token_ref(token_id, self.expires, user_id, trust_id, self._extra)

    def as_revoked(self, token_id: str) -> RevokedToken:
        """Return its line of the revocation list."""
        return revoked_token(token_id, self.expires, self._members.get("audit_id"))


def as_text(record: Record, made: str) -> str:
    """Return the JSON of a new token, in ASCII: a line for what scripts read, and one for the rest.

    So scripts need not parse what they do not need, and cannot garble it. A number that Lua's
    do not hold is a text.

    Args:
        record: The token.
        made: Names the call that made it, so that the call knows it again.
    """
    row = {
        "expires": microseconds(record.expires),
        "made": made,
        "in": indexes(record),
        "user_id": record.user_id,
        "trust_id": record.trust_id,
        "tenant_id": record.tenant_id,
        "consumer_id": record.consumer_id,
        "audit_id": record.audit_id,
    }
    columns = json.dumps({name: value for name, value in row.items() if value is not None})
    return f"{columns}\n{record.extra}"


def indexes(record: Record) -> list[str]:
    """Return the names of all indexes that a token stands in while it is live."""
    candidates = (
        index(record.user_id),
        index(record.user_id, tenant_id=record.tenant_id) if record.tenant_id else None,
        index(record.user_id, consumer_id=record.consumer_id) if record.consumer_id else None,
        index(None, trust_id=record.trust_id) if record.trust_id else None,
    )
    return [name for name in candidates if name]


def index(
    user_id: str | None,
    tenant_id: str | None = None,
    trust_id: str | None = None,
    consumer_id: str | None = None,
) -> str | None:
    """Return the name of the smallest index that has all tokens looked for; None if none can be."""
    if trust_id:
        return _index("trust", trust_id)
    if consumer_id:
        return _index("consumer", user_id, consumer_id)
    if tenant_id:
        return _index("tenant", user_id, tenant_id)
    return _index("user", user_id)


def member(token_id: str) -> str:
    """Return a token's id as it stands in indexes and in the name of its key: in ASCII."""
    return secret(_quoted(token_id))


def id_of(text: str) -> str:
    """Return the token's id that stands as *text* in an index."""
    return secret(unquote(text))


def microseconds(moment: datetime) -> str:
    """Return a naive point in time, in microseconds of Unix time."""
    return str((moment - _EPOCH) // _MICROSECOND)


def _index(kind: str, *names: str | None) -> str | None:
    quoted = [_quoted(text) for text in map(name_of, names) if text]
    return ":".join([kind, *quoted]) if len(quoted) == len(names) else None


def _quoted(name: str) -> str:
    return quote(str(name), safe="", errors="surrogatepass")
