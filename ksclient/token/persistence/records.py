"""What a driver stores of a token: a few columns to look it up by, and the rest as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from ksclient.auth._redact import SecretDict, hidden, secret
from ksclient.auth._time import Clock, as_utc, parse_isotime, utcnow
from ksclient.token.exceptions import InvalidTokenRef

LONGEST_ID = 64
"""Characters of the longest token id that is stored as it is; Keystone's column is that wide."""

LONGEST_NAME = 255
"""Characters of the longest id of a user, a tenant, a trust or a consumer."""

DEFAULT_EXPIRATION = timedelta(hours=1)
"""How long a token lives that does not say."""

TokenRef = dict[str, Any]
"""A token as it is handed in and out: ``id``, ``expires`` (naive UTC), ``user``, ``tenant``, …"""

_COLUMNS = ("id", "expires", "user_id", "trust_id")


class RevokedToken(TypedDict):
    """One line of the revocation list."""

    id: str
    expires: datetime
    audit_id: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """One token as it is stored.

    Attributes:
        id: The token, or the digest of a long one.
        expires: When it ends: naive, UTC.
        user_id: Whose it is.
        trust_id: The trust that it came from, or None.
        tenant_id: The tenant that it is for, or None.
        consumer_id: The OAuth consumer that it was made for, or None.
        audit_id: What names it in audit logs, or None.
        extra: All else that it was made with, as JSON.
    """

    id: str
    expires: datetime
    user_id: str
    trust_id: str | None
    tenant_id: str | None
    consumer_id: str | None
    audit_id: str | None
    extra: str

    def __repr__(self) -> str:  # ids and token data are secrets
        return f"<{type(self).__name__} {secret(self.id)!r}>"

    @classmethod
    def of(
        cls,
        token_id: Any,
        data: Mapping[str, Any],
        *,
        expiration: timedelta = DEFAULT_EXPIRATION,
        clock: Clock = utcnow,
    ) -> Record:
        """Return the record of a new token; *data* is not changed.

        Args:
            token_id: Its id.
            data: What it was made with. ``expires`` is a datetime, or its ISO 8601 text; without
                an offset it is UTC. A missing one is filled in, and so is ``user_id``, from
                ``user``. ``tenant`` is an object with ``id``, or None; where it has none,
                ``tenant_id`` is taken.
            expiration: How long it lives if it does not say.
            clock: Tells the time, aware.

        Raises:
            InvalidTokenRef: If it has no id or no user, if the tenant or the time is none, or if
                something in it cannot be written as JSON.
        """
        token_id = secret(token_id)
        data = concealed(data)
        stored_id = stored(token_id)
        if stored_id is None:
            raise InvalidTokenRef("A token id must be a text, not empty, of sound Unicode.")
        if not isinstance(data.get("tenant"), Mapping | None):
            raise InvalidTokenRef("The token's 'tenant' must be an object with 'id', or None.")
        return cls(
            id=stored_id,
            expires=_expiry(data.get("expires"), expiration, clock),
            user_id=_name(data.get("user_id") or _member(data, "user", "id"), "user_id"),
            trust_id=_name_or_none(data.get("trust_id"), "trust_id"),
            tenant_id=_name_or_none(_tenant_of(data), "tenant.id"),
            consumer_id=_name_or_none(_consumer_of(data), "token_data.token.OS-OAUTH1.consumer_id"),
            audit_id=_name_or_none(_audit_id_of(data), "audit_ids[0]"),
            extra=_as_json({key: value for key, value in data.items() if key not in _COLUMNS}),
        )

    def matches(self, tenant_id: str | None, consumer_id: str | None) -> bool:
        """Tell whether the token is for this tenant, and for this consumer; None is any."""
        return _is_for(self.tenant_id, self.consumer_id, tenant_id, consumer_id)

    def as_revoked(self) -> RevokedToken:
        """Return the line of the revocation list that the token gets."""
        return revoked_token(self.id, self.expires, self.audit_id)

    def ref(self) -> TokenRef:
        """Return the token as it is handed out; it shares nothing with this record."""
        return token_ref(self.id, self.expires, self.user_id, self.trust_id, self.extra)


def revoked_token(token_id: str, expires: datetime, audit_id: str | None) -> RevokedToken:
    """Return a line of the revocation list; its ``repr`` does not show the token."""
    return {"id": secret(token_id), "expires": expires, "audit_id": audit_id}


