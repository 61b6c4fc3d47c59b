"""What a database's errors mean. None of their texts that may quote a token is passed on."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, TypeVar

from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ksclient.auth._redact import mask_text
from ksclient.auth.exceptions import ClientException
from ksclient.token.exceptions import (
    InvalidTokenRef,
    StoreCorrupted,
    StoreUnavailable,
    StoreUnusable,
    TokenExists,
)

T = TypeVar("T")


class Kind(Enum):
    """What an error means to whoever asked."""

    TAKEN = auto()
    """There is a row of this id."""
    CONFLICT = auto()
    """Others were at the same rows or at the file: nothing was changed."""
    BROKEN = auto()
    """What is there is no store, or a broken one."""
    TOO_LARGE = auto()
    """The values do not fit."""
    AWAY = auto()
    """All else: away, full, read-only, forbidden."""


# https://www.sqlite.org/rescode.html: the lowest byte of an extended code is its primary one.
_SQLITE = {
    1555: Kind.TAKEN,
    2067: Kind.TAKEN,
    1: Kind.BROKEN,  # no such table, or no such column: all the statements here are sound
    5: Kind.CONFLICT,
    6: Kind.CONFLICT,
    11: Kind.BROKEN,
    18: Kind.TOO_LARGE,
    19: Kind.BROKEN,
    26: Kind.BROKEN,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html: a code, or its class.
_POSTGRESQL = {
    "23505": Kind.TAKEN,
    "40": Kind.CONFLICT,
    "22": Kind.TOO_LARGE,
    "54": Kind.TOO_LARGE,
    "23": Kind.BROKEN,
    "42501": Kind.AWAY,  # not permitted
    "42": Kind.BROKEN,
    "XX001": Kind.BROKEN,  # of its class, only these two tell that what is stored is broken
    "XX002": Kind.BROKEN,
}

# https://mariadb.com/docs/server/reference/error-codes
_MARIADB = {
    1062: Kind.TAKEN,
    1020: Kind.CONFLICT,
    1213: Kind.CONFLICT,
    1153: Kind.TOO_LARGE,
    1264: Kind.TOO_LARGE,
    1406: Kind.TOO_LARGE,
    1034: Kind.BROKEN,
    1054: Kind.BROKEN,
    1146: Kind.BROKEN,
    1194: Kind.BROKEN,
    1364: Kind.BROKEN,
    1932: Kind.BROKEN,
}

_NO_TEXT = "Could not decode to UTF-8"
"""What Python's SQLite says, without a code, of a stored text that is none."""

_WORDS: dict[Any, str] = {
    "25006": "it is read-only",
    "42501": "that is not permitted to this user",
    "53100": "its disk is full",
    "53300": "it has too many connections",
    "55P03": "another held a lock for too long",
    "57014": "it took too long",
    1021: "its disk is full",
    1040: "it has too many connections",
    1114: "its disk or its table is full",
    1142: "that is not permitted to this user",
    1205: "another held a lock for too long",
    1290: "it is read-only",
    1792: "it is read-only",
    1836: "it is read-only",
}


_LATER = "Try again later."
_CREATE = "Create the database, or correct the URL."
_LOG_IN = "Check the user, the password and the host in the URL, and what the server permits."
_GRANT = "Have the user granted what it needs: CREATE once, then SELECT, INSERT, UPDATE and DELETE."
_FILE = "See that this user may read and write the file and its directory."

_ADVICE: dict[Any, str] = {
    3: _FILE,  # SQLite's: not permitted, read-only, cannot be opened
    8: _FILE,
    14: _FILE,
    "28000": _LOG_IN,
    "28P01": _LOG_IN,
    "3D000": _CREATE,
    "42501": _GRANT,
    1044: _GRANT,
    1045: _LOG_IN,
    1049: _CREATE,
    1130: _LOG_IN,
    1142: _GRANT,
    1143: _GRANT,
    1227: _GRANT,
    1698: _LOG_IN,
}

_ADVICE_ON_WORDS = (
    (re.compile(r'database ".*" does not exist'), _CREATE),
    (re.compile(r'role ".*" does not exist|authentication failed|no pg_hba|no password'), _LOG_IN),
    (re.compile(r"permission denied"), _GRANT),
)
"""PostgreSQL's, of those who connect: psycopg has no code for them."""


