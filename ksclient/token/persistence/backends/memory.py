"""Tokens in the memory of one process: for tests, and for clouds that forget."""

from __future__ import annotations

import builtins
import heapq
import os
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from ksclient.auth._redact import secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.exceptions import TokenExists, TokenNotFound
from ksclient.token.persistence import options
from ksclient.token.persistence.driver import TokenDriverV8
from ksclient.token.persistence.records import (
    DEFAULT_EXPIRATION,
    Record,
    RevokedToken,
    TokenRef,
    concealed,
    name_of,
    now,
    stored,
)

_LOCK = threading.RLock()
"""Held by who reads or changes what is stored, and by who forks: a child gets whole tables."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


class Driver(TokenDriverV8):
    """Stores tokens in memory: gone with the process, and not shared with others.

    Args:
        expiration: How long a token lives that does not say; a number is of seconds.
        clock: Tells the time, aware.

    Raises:
        TypeError: If one is of another type.
        ValueError: If *expiration* is not more than 0.
    """

    def __init__(
        self, *, expiration: timedelta | float = DEFAULT_EXPIRATION, clock: Clock = utcnow
    ) -> None:
        options.function("clock", clock)
        self._expiration = options.lifetime("expiration", expiration)
        self._clock = clock
        self._records: dict[str, Record] = {}
        self._revoked: dict[str, Record] = {}
        self._by_user = _Index()
        self._by_trust = _Index()
        self._by_expiry: builtins.list[tuple[datetime, str]] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of tokens in memory>"

    def get_token(self, token_id: str | None) -> TokenRef:
        """Return a token that was not revoked; see `TokenDriverV8.get_token`."""
        token_id = secret(token_id)
        with _LOCK:
            return self._valid(token_id).ref()

    def create_token(self, token_id: str, data: Mapping[str, Any]) -> TokenRef:
        """Store a token; see `TokenDriverV8.create_token`."""
        token_id = secret(token_id)
        data = concealed(data)
        record = Record.of(token_id, data, expiration=self._expiration, clock=self._clock)
        with _LOCK:
            if record.id in self._records:
                raise TokenExists
            self._records[record.id] = record
            self._by_user.add(record.user_id, record.id)
            self._by_trust.add(record.trust_id, record.id)
            heapq.heappush(self._by_expiry, (record.expires, record.id))
        return record.ref()

    def delete_token(self, token_id: str | None) -> None:
        """Revoke a token; see `TokenDriverV8.delete_token`."""
        token_id = secret(token_id)
        with _LOCK:
            self._revoke(self._valid(token_id))

    def delete_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        """Revoke a user's or a trust's live tokens; see `TokenDriverV8.delete_tokens`."""
        with _LOCK:
            found = self._live(user_id, tenant_id, trust_id, consumer_id)
            for record in found:
                self._revoke(record)
        return [record.id for record in found]

    def _list_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        if trust_id:
            tenant_id = consumer_id = None
        elif consumer_id:
            tenant_id = None
        with _LOCK:
            return [r.id for r in self._live(user_id, tenant_id, trust_id, consumer_id)]

    def list_revoked_tokens(self) -> builtins.list[RevokedToken]:
        """Return the revocation list."""
        moment = now(self._clock)
        with _LOCK:
            revoked = list(self._revoked.values())
        return [record.as_revoked() for record in revoked if record.expires > moment]

    def flush_expired_tokens(self) -> int:
        """Remove the tokens that have expired; return how many were."""
        moment = now(self._clock)
        removed = 0
        while self._flush_one(moment):  # the lock is free between two of them
            removed += 1
        return removed

    def _flush_one(self, moment: datetime) -> bool:
        with _LOCK:
            if not self._by_expiry or self._by_expiry[0][0] > moment:
                return False
            _, key = heapq.heappop(self._by_expiry)
            record = self._records.pop(key)
            self._forget_where(record)
            self._revoked.pop(key, None)
            return True

    def _valid(self, token_id: str | None) -> Record:
        """Return the record of a token that was not revoked."""
        key = stored(token_id)
        record = self._records.get(key) if key else None
        if record is None or record.id in self._revoked:
            raise TokenNotFound(token_id)
        return record

    def _live(
        self,
        user_id: str | None,
        tenant_id: str | None,
        trust_id: str | None,
        consumer_id: str | None,
    ) -> builtins.list[Record]:
        keys = self._by_trust.keys(trust_id) if trust_id else self._by_user.keys(user_id)
        moment = now(self._clock)
        return [
            record
            for record in (self._records[key] for key in keys)
            if record.expires > moment and record.matches(tenant_id, consumer_id)
        ]

    def _revoke(self, record: Record) -> None:
        self._revoked[record.id] = record
        self._forget_where(record)

    def _forget_where(self, record: Record) -> None:
        self._by_user.remove(record.user_id, record.id)
        self._by_trust.remove(record.trust_id, record.id)


class _Index:
    """The ids of tokens by something that they have; it grows no larger than there are tokens."""

    def __init__(self) -> None:
        self._keys: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def keys(self, name: str | None) -> Iterable[str]:
        name = name_of(name)
        return self._keys.get(name, {}) if name else ()

    def add(self, name: str | None, key: str) -> None:
        if name:
            self._keys[name][key] = None

    def remove(self, name: str | None, key: str) -> None:
        keys = self._keys.get(name) if name else None
        if name and keys is not None:
            keys.pop(key, None)
            if not keys:
                del self._keys[name]
