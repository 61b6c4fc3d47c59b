"""Connections to a database, set up for tokens."""

from __future__ import annotations

import logging
import os
import re
import weakref
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from ksclient.auth._redact import hidden
from ksclient.token.exceptions import DriverNotFound, StoreUnavailable, StoreUnusable
from ksclient.token.persistence import options as checked
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

_PACKAGES = {
    "mysqldb": "mysqlclient; or use mysql+pymysql:// and pip install PyMySQL",
    "psycopg": "'psycopg[binary]'",
    "psycopg2": "psycopg2-binary",
    "pymysql": "PyMySQL",
}
"""How pip calls the packages of libraries."""

_SQLITE_OPTIONS = frozenset(
    {"cached_statements", "check_same_thread", "detect_types", "isolation_level", "timeout", "uri"}
)
_UNKNOWN_OPTION = re.compile("unexpected keyword argument '([^']*)'|connection option \"([^\"]*)\"")

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
    _refuse_unescaped(url)
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
    if backend == "sqlite" and "uri" not in made.query and made.query.keys() - _SQLITE_OPTIONS:
        raise unusable_options(made)
    path = _file_of(made)
    return made.set(database=os.path.abspath(path)) if path else made  # noqa: PTH100 - a text


def shown(url: sa.URL) -> str:
    """Return a *url* as it may be shown: without its password, and without options."""
    return url.set(query={}).render_as_string(hide_password=True)


def unusable_options(url: sa.URL, said: str = "") -> StoreUnusable:
    """Return the error to raise for options in a *url* that its library does not take.

    Args:
        url: Of the database.
        said: What the library says of them. Only a name is taken from it.
    """
    found = _UNKNOWN_OPTION.search(said)
    name = (found[1] or found[2]) if found else None
    if name and name in url.query:
        return StoreUnusable(
            f"The URL of {shown(url)} has an option {name!r}, which {url.get_driver_name()} does "
            "not take."
        )
    if not url.query:
        return StoreUnusable(f"No connection can be made to {shown(url)}: look at its URL.")
    return StoreUnusable(
        f"No connection can be made to {shown(url)}: {url.get_driver_name()} takes no such "
        f"options in the URL, or not these values: {', '.join(sorted(url.query))}."
    )


def _refuse_unescaped(url: str | sa.URL) -> None:
    """Refuse a URL of a server whose password ends nobody knows where.

    Raises:
        StoreUnusable: If a text has a second ``@``.
    """
    if isinstance(url, str) and url.count("@") > 1 and not url.startswith("sqlite"):
        raise StoreUnusable(
            "The URL has more than one '@': percent-encode what is part of the user or the "
            "password, '@' as %40, '/' as %2F, '?' as %3F, '#' as %23."
        )


def make_engine(url: sa.URL, timeout: float) -> sa.Engine:
    """Return an engine, which has not connected yet.

    Args:
        url: Of the database.
        timeout: Seconds to wait for a connection, or for a lock.

    Raises:
        DriverNotFound: If the library for that database is not installed.
        StoreUnusable: If it is one for asyncio, or if it does not take an option of the URL.
    """
    engine = _created(url, timeout)
    sa.event.listen(engine, "connect", _Settings(engine.dialect.name, timeout))
    if url.get_driver_name() == "psycopg":
        silence.limit(engine, SILENCE * max(1, round(timeout)))
    _ours.add(engine)
    return engine


def _created(url: sa.URL, timeout: float) -> sa.Engine:
    options: dict[str, Any] = {}
    if url.get_backend_name() != "sqlite":
        options["isolation_level"] = "READ COMMITTED"
    try:
        _refuse_others(url.get_dialect())
        return sa.create_engine(
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
        package = _PACKAGES.get(_library_of(url))
        raise DriverNotFound(
            f"{url.drivername} needs a Python package that is not installed: {cause}"
            + (f". Have it by: pip install {package}" if package else "")
        ) from cause
    except (ArgumentError, TypeError, ValueError) as error:
        problem = unusable_options(url, str(error))
    raise problem  # without its cause, which may quote the password


def shared_engine(engine: sa.Engine) -> sa.Engine:
    """Return an application's *engine* as it is to be used for tokens; the pool is the same.

    Raises:
        StoreUnusable: If it is of a database that tokens cannot be stored in.
        TypeError: If it is no engine.
    """
    given: Any = engine
    if not hasattr(given, "dialect") or isinstance(given, sa.Connection):
        raise TypeError(
            f"engine must be an sqlalchemy.Engine, not a {type(engine).__name__}. A URL is given "
            "as url=."
        )
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
        if os.path.isdir(path):  # noqa: PTH112 - a text
            raise StoreUnavailable(f"{path} is a directory: name a file in it.") from None
    except FileNotFoundError as cause:
        raise StoreUnavailable(
            f"There is no directory for the token store {path}: create it first, for the user who "
            "runs this only."
        ) from cause
    except OSError as cause:
        raise StoreUnavailable(
            f"The token store {path} cannot be created: {cause.strerror}. See that this user may "
            "write to its directory."
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
        return {"timeout": _file_timeout(url, timeout) / ATTEMPTS}  # each attempt waits as long
    driver, seconds = url.get_driver_name(), max(1, round(timeout))
    given: dict[str, Any]
    given = {_CONNECT_TIMEOUTS[driver]: seconds} if driver in _CONNECT_TIMEOUTS else {}
    if driver in {"mysqldb", "pymysql"}:
        # They wait without end for a server that has taken the connection and says nothing.
        given |= {"read_timeout": SILENCE * seconds, "write_timeout": SILENCE * seconds}
    if driver == "psycopg":
        given["client_encoding"] = "UTF8"  # of a server in SQL_ASCII it reads bytes else
    return {name: value for name, value in given.items() if name not in url.query}


def _file_timeout(url: sa.URL, timeout: float) -> float:
    """Return the seconds to wait for a lock of a file."""
    given: Any = url.query.get("timeout", timeout)
    return checked.seconds("timeout", float(given), least=0)


def _library_of(url: sa.URL) -> str:
    if "+" not in url.drivername and url.get_backend_name() in MYSQL:
        return "mysqldb"
    try:
        return url.get_driver_name()
    except (ImportError, NoSuchModuleError):
        return ""


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
