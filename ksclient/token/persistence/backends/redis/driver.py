"""The driver that stores tokens in Redis."""

from __future__ import annotations

import builtins
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from ksclient.auth._redact import digest, secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.exceptions import StoreCorrupted, TokenExists, TokenNotFound
from ksclient.token.persistence import options
from ksclient.token.persistence.backends.redis import rows, scripts
from ksclient.token.persistence.backends.redis.rows import Row
from ksclient.token.persistence.backends.redis.server import Command, Server, text
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

DEVIATIONS: Mapping[str, str] = MappingProxyType(
    {
        "expired tokens are gone": "get_token and delete_token of an expired token raise "
        "TokenNotFound, and its id may be used again; Redis has removed it.",
        "tokens made expired are not stored": "create_token acknowledges a token whose expiry has "
        "passed, and returns it; it is gone at once.",
        "flush has little to do": "flush_expired_tokens mostly returns 0: Redis removes tokens "
        "itself.",
        "no token without expiry": "There is none, not even by hand: a key without an expiry time "
        "in it is broken.",
        "large deletions go in steps": "delete_tokens revokes at most 500 tokens at a time; "
        "others see those steps, and an error may leave a part done.",
    }
)
"""What differs from Keystone's SQL driver, and how."""


class Driver(TokenDriverV8):
    """Stores tokens in a Redis server of release 6.2 or later; not in a Redis Cluster.

    **What is safe.** A revocation, or a new token, that was acknowledged survives a crash of the
    server only if the server has ``appendonly yes`` and ``appendfsync always``. With
    ``everysec``, the last second may be lost, and with it revocations: a revoked token is good
    again. A replica that takes over may lack the last writes, too. ``maxmemory-policy`` must be
    ``noeviction``; else a server that is full drops tokens, and the indexes by which a user's
    tokens are found. The driver logs a warning if it learns of that. A server that is full
    refuses new tokens, and still revokes.

    **What is secret.** The ids of tokens are in the names of keys, and what they were made with
    in the values, readable as Keystone's tables are. Who can read the server, its files or a
    backup can use the tokens. Use a password or an ACL, and ``rediss://`` across networks.

    **When tokens expire.** A token's key is given the time that is left by *clock* when it is
    written, and Redis counts that down. What Redis still has is compared with *clock* as well.
    So clients' clocks should agree; the server's may be wrong.

    **When the connection is lost.** A command whose answer was lost is sent once more. Each call
    signs what it writes. So a token that the first attempt created is no `TokenExists`, and one
    that it revoked counts as revoked by this call. If the second attempt fails, `StoreUnavailable`
    is raised, and the call may have happened or not. Nothing is connected before the first call;
    a server that comes back is used again.

    Threads share a driver, and so do processes after a fork.

    Args:
        url: Where the server is: ``redis://user:password@host:6379/0``, ``rediss://…`` for TLS,
            ``unix:///path``. A connection and an answer may take 5 seconds each; a
            ``?socket_timeout=`` changes that.
        prefix: What the names of all keys start with. Two stores in a server need two.
        expiration: How long a token lives that does not say; a number is of seconds.
        clock: Tells the time, aware.
        client: The application's own ``redis.Redis``, used instead of *url*, with its timeouts.

    Raises:
        StoreUnusable: If the URL is none of Redis.
        TypeError: If one is of another type.
        ValueError: If *expiration* is not more than 0.
    """

    _name = "a server that is not known yet"

    def __init__(
        self,
        url: str = "redis://127.0.0.1:6379/0",
        *,
        prefix: str = "ksclient:",
        expiration: timedelta | float = DEFAULT_EXPIRATION,
        clock: Clock = utcnow,
        client: Any = None,
    ) -> None:
        url = secret(url)
        options.text("url", url)
        options.function("clock", clock)
        self._prefix = options.text("prefix", prefix)
        self._expiration = options.lifetime("expiration", expiration)
        self._clock = clock
        self._server = Server(url, client)
        self._name = f"Redis at {self._server.where}, prefix {prefix!r}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._name}>"

    def get_token(self, token_id: str | None) -> TokenRef:
        """Return a token that was not revoked and has not expired."""
        token_id = secret(token_id)
        key = stored(token_id)
        row = self._row(key) if key else None
        if key is None or row is None or row.is_revoked or row.expires < now(self._clock):
            raise TokenNotFound(token_id)
        try:
            return row.ref(key)
        except (ValueError, TypeError, KeyError, RecursionError):
            problem = self._broken(key)
        raise problem

    def create_token(self, token_id: str, data: Mapping[str, Any]) -> TokenRef:
        """Store a token until it expires; see `TokenDriverV8.create_token`."""
        token_id = secret(token_id)
        data = concealed(data)
        record = Record.of(token_id, data, expiration=self._expiration, clock=self._clock)
        made = _mark()
        refused = self._run(
            scripts.CREATE,
            [record.id],
            rows.as_text(record, made),
            rows.microseconds(record.expires),
            made,
            *rows.indexes(record),
        )
        if refused:
            raise TokenExists
        return record.ref()

    def delete_token(self, token_id: str | None) -> None:
        """Revoke a token; see `TokenDriverV8.delete_token`."""
        token_id = secret(token_id)
        key = stored(token_id)
        if key is None or not self._run(scripts.REVOKE, [key], "", "", "", _mark())[0]:
            raise TokenNotFound(token_id)

    def delete_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        """Revoke a user's or a trust's live tokens; see `TokenDriverV8.delete_tokens`."""
        trust_id = secret(trust_id)
        index = secret(rows.index(user_id, tenant_id, trust_id, consumer_id))
        tenant, consumer = (name_of(name) if name else "" for name in (tenant_id, consumer_id))
        if tenant is None or consumer is None:
            return []  # nothing that cannot be stored was
        return self._found(scripts.REVOKE, index, tenant, consumer, _mark())

    def _list_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        index = secret(
            rows.index(user_id, tenant_id, trust_id, consumer_id)
        )  # has the filter that counts
        return self._found(scripts.SELECT, index, "", "")

    def list_revoked_tokens(self) -> builtins.list[RevokedToken]:
        """Return the revocation list."""
        moment = now(self._clock)
        revoked = []
        for ids in self._pages(rows.REVOKED):
            for token_id, row in zip(ids, self._rows(ids), strict=True):
                if row and row.is_revoked and row.expires > moment:
                    revoked.append(row.as_revoked(token_id))
        return revoked

    def flush_expired_tokens(self) -> int:
        """Remove what Redis has not removed itself of tokens that have expired.

        It looks at all keys of the database, in steps.

        Returns:
            How many tokens were removed: mostly 0.
        """
        removed = self._pruned(self._prefix + rows.REVOKED)
        for key in self._server.keys_of_sets(self._prefix):
            removed += self._pruned(key)
        return removed

    def _pruned(self, key: str) -> int:
        """Forget the expired tokens of an index; return how many were still stored."""
        total = 0
        while True:
            removed, seen = self._server.run(self._command(scripts.PRUNE, [key]))
            total += int(removed)
            if int(seen) < scripts.BATCH:
                return total

    def _found(
        self, script: scripts.Script, index: str | None, *arguments: str
    ) -> builtins.list[str]:
        """Return the ids of an index for which a script answers with their places."""
        index = secret(index)  # there may be a trust in its name
        if index is None:
            return []
        return [
            ids[int(place) - 1]
            for ids in self._pages(index)
            for place in self._run(script, ids, index, *arguments)[0]
        ]

    def _pages(self, index: str) -> Iterator[builtins.list[str]]:
        """Yield the ids in an index, so many at a time as a script takes, none twice."""
        seen: set[str] = set()
        cursor = "0"
        while True:
            command = self._command(scripts.PAGE, [secret(self._prefix + index)], cursor)
            following, page = self._server.run(command)
            ids = [rows.id_of(text(member)) for member in page[::2]]
            fresh = [token_id for token_id in dict.fromkeys(ids) if token_id not in seen]
            seen.update(fresh)
            for start in range(0, len(fresh), scripts.BATCH):
                yield fresh[start : start + scripts.BATCH]
            cursor = text(following)
            if cursor == "0":
                return

    def _row(self, token_id: str) -> Row | None:
        return self._rows([token_id])[0]

    def _rows(self, ids: Sequence[str]) -> builtins.list[Row | None]:
        texts = self._run(scripts.READ, ids)[0]
        return [
            self._read(token_id, found) if found else None
            for token_id, found in zip(ids, texts, strict=True)
        ]

    def _read(self, token_id: str, found: str | bytes) -> Row:
        try:
            return Row.of(found)
        except (ValueError, TypeError, OverflowError, RecursionError):
            problem = self._broken(token_id)
        raise problem  # without its cause, which quotes what it met

    def _broken(self, token_id: str) -> StoreCorrupted:
        return StoreCorrupted(
            f"The key {digest(self._key(token_id))} holds no token, or a broken one. It is left as "
            "it is; look what else writes under this prefix."
        )

    def _run(
        self, script: scripts.Script, ids: Sequence[str], *arguments: str
    ) -> builtins.list[Any]:
        """Run a script for these tokens."""
        arguments = tuple(map(secret, arguments))
        keys = [self._key(token_id) for token_id in ids]
        return self._server.run(self._command(script, keys, *arguments))

    def _command(self, script: scripts.Script, keys: Sequence[str], *arguments: str) -> Command:
        moment = rows.microseconds(now(self._clock))
        return Command(script, tuple(keys), (self._prefix, moment, *arguments))

    def _key(self, token_id: str) -> str:
        return secret(f"{self._prefix}token:{rows.member(token_id)}")


def _mark() -> str:
    """Return what names one call, so that its second attempt knows what the first one did."""
    return secrets.token_hex(8)
