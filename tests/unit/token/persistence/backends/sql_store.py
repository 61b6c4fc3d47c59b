"""Stores in SQLite files, and ways to look at them past the driver."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.moment = NOON

    def __call__(self):
        return self.moment

    def pass_(self, **time):
        self.moment += timedelta(**time)


def url_of(path):
    return f"sqlite:///{path}"


def made(user="u1", tenant="t1", **members):
    """What a token is made with."""
    return {
        "user": {"id": user},
        "tenant": {"id": tenant} if tenant else None,
        "token_data": {"access": {"token": {"id": "in-token-data", "audit_ids": ["audit"]}}},
        **members,
    }


def sql(path, statement, *values):
    """Run a statement past the driver; return all rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def chain_of(error):
    """Every exception that a traceback of *error* would show."""
    found = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
