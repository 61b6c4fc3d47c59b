"""What managers and drivers are made with: checked at once, so that no mistake waits."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

LONGEST_LIFE = timedelta(days=365_000)
"""The longest that a token may live that does not say: what a datetime can tell has an end."""


def lifetime(name: str, value: Any) -> timedelta:
    """Return how long *value* is, which is a timedelta or a number of seconds.

    Args:
        name: The option that it was given as.
        value: More than 0, and no more than a thousand years.

    Raises:
        TypeError: If it is neither.
        ValueError: If it is too short or too long.
    """
    length = seconds(name, value)
    if length > LONGEST_LIFE.total_seconds():
        raise ValueError(f"{name} must be at most {LONGEST_LIFE.days} days.")
    return value if isinstance(value, timedelta) else timedelta(seconds=length)


def seconds(name: str, value: Any, *, least: float | None = None) -> float:
    """Return how many seconds *value* is, which is that number, or a timedelta.

    Args:
        name: The option that it was given as.
        value: A finite number.
        least: The least that it may be. None if it must be more than 0.

    Raises:
        TypeError: If it is neither.
        ValueError: If it is too little, or not finite.
    """
    if isinstance(value, timedelta):
        number = value.total_seconds()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = _finite(value)
    else:
        raise TypeError(
            f"{name} must be a number of seconds, or a timedelta, not {_kind_of(value)}."
        )
    if math.isfinite(number) and (number > 0 if least is None else number >= least):
        return number
    bound = "more than 0" if least is None else f"{least:g} or more"
    raise ValueError(f"{name} must be {bound}, and finite; it is {number:g} seconds.")


def count(name: str, value: Any) -> int:
    """Return *value*, a whole number of at least 1.

    Raises:
        TypeError: If it is none.
        ValueError: If it is less.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, not {_kind_of(value)}.")
    if value < 1:
        raise ValueError(f"{name} must be at least 1; it is {value}.")
    return value


def flag(name: str, value: Any) -> bool:
    """Return *value*, True or False.

    Raises:
        TypeError: If it is neither. A text, such as one from a file, would always count as True.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, not {_kind_of(value)}.")
    return value


def text(name: str, value: Any) -> str:
    """Return *value*, a text.

    Raises:
        TypeError: If it is none.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text, not {_kind_of(value)}.")
    return value


def function(name: str, value: Any) -> None:
    """See to it that *value* can be called.

    Raises:
        TypeError: If it cannot.
    """
    if not callable(value):
        raise TypeError(f"{name} must be something that can be called, not {_kind_of(value)}.")


def _finite(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _kind_of(value: object) -> str:
    if isinstance(value, bytes):
        return "bytes"  # whatever hides them
    return "None" if value is None else f"a {type(value).__name__}"