def token_ref(
    token_id: str,
    expires: datetime | None,
    user_id: str | None,
    trust_id: str | None,
    extra: str | bytes,
) -> TokenRef:
    """Return a token as it is handed out, made of its columns and the JSON of the rest.

    Raises:
        ValueError: If that is no JSON object, or the time is none.
    """
    ref = json.loads(extra)
    if not isinstance(ref, dict) or not isinstance(expires, datetime | None):
        raise ValueError("no token")  # noqa: TRY004 - one error for all that is wrong
    ref.update(id=token_id, expires=expires, user_id=user_id, trust_id=trust_id)
    return concealed(ref)


def concealed(data: Mapping[str, Any]) -> TokenRef:
    """Return a copy of a token, or of what it is made with, that hides it from ``repr``.

    Raises:
        InvalidTokenRef: If *data* is no mapping.
    """
    if not isinstance(data, Mapping):
        raise InvalidTokenRef("A token is made with a dictionary.")
    copy = SecretDict(data)
    for name in copy.keys() & {"id", "key"}:  # either is the token itself
        copy[name] = secret(copy[name])
    return copy


def is_for(ref: Mapping[str, Any], tenant_id: str | None, consumer_id: str | None) -> bool:
    """Tell whether a token that was handed out is for this tenant and consumer; None is any."""
    return _is_for(_tenant_of(ref), _consumer_of(ref), tenant_id, consumer_id)


def stored(token_id: Any) -> str | None:
    """Return what a token is stored under; None for what cannot be a token.

    A long id is stored as its SHA-256, so that it fits a column.
    """
    text = secret(name_of(token_id))
    if text is None or len(text) <= LONGEST_ID:
        return text
    return secret(hashlib.sha256(text.encode()).hexdigest())


def name_of(value: Any) -> str | None:
    """Return the text that an id is compared as, of any type of text; None for what cannot be one.

    An enumeration's text, say, is formatted as another than it is equal to.
    """
    if not isinstance(value, str) or not value or "\0" in value:
        return None
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return str.__str__(value)


def now(clock: Clock) -> datetime:
    """Return the time as stored tokens tell it: naive, UTC."""
    return naive(clock())


def naive(moment: datetime) -> datetime:
    """Return a point in time as stored tokens tell it; a naive one is taken to be UTC."""
    return as_utc(moment).replace(tzinfo=None)


def _is_for(
    its_tenant: Any, its_consumer: Any, tenant_id: str | None, consumer_id: str | None
) -> bool:
    return (not tenant_id or its_tenant == tenant_id) and (
        not consumer_id or its_consumer == consumer_id
    )


def _expiry(given: Any, expiration: timedelta, clock: Clock) -> datetime:
    if not given:
        return now(clock).replace(microsecond=0) + expiration
    try:
        return naive(given if isinstance(given, datetime) else parse_isotime(given))
    except (ValueError, OverflowError) as cause:
        raise InvalidTokenRef(
            "The token's 'expires' must be a datetime, or its ISO 8601 text."
        ) from cause


def _member(document: Any, *names: str) -> Any:
    """Return what is at this place of a JSON-like document; None where it is not."""
    for name in names:
        document = hidden(document.get(name)) if isinstance(document, Mapping) else None
    return document


def _tenant_of(data: Mapping[str, Any]) -> Any:
    return _member(data, "tenant", "id") or data.get("tenant_id")


def _consumer_of(data: Mapping[str, Any]) -> Any:
    return _member(data, "token_data", "token", "OS-OAUTH1", "consumer_id")


def _audit_id_of(data: Mapping[str, Any]) -> str | None:
    """Return the first audit id of a v2.0 token, or of a v3 one."""
    ids = _member(data, "token_data", "access", "token", "audit_ids") or _member(
        data, "token_data", "token", "audit_ids"
    )
    first = ids[0] if isinstance(ids, list | tuple) and ids else None
    return first if isinstance(first, str) else None


def _name_or_none(value: Any, place: str) -> str | None:
    return None if value is None or value == "" else _name(value, place)


def _name(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidTokenRef(f"The token lacks {place}, a text.")
    name = name_of(value)
    if name is None or len(name) > LONGEST_NAME:
        raise InvalidTokenRef(
            f"The token's {place} is longer than {LONGEST_NAME} characters, or no sound Unicode."
        )
    return name


def _as_json(extra: dict[str, Any]) -> str:
    extra = SecretDict(extra)
    try:
        return json.dumps(extra, default=_moment_as_text, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        problem = InvalidTokenRef("The token holds something that cannot be written as JSON.")
    raise problem  # without its cause, which quotes what it met


def _moment_as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    raise TypeError
