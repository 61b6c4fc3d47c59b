"""Store tokens in the table of a database."""

from __future__ import annotations

import builtins
import dataclasses
import time
import weakref
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import hidden, secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.exceptions import InvalidTokenRef, TokenExists, TokenNotFound
from ksclient.token.persistence import options
from ksclient.token.persistence.backends.sql import statements
from ksclient.token.persistence.backends.sql.database import Database
from ksclient.token.persistence.backends.sql.engines import (
    make_engine,
    make_file,
    parsed,
    shared_engine,
    shown,
)
from ksclient.token.persistence.backends.sql.schema import prepare
from ksclient.token.persistence.backends.sql.tables import LONGEST_DOCUMENT
from ksclient.token.persistence.driver import TokenDriverV8
from ksclient.token.persistence.records import (
    DEFAULT_EXPIRATION,
    Record,
    RevokedToken,
    TokenRef,
    concealed,
    now,
    revoked_token,
    stored,
    token_ref,
)

_BATCH = 1000
"""How many rows are removed in one transaction, or revoked by one statement."""

DEVIATIONS: Mapping[str, str] = MappingProxyType({})
"""What differs from Keystone's SQL driver, and how: nothing does."""

_LONG_AGO = datetime(1, 1, 1)  # noqa: DTZ001 - as it is stored: naive, UTC


