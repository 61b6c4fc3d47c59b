"""Create the tables of a token store, or bring them up to this release's version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import sqlalchemy as sa

from ksclient.token.exceptions import (
    StoreCorrupted,
    StoreTooNew,
    StoreUnavailable,
    StoreUnusable,
)
from ksclient.token.persistence.backends.sql.database import Database
from ksclient.token.persistence.backends.sql.tables import MYSQL, tokens, versions

VERSION = 1
"""The version of the tables as they are written in this release."""

Migration = Callable[[sa.Connection], None]

MIGRATIONS: Mapping[int, Migration] = {}
"""What leads from one version, the key, to the next.

On PostgreSQL and SQLite all of it is one transaction. MariaDB commits each change of a table by
itself: there a process may be ended in the middle, and the next one runs the step again. So a
step looks at what is there before it changes it.
"""

_LOCK = 0x6B73636C69656E74
"""A number that nobody else locks, it is hoped: ``ksclient`` in ASCII."""


def prepare(
    database: Database,
    *,
    shared: bool,
    timeout: float,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> None:
    """See to it that a *database* has the tables of this version.

    Args:
        database: Where they are, or are to be.
        shared: Whether an SQLite file may have other tables, too.
        timeout: Seconds to wait for another process that is at it.
        migrations: What leads from older versions to this one.

    Raises:
        StoreTooNew: If a later release has made them; nothing is changed, as for the next two.
        StoreCorrupted: If it is no token store.
        StoreUnusable: If tokens cannot be stored in such a database.
        StoreUnavailable: If it cannot be read or written.
    """
    found = database.read(lambda connection: _look(connection, database.name, shared=shared))
    if found != VERSION:
        _refuse_later(found, database.name)

        def bring_up(connection: sa.Connection) -> None:
            with _locked(connection, database.name, timeout):
                _bring_up(connection, database.name, migrations)

        database.write(bring_up)
    database.read(lambda connection: connection.execute(sa.select(tokens).limit(0)).close())
    if database.dialect_name == "sqlite" and not shared:
        with suppress(StoreUnavailable):  # as durable without, and others may be at it
            database.read(lambda c: c.exec_driver_sql("PRAGMA journal_mode=WAL").close())


def _look(connection: sa.Connection, name: str, *, shared: bool) -> int | None:
    """Return the version of the tables that there are; None if there are none yet."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise StoreUnusable(
                f"The database {name} is encoded in {encoding}, which cannot hold all ids. "
                "Create one with ENCODING 'UTF8'."
            )
    if dialect == "sqlite":
        files = connection.exec_driver_sql("PRAGMA database_list").all()
        if not next(row[2] for row in files if row[1] == "main"):
            raise StoreUnusable(
                "An SQLite database in memory is not shared by threads. Name a file, or use the "
                "driver 'memory'."
            )
        names = set(sa.inspect(connection).get_table_names())
        if names and versions.name not in names and not shared:
            raise StoreCorrupted(
                f"{name} has tables of something else. It is left as it is: name a file of its "
                "own, or hand in engine= to have tokens beside them."
            )
    return _version(connection, name)


def _version(connection: sa.Connection, name: str) -> int | None:
    has_tokens = sa.inspect(connection).has_table(tokens.name)
    if not sa.inspect(connection).has_table(versions.name):  # which is created first
        if has_tokens:
            raise StoreCorrupted(
                f"{name} has a table {tokens.name}, but no {versions.name} that tells its "
                "version. It is left as it is."
            )
        return None
    found = connection.scalars(sa.select(versions.c.version)).all()
    if not found:
        return None  # MariaDB: whoever created it was interrupted
    if len(found) > 1 or not isinstance(found[0], int):
        raise StoreCorrupted(f"{versions.name} of {name} does not tell one version.")
    return found[0]


def _refuse_later(version: int | None, name: str) -> None:
    if version is not None and version > VERSION:
        raise StoreTooNew(
            f"A later release of ksclient wrote {name}: its tables are of version {version}, and "
            f"this release knows {VERSION}. It is left as it is: use that release."
        )


def _bring_up(connection: sa.Connection, name: str, migrations: Mapping[int, Migration]) -> None:
    """Create the tables, or run what leads to this version from the one that they have."""
    version = _version(connection, name)
    _refuse_later(version, name)  # somebody was faster
    if version is None:
        _create(connection)
        return
    while version < VERSION:
        if version not in migrations:
            raise StoreCorrupted(
                f"The tables of {name} are of version {version}, from which nothing leads on."
            )
        migrations[version](connection)
        version += 1
        connection.execute(sa.update(versions).values(version=version))


def _create(connection: sa.Connection) -> None:
    """Create what is not there yet; the version, last, says that all is."""
    versions.create(connection, checkfirst=True)
    tokens.create(connection, checkfirst=True)
    for index in tokens.indexes:
        index.create(connection, checkfirst=True)
    connection.execute(sa.insert(versions).values(version=VERSION))


@contextmanager
def _locked(connection: sa.Connection, name: str, timeout: float) -> Iterator[None]:
    """Let one process at a time change tables. The lock goes with its connection, at the latest."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    if dialect not in MYSQL:
        yield  # SQLite has locked the file already
        return
    lock = sa.func.concat("ksclient.", sa.func.sha1(sa.func.database()))
    if not connection.scalar(sa.select(sa.func.get_lock(lock, timeout))):
        raise StoreUnavailable(f"Another process is changing the tables of {name}. Try again.")
    try:
        yield
        connection.commit()  # seen by whoever takes the lock next
    finally:
        connection.execute(sa.select(sa.func.release_lock(lock)))
