"""The time that a whole request may take: redirects, retries, waits and body included."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

Timeout = float | tuple[float | None, float | None] | None
"""Seconds to connect and to wait for data, or one number for both; None for no limit."""

DEFAULT_TIMEOUT: Timeout = (10.0, 60.0)
_SHORTEST = 0.001
"""Seconds of the shortest timeout handed on; 0 would be none at all."""


_LONGEST = 1e9
"""Seconds of the longest timeout, some 30 years; sockets take no more than centuries."""


class Deadline:
    """A moment after which a request is given up; never, unless seconds are given."""

    def __init__(
        self, seconds: float | None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic = monotonic
        self._end = None if seconds is None else monotonic() + seconds

    @property
    def is_set(self) -> bool:
        """Whether there is an end at all."""
        return self._end is not None

    def remaining(self) -> float | None:
        """Return the seconds left, 0 when there are none; None without an end."""
        return None if self._end is None else max(0.0, self._end - self._monotonic())

    def leaves(self, seconds: float) -> bool:
        """Tell whether there is time left after waiting *seconds*."""
        left = self.remaining()
        return left is None or left > seconds

    def clip(self, timeout: Any) -> Any:
        """Return *timeout*, cut to what is left; any form that requests takes will do."""
        left = self.remaining()
        if left is None:
            return timeout
        left = max(left, _SHORTEST)
        if hasattr(timeout, "connect_timeout"):  # urllib3's own form
            timeout = (timeout.connect_timeout, timeout.read_timeout)
        if isinstance(timeout, tuple):
            return tuple(min(part, left) if _is_number(part) else left for part in timeout)
        return min(timeout, left) if _is_number(timeout) else left


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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


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