class Driver(TokenDriverV8):
    """Stores tokens in a database, for many processes on many hosts.

    What is stored: the table ``ksclient_token`` has a row for each token, with its id (a long
    one's SHA-256), what it is looked up by, and the rest as JSON. Whoever can read it can use
    the tokens. A revoked token keeps its row until it has expired and is flushed.
    ``ksclient_token_schema`` has the version of the table. Both are created, and brought up to
    this release's version, by the constructor; they may stand beside Keystone's.

    Durable: what was acknowledged is committed. On SQLite it survives a killed process and a
    power cut (WAL, ``synchronous=FULL``); on a server, what its settings promise. Once a token
    is revoked, nobody who asks the same server gets it.

    Which URL:

    * ``sqlite:////var/lib/cloud/tokens.db`` (an absolute path): for one host. The file is
      created, readable by its owner only. Not on a network file system.
    * ``postgresql+psycopg://user:password@host/database``, in UTF-8.
    * ``mysql+pymysql://user:password@host/database``: MariaDB or MySQL, tables of InnoDB.

    Fork after making it or before: each process has its own connections. A connection that a
    server has closed is replaced.

    Args:
        url: Of the database.
        engine: The application's own, instead of *url*; an SQLite file may then have other
            tables, too. How it waits, what it logs and its forks are the application's care.
        expiration: How long a token lives that does not say; a number is of seconds.
        clock: Tells the time, aware.
        timeout: Seconds to wait for a server to take a connection, or for a lock; an option of
            the *url* goes before, such as SQLite's ``?timeout=``. A server that then says nothing
            for three times as long is given up, if psycopg (3.2 or later), PyMySQL or mysqlclient
            talks to it.
        sleep: Waits for so many seconds, between two attempts.

    Raises:
        TypeError: If not one of *url* and *engine* is given, or if one is of another type.
        ValueError: If a time is not more than 0.
        DriverNotFound: If the library for that database is not installed.
        StoreUnusable: If it is no such database, no token store, or one of a later release.
        StoreUnavailable: If it cannot be reached, read or written.
    """

    _name = "a database that is not known yet"

    def __init__(
        self,
        url: str | sa.URL | None = None,
        *,
        engine: sa.Engine | None = None,
        expiration: timedelta | float = DEFAULT_EXPIRATION,
        clock: Clock = utcnow,
        timeout: timedelta | float = 10.0,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        url = hidden(url)
        if (url is None) == (engine is None):
            raise TypeError("Name a database by url=, or hand in an engine=; one of them.")
        if url is not None and not isinstance(url, str | sa.URL):
            raise TypeError(f"url must be a text or an sqlalchemy.URL, not a {type(url).__name__}.")
        options.function("clock", clock)
        options.function("sleep", sleep)
        timeout = options.seconds("timeout", timeout)
        self._expiration = options.lifetime("expiration", expiration)
        self._clock = clock
        if engine is not None:
            ours = shared_engine(engine)
            self._name = shown(ours.url)
            self._database = Database(lambda: ours, self._name, sleep, shared=True)
        else:
            parts = parsed(url or "")
            self._name = shown(parts)
            engines = PerProcess(partial(make_engine, parts, timeout))
            engines()  # the library for it is there
            make_file(parts)
            weakref.finalize(self, _close, engines)
            self._database = Database(engines, self._name, sleep)
        prepare(self._database, shared=engine is not None, timeout=timeout)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._name}>"

    def get_token(self, token_id: str | None) -> TokenRef:
        """Return a token that was not revoked; see `TokenDriverV8.get_token`."""
        token_id = secret(token_id)
        key = stored(token_id)
        if key is None:
            raise TokenNotFound(token_id)

        def get(connection: sa.Connection) -> TokenRef | None:
            row = connection.execute(statements.GET, {"key": key}).one_or_none()
            return token_ref(*row) if row else None

        ref = self._database.read(get)
        if ref is None:
            raise TokenNotFound(token_id)
        return ref

    def create_token(self, token_id: str, data: Mapping[str, Any]) -> TokenRef:
        """Store a token; see `TokenDriverV8.create_token`."""
        token_id = secret(token_id)
        data = concealed(data)
        record = Record.of(token_id, data, expiration=self._expiration, clock=self._clock)
        if len(record.extra) > LONGEST_DOCUMENT:
            raise InvalidTokenRef(
                f"What the token was made with is longer than {LONGEST_DOCUMENT} bytes."
            )
        insert = statements.insert(self._database.dialect_name)

        def create(connection: sa.Connection) -> bool:
            result = connection.execute(insert, dataclasses.asdict(record) | {"valid": True})
            return not result.returns_rows or result.first() is not None

        if not self._database.write(create):
            raise TokenExists
        return record.ref()

    def delete_token(self, token_id: str | None) -> None:
        """Revoke a token; see `TokenDriverV8.delete_token`."""
        token_id = secret(token_id)
        key = stored(token_id)
        if key is None or not self._database.write(
            lambda connection: connection.execute(statements.REVOKE, {"key": key}).rowcount
        ):
            raise TokenNotFound(token_id)

    def delete_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        """Revoke a user's or a trust's live tokens; see `TokenDriverV8.delete_tokens`."""
        names = {"trust_id": trust_id} if trust_id else {"user_id": user_id}
        names |= {"tenant_id": tenant_id} if tenant_id else {}
        names |= {"consumer_id": consumer_id} if consumer_id else {}
        found = statements.live(names, now(self._clock))
        if found is None:
            return []
        batch = found.limit(_BATCH).with_for_update()

        def revoke(connection: sa.Connection) -> builtins.list[str]:
            revoked: builtins.list[str] = []
            while True:
                keys = connection.scalars(batch).all()
                if keys:
                    connection.execute(statements.REVOKE_ALL, {"keys": keys})
                revoked += keys
                if len(keys) < _BATCH:
                    return revoked

        return self._database.write(revoke)

    def _list_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        names: dict[str, Any] = {"trust_id": trust_id} if trust_id else {"user_id": user_id}
        if consumer_id and not trust_id:
            names["consumer_id"] = consumer_id
        elif tenant_id and not trust_id:
            names["tenant_id"] = tenant_id
        found = statements.live(names, now(self._clock))
        if found is None:
            return []
        return self._database.read(lambda connection: list(connection.scalars(found)))

    def list_revoked_tokens(self) -> builtins.list[RevokedToken]:
        """Return the revocation list."""
        moment = now(self._clock)

        def revoked(connection: sa.Connection) -> builtins.list[RevokedToken]:
            rows = connection.execute(statements.LIST_REVOKED, {"moment": moment})
            return [revoked_token(*row) for row in rows]

        return self._database.read(revoked)

    def flush_expired_tokens(self) -> int:
        """Remove the tokens that have expired; return how many were.

        Each thousand is a transaction by itself, so that nobody waits for long.
        """
        moment = now(self._clock)
        since, removed, found = _LONG_AGO, 0, _BATCH
        while found == _BATCH:
            since, found, gone = self._database.write(partial(_flush_batch, since, moment))
            removed += gone
        return removed


def _flush_batch(
    since: datetime, moment: datetime, connection: sa.Connection
) -> tuple[datetime, int, int]:
    """Remove the oldest tokens; return how far it came, how many it found and how many it did."""
    rows = connection.execute(
        statements.EXPIRED.limit(_BATCH), {"since": since, "moment": moment}
    ).all()
    if not rows:
        return since, 0, 0
    gone = connection.execute(statements.REMOVE_ALL, {"keys": [row.id for row in rows]}).rowcount
    return rows[-1].expires, len(rows), gone


def _close(engines: PerProcess[sa.Engine]) -> None:
    engines().dispose()
