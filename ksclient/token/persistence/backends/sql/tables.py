"""The tables of a token store, and how their columns are kept on each database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from ksclient.auth._redact import secret
from ksclient.token.persistence.records import LONGEST_ID, LONGEST_NAME

MYSQL = frozenset({"mariadb", "mysql"})
"""The names that SQLAlchemy has for one family of databases."""

LONGEST_DOCUMENT = 2**24 - 1
"""Bytes of the longest JSON that fits MariaDB's MEDIUMTEXT; so elsewhere, too."""

_UTF8_WIDTH = 4
"""Bytes of the longest character."""


class Exact(sa.types.TypeDecorator[str]):
    """A text that equals nothing but itself: case, accents and trailing blanks count.

    On MariaDB it is kept as bytes: what is equal would depend on the server's settings. On
    PostgreSQL it is ordered as bytes: an index outlives an upgrade of the system's locales.
    """

    impl = sa.String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Return what a database keeps it as."""
        if dialect.name in MYSQL:
            return dialect.type_descriptor(mysql.VARBINARY(_UTF8_WIDTH * self.length))
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(sa.String(self.length, collation=collation))

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> Any:
        """Return what is sent: a plain text, or its bytes."""
        if value is None:
            return None
        return value.encode() if dialect.name in MYSQL else str(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Return the text that was read."""
        if value is None:
            return None
        return bytes(value).decode() if dialect.name in MYSQL else str(value)


class TokenId(Exact):
    """An id of a token: secret as soon as it was read."""

    cache_ok = True

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Return the id that was read, which hides from ``repr``."""
        return secret(super().process_result_value(value, dialect))


_Moment = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
_Document = sa.Text().with_variant(mysql.MEDIUMTEXT(charset="utf8mb4"), "mysql", "mariadb")
_TABLE: dict[str, Any] = {"mysql_engine": "InnoDB", "mariadb_engine": "InnoDB"}

metadata = sa.MetaData()

versions = sa.Table(
    "ksclient_token_schema", metadata, sa.Column("version", sa.Integer, nullable=False), **_TABLE
)
"""One row: the version of the other table."""

tokens = sa.Table(
    "ksclient_token",
    metadata,
    sa.Column("id", TokenId(LONGEST_ID), primary_key=True),
    sa.Column("expires", _Moment),
    sa.Column("user_id", Exact(LONGEST_NAME)),
    sa.Column("trust_id", Exact(LONGEST_NAME)),
    sa.Column("tenant_id", Exact(LONGEST_NAME)),
    sa.Column("consumer_id", Exact(LONGEST_NAME)),
    sa.Column("audit_id", Exact(LONGEST_NAME)),
    sa.Column("extra", _Document, nullable=False),
    sa.Column("valid", sa.Boolean, nullable=False),
    **_TABLE,
)
"""One row for each token; see `ksclient.token.persistence.records.Record`."""


def _index(name: str, *columns: str, where: sa.ColumnElement[bool] | None = None) -> None:
    """Add an index, only of rows for which *where* holds, if the database has such indexes."""
    only: dict[str, Any] = {"postgresql_where": where, "sqlite_where": where}
    sa.Index(f"ix_ksclient_token_{name}", *(tokens.c[c] for c in columns), **only)


_index("expires", "expires")  # what is flushed
_index("revoked", "valid", "expires", where=tokens.c.valid == sa.false())
_index("user", "user_id", "valid", "expires")
_index("user_tenant", "user_id", "tenant_id", "valid", "expires")
_index("trust", "trust_id", "valid", "expires", where=tokens.c.trust_id.is_not(None))
_index(
    "consumer",
    *("user_id", "consumer_id", "valid", "expires"),
    where=tokens.c.consumer_id.is_not(None),
)
