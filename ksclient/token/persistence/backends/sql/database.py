"""Run what is asked of a database: again where that is safe, with errors told in our words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from ksclient.token.persistence.backends.sql.engines import ATTEMPTS, unusable_options
from ksclient.token.persistence.backends.sql.errors import Kind, guarded, kind_of
from ksclient.token.persistence.backends.sql.forks import GATE

T = TypeVar("T")
Work = Callable[[sa.Connection], T]

_FIRST_PAUSE = 0.01
"""Seconds; each is twice as long as the one before."""


class Database:
    """A database that tokens are stored in. Threads share it; each process connects anew.

    Args:
        engine: Returns this process's engine.
        name: What to call it in errors.
        sleep: Waits for so many seconds.
        shared: Whether the engine is an application's, set up as that one likes.
    """

    def __init__(
        self,
        engine: Callable[[], sa.Engine],
        name: str,
        sleep: Callable[[float], object],
        *,
        shared: bool = False,
    ) -> None:
        self._engine = engine
        self.name = name
        self._sleep = sleep
        self._shared = shared

    @property
    def dialect_name(self) -> str:
        """Which database it is, as SQLAlchemy names it."""
        return self._engine().dialect.name

    def read(self, work: Work[T]) -> T:
        """Return what *work* returns, which changes nothing.

        Raises:
            TokenStoreError: If the database fails; so for `write`.
        """
        return guarded(self.name, lambda: self._tried(work, writes=False))

    def write(self, work: Work[T]) -> T:
        """Return what *work* returns, all of whose changes are made, or none.

        They are made for sure once this returns.
        """
        return guarded(self.name, lambda: self._tried(work, writes=True))

    def _tried(self, work: Work[T], *, writes: bool) -> T:
        was_lost = False
        for attempt in range(1, ATTEMPTS + 1):
            unchanged = False  # whether a connection lost now has surely changed nothing
            try:
                with self._passed(), self._connected() as connection:
                    unchanged = True
                    if writes:
                        _begin(connection, shared=self._shared)
                    result = work(connection)
                    if writes:
                        unchanged = False
                        connection.commit()
                    return result
            except DBAPIError as error:
                lost = unchanged and error.connection_invalidated and not was_lost
                if attempt == ATTEMPTS or not (lost or kind_of(error) is Kind.CONFLICT):
                    raise
                was_lost = was_lost or lost  # with one, its whole pool is replaced
            self._sleep(_FIRST_PAUSE * 2**attempt)
        raise AssertionError  # the last attempt returns or raises

    def _passed(self) -> AbstractContextManager[None]:
        return GATE.passed() if self.dialect_name == "sqlite" else nullcontext()

    def _connected(self) -> sa.Connection:
        engine = self._engine()
        try:
            return engine.connect()
        except (AttributeError, LookupError, TypeError, ValueError) as error:  # the library's own
            problem = unusable_options(engine.url, str(error))
        except ProgrammingError as error:
            problem = unusable_options(engine.url, str(error.orig))
        raise problem  # without its cause, which may quote the password


def _begin(connection: sa.Connection, *, shared: bool) -> None:
    """Begin a transaction that others who do the same cannot tear."""
    if connection.dialect.name == "sqlite":
        # Locked at once: of two who have read, not both could go on to write.
        raw = connection.connection.dbapi_connection
        if not getattr(raw, "in_transaction", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif shared:
        connection.exec_driver_sql("SELECT 1").close()  # a stale connection is told here
        connection.rollback()
        _isolate(connection)


def _isolate(connection: sa.Connection) -> None:
    """Have a transaction though the application commits by itself, and see what is committed."""
    library: Any = connection.dialect.loaded_dbapi
    try:
        connection.execution_options(isolation_level="READ COMMITTED")
    except library.Error as error:  # which SQLAlchemy passes on as it is
        raise OperationalError(None, None, error) from None
