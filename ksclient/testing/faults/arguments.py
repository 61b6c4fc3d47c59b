"""What faults are told, checked when they are made."""

from __future__ import annotations

import math
from collections.abc import Collection

from ksclient.testing.faults.errors import FaultError

_STATUSES = range(200, 600)


def has_type(name: str, value: object, kind: type) -> None:
    """Check that an argument is of a type.

    Raises:
        TypeError: If it is not.
    """
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{name}= is of type {kind.__name__}, and not {type(value).__name__}.")


def is_number(name: str, value: object) -> None:
    """Check that an argument is a number, 0 or more.

    Raises:
        TypeError: If it is none.
        FaultError: If it is less, or has no end.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{name}= is a number of seconds, and not of type {type(value).__name__}.")
    if not (math.isfinite(value) and value >= 0):
        raise FaultError(f"{name}={value} cannot be: it is a number of seconds, 0 or more.")


def is_whole(name: str, value: object, least: int) -> None:
    """Check that an argument is a whole number, and not less than *least*.

    Raises:
        TypeError: If it is none.
        FaultError: If it is less.
    """
    has_type(name, value, int)
    if isinstance(value, int) and value < least:
        raise FaultError(f"{name}={value} cannot be: it is at least {least}.")


def is_status(value: object, known: Collection[int] = _STATUSES) -> None:
    """Check that an argument is the status of an answer.

    Args:
        value: The argument.
        known: Those that it may be.

    Raises:
        TypeError: If it is no whole number.
        FaultError: If it is none of them.
    """
    has_type("status", value, int)
    if value not in known:
        meant = "200 to 599" if known is _STATUSES else ", ".join(map(str, sorted(known)))
        raise FaultError(f"status={value} cannot be: it is one of {meant}.")


def is_header(name: str, value: object) -> None:
    """Check that an argument is a text that a header can have.

    Raises:
        TypeError: If it is no text.
        FaultError: If it has line breaks, or what is not Latin-1.
    """
    has_type(name, value, str)
    text = str(value)
    if not text.isprintable() or any(character > "\xff" for character in text):
        raise FaultError(f"{name}={value!r} cannot be in a header.")
