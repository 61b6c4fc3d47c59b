"""How long a request may take: the seconds that callers give, checked, and the whole of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from ksclient.auth import exceptions
from ksclient.auth._deadline import Deadline, DeadlinePassed, in_force

Timeout = float | tuple[float | None, float | None] | None
"""Seconds to connect and to wait for data, or one number for both; None for no limit."""

DEFAULT_TIMEOUT: Timeout = (10.0, 60.0)
_LONGEST = 1e9
"""Seconds of the longest timeout, some 30 years; sockets take no more than centuries."""


def deadline_after(seconds: float | None) -> Deadline:
    """Return the deadline in so many *seconds*, or that of the request which needs this one.

    A login that a request waits for ends with that request.
    """
    return in_force() if seconds is None else Deadline(seconds).sooner(in_force())


def ended_by(deadline: Deadline) -> AbstractContextManager[None]:
    """Give up, at *deadline*, whatever this thread waits for in the block.

    Raises:
        TotalTimeout: If a lock, a place in a queue or another thread's login took too long.
    """
    # Without an end there is none in force either: `deadline_after` would have taken that.
    return _ended_by(deadline) if deadline.is_set else _ENDLESS


_ENDLESS = nullcontext()


@contextmanager
def _ended_by(deadline: Deadline) -> Iterator[None]:
    try:
        with deadline.in_force():
            yield
    except DeadlinePassed as passed:
        if isinstance(passed, exceptions.TotalTimeout):
            raise
        raise exceptions.TotalTimeout(f"The request was given up: {passed}") from passed


def checked_timeout(timeout: Timeout) -> Timeout:
    """Return *timeout* as floats.

    Raises:
        ValueError: If it is negative or not finite.
        TypeError: If it is no number.
    """
    if timeout is None:
        return None
    if not isinstance(timeout, tuple):
        return _seconds(timeout)
    if len(timeout) != 2:
        raise ValueError(f"a pair of timeouts is (connect, read), not {timeout!r}")
    connect, read = timeout
    return (_seconds(connect), _seconds(read))


def checked_deadline(seconds: float | None) -> float | None:
    """Return *seconds* as a float above 0.

    Raises:
        ValueError: If it is not above 0, or not finite.
        TypeError: If it is no number.
    """
    if seconds is None:
        return None
    checked = _seconds(seconds)
    if checked == 0:
        raise ValueError("total_timeout must be more than 0 seconds; None sets no limit")
    return checked


def _seconds(value: float | None) -> float | None:
    if value is None:
        return None
    expected = f"a timeout is a number of seconds from 0 to {_LONGEST:.0f}, not {value!r}"
    try:
        seconds = float(value)
    except TypeError as cause:
        raise TypeError(expected) from cause
    except (ValueError, OverflowError) as cause:
        raise ValueError(expected) from cause
    if not 0 <= seconds <= _LONGEST:
        raise ValueError(expected)
    return seconds


def for_requests(timeout: Any) -> Any:
    """Return *timeout* as requests takes it: 0, which means no limit here, is None there.

    urllib3's own form of a timeout is returned as it is.

    Raises:
        ValueError: If a number is negative or not finite.
    """
    if not isinstance(timeout, int | float | tuple):
        return timeout
    checked = checked_timeout(timeout)
    if isinstance(checked, tuple):
        connect, read = checked
        return (connect or None, read or None)
    return checked or None
