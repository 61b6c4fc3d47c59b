"""Connections to a database, set up for tokens."""

from __future__ import annotations

import logging
import os
import weakref
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from ksclient.auth._redact import hidden
from ksclient.token.exceptions import DriverNotFound, StoreUnavailable, StoreUnusable
from ksclient.token.persistence.backends.sql import silence
from ksclient.token.persistence.backends.sql.tables import MYSQL

ATTEMPTS = 6
"""How often a change is tried that others are in the way of."""

SILENCE = 3
"""How many times as long as for a lock a server may say nothing."""

_DATABASES = frozenset({"postgresql", "sqlite"}) | MYSQL

_CONNECT_TIMEOUTS = {
    "mariadbconnector": "connect_timeout",
    "mysqlconnector": "connection_timeout",
    "mysqldb": "connect_timeout",
    "psycopg": "connect_timeout",
    "psycopg2": "connect_timeout",
    "pymysql": "connect_timeout",
}
"""How each library calls the seconds that a server has to take a connection."""

_LOGGING_NAME = "ksclient.token"
logging.getLogger(f"sqlalchemy.engine.Engine.{_LOGGING_NAME}").addFilter(
    lambda record: record.levelno > logging.DEBUG  # at that level, it shows rows
)

_ours: weakref.WeakSet[sa.Engine] = weakref.WeakSet()
_inherited: list[sa.Engine] = []
if hasattr(os, "register_at_fork"):
    # A child must not close connections that its parent still talks through.
    os.register_at_fork(after_in_child=lambda: _inherited.extend(_ours))


def parsed(url: str | sa.URL) -> sa.URL:
    """Return what a *url* says, with the path of a file made absolute.

    Raises:
        StoreUnusable: If it is no URL of a database that tokens can be stored in.
    """
    url = hidden(url)
    try:
        made = sa.make_url(url)
        backend = made.get_backend_name()
        is_sound = "%00" not in shown(made)
    except (ArgumentError, ValueError):
        made, backend, is_sound = None, None, False
    if made is None or backend not in _DATABASES or not is_sound:
        raise StoreUnusable(
            "Tokens are stored in SQLite, PostgreSQL, MariaDB or MySQL; name one by an URL such as "
            "sqlite:////var/lib/cloud/tokens.db or postgresql+psycopg://user@host/database."
        )
    if backend in MYSQL and not made.database:
        raise StoreUnusable(f"{shown(made)} names no database: add it, as in …/cloud.")
    path = _file_of(made)
    return made.set(database=os.path.abspath(path)) if path else made  # noqa: PTH100 - a text


def shown(url: sa.URL) -> str:
    """Return a *url* as it may be shown: without its password, and without options."""
    return url.set(query={}).render_as_string(hide_password=True)


def make_engine(url: sa.URL, timeout: float) -> sa.Engine:
    """Return an engine, which has not connected yet.

    Args:
        url: Of the database.
        timeout: Seconds to wait for a connection, or for a lock.

    Raises:
        DriverNotFound: If the library for that database is not installed.
        StoreUnusable: If it is one for asyncio.
    """
    options: dict[str, Any] = {}
    if url.get_backend_name() != "sqlite":
        options["isolation_level"] = "READ COMMITTED"
    try:
        _refuse_others(url.get_dialect())
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            logging_name=_LOGGING_NAME,
            poolclass=sa.QueuePool,
            pool_pre_ping=True,
            pool_timeout=timeout,
            connect_args=_connect_args(url, timeout),
            **options,
        )
    except (ImportError, NoSuchModuleError) as cause:
        raise DriverNotFound(
            f"{url.drivername} needs a Python package that is not installed: {cause}"
        ) from cause
    except (ArgumentError, TypeError, ValueError) as cause:
        raise StoreUnusable(
            f"An option of the URL of {shown(url)} is none that {url.drivername} takes: {cause}"
        ) from cause
    sa.event.listen(engine, "connect", _Settings(engine.dialect.name, timeout))
    if url.get_driver_name() == "psycopg":
        silence.limit(engine, SILENCE * max(1, round(timeout)))
    _ours.add(engine)
    return engine


def shared_engine(engine: sa.Engine) -> sa.Engine:
    """Return an application's *engine* as it is to be used for tokens; the pool is the same.

    Raises:
        StoreUnusable: If it is of a database that tokens cannot be stored in.
    """
    _refuse_others(engine.dialect)
    ours = engine.execution_options()
    ours.hide_parameters = True
    return ours


def make_file(url: sa.URL) -> None:
    """Create the empty file that SQLite is to store in, for its owner's eyes only.

    Raises:
        StoreUnavailable: If that is not possible.
    """
    path = _file_of(url)
    if path is None:
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except FileNotFoundError as cause:
        raise StoreUnavailable(
            f"There is no directory for the token store {path}: create it first, for the user who "
            "runs this only."
        ) from cause
    except OSError as cause:
        raise StoreUnavailable(
            f"The token store {path} cannot be created: {cause.strerror}."
        ) from cause


def _refuse_others(dialect: sa.Dialect | type[sa.Dialect]) -> None:
    if dialect.name not in _DATABASES or dialect.is_async:
        raise StoreUnusable(
            f"Tokens are not stored by {dialect.name}+{dialect.driver}: use a library without "
            "asyncio, for SQLite, PostgreSQL, MariaDB or MySQL."
        )


def _file_of(url: sa.URL) -> str | None:
    """Return the path of the file that a *url* names, if it does so plainly."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return None if "uri" in url.query else url.database


def _connect_args(url: sa.URL, timeout: float) -> dict[str, Any]:
    """Return what a library is to be told about waiting, unless the *url* does."""
    if url.get_backend_name() == "sqlite":
        name, value = "timeout", timeout / ATTEMPTS
        return {name: value} if name not in url.query else {}
    driver, seconds = url.get_driver_name(), max(1, round(timeout))
    given = {_CONNECT_TIMEOUTS[driver]: seconds} if driver in _CONNECT_TIMEOUTS else {}
    if driver in {"mysqldb", "pymysql"}:
        # They wait without end for a server that has taken the connection and says nothing.
        given |= {"read_timeout": SILENCE * seconds, "write_timeout": SILENCE * seconds}
    return {name: value for name, value in given.items() if name not in url.query}


class _Settings:
    """What every new connection is told."""

    def __init__(self, dialect_name: str, timeout: float) -> None:
        if dialect_name == "sqlite":
            self._statement = "PRAGMA synchronous=FULL"
        elif dialect_name == "postgresql":
            self._statement = f"SET lock_timeout = {max(1, round(timeout * 1000))}"
        else:
            self._statement = f"SET innodb_lock_wait_timeout = {max(1, round(timeout))}"

    def __call__(self, connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(self._statement)
        cursor.close()
        connection.commit()