def code_of(error: DBAPIError) -> Any:
    """Return a database's own code of an *error*; None where it has none."""
    raised: Any = error.orig
    first = raised.args[0] if raised is not None and raised.args else None
    if isinstance(first, int):
        return first  # MariaDB's own; PyMySQL has a standard state, too, which tells less
    for name in ("sqlite_errorcode", "errno", "sqlstate", "pgcode"):
        code = getattr(raised, name, None)
        if code:
            return code
    return None


def kind_of(error: DBAPIError) -> Kind:
    """Return what an *error* means."""
    if _is_of_a_row(error):
        return Kind.BROKEN
    code = code_of(error)
    if hasattr(error.orig, "sqlite_errorcode"):
        return _SQLITE.get(code) or _SQLITE.get(code & 0xFF, Kind.AWAY)
    if isinstance(code, str):
        return _POSTGRESQL.get(code) or _POSTGRESQL.get(code[:2], Kind.AWAY)
    return _MARIADB.get(code, Kind.AWAY)


def guarded(name: str, act: Callable[[], T]) -> T:
    """Return what *act* does; raise what it raises as one of this library's errors.

    Args:
        name: The store, as it may be shown.
        act: What is tried.
    """
    try:
        return act()
    except ClientException:
        raise
    except DBAPIError as error:
        problem = _told(error, name)
    except PoolTimeoutError:
        problem = StoreUnavailable(f"The token store {name} is busy: no connection became free.")
    except (SQLAlchemyError, OSError) as error:
        problem = StoreUnavailable(f"The token store {name} failed: {type(error).__name__}.")
    except UnicodeEncodeError as error:
        problem = StoreUnusable(
            f"The connection to the token store {name} is in {error.encoding}, which cannot write "
            "all ids. Have it use UTF-8."
        )
    except (AttributeError, TypeError, ValueError, RecursionError):  # it holds what it may not
        problem = StoreCorrupted(f"A row of the token store {name} cannot be read: it is broken.")
    # Raised here, it has no cause: that one would quote the token.
    raise problem


def _told(error: DBAPIError, name: str) -> ClientException:
    kind = kind_of(error)
    if kind is Kind.TAKEN:
        return TokenExists()
    why = _why(error)
    if kind is Kind.BROKEN:
        return StoreCorrupted(
            f"This is no token store, or a broken one: {name} ({why}). It is left as it is: "
            "restore it, or name another."
        )
    if kind is Kind.TOO_LARGE:
        return InvalidTokenRef(f"The token does not fit into the store {name} ({why}).")
    if kind is Kind.CONFLICT:
        why = f"others held it locked for too long ({why})"
    return StoreUnavailable(f"The token store {name} is not available: {why}. {_advice(error)}")


def _advice(error: DBAPIError) -> str:
    """Return what to do about an *error*."""
    code = code_of(error)
    if hasattr(error.orig, "sqlite_errorcode"):
        return _ADVICE.get(code & 0xFF, _LATER)
    if code in _ADVICE:
        return _ADVICE[code]
    if error.statement is None:
        for words, advice in _ADVICE_ON_WORDS:
            if words.search(str(error.orig)):
                return advice
    return _LATER


def _why(error: DBAPIError) -> str:
    """Return what is known of an *error*, in words only where they cannot quote a token."""
    code = code_of(error)
    if code in _WORDS:
        return f"{_WORDS[code]} (error {code})"
    # SQLite quotes no values; nor does anybody while he connects, or when a connection is lost.
    if not _is_of_a_row(error) and (
        hasattr(error.orig, "sqlite_errorcode")
        or error.statement is None
        or error.connection_invalidated
    ):
        said = error.orig.args[-1] if error.orig and error.orig.args else type(error.orig).__name__
        return mask_text(" ".join(str(said).split())).rstrip(".")
    return f"error {code}" if code else type(error.orig).__name__


def _is_of_a_row(error: DBAPIError) -> bool:
    """Tell whether a library could not make a value of what is stored: then it quotes that."""
    return error.statement is None and (
        isinstance(error, DataError) or str(error.orig).startswith(_NO_TEXT)
    )
