"""The moment by which a piece of work must be done, known to all that it waits for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_SHORTEST = 0.001
"""Seconds of the shortest timeout handed on; 0 would be none at all."""


class DeadlinePassed(Exception):
    """The time is over. It says nothing about what was waited for, which may work for others."""


class Deadline:
    """A moment after which a request is given up; never, unless seconds are given.

    Args:
        seconds: From now; None for no end.
        monotonic: Tells the time in seconds; only differences count.
    """

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

    def sooner(self, other: Deadline) -> Deadline:
        """Return the one of the two that ends first."""
        mine, theirs = self.remaining(), other.remaining()
        if mine is None:
            return other
        return self if theirs is None or mine <= theirs else other

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

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Have all that this thread does in the block end by then.

        A request that is sent on the way, such as a login, finds it by `in_force`.
        """
        before = _in_force.set(self)
        try:
            yield
        finally:
            _in_force.reset(before)


_NONE = Deadline(None)
_in_force: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def in_force() -> Deadline:
    """Return the deadline of the request under way in this thread; one without end if none is."""
    return _in_force.get() or _NONE


@contextmanager
def holding(lock: Any) -> Iterator[None]:
    """Hold *lock*, or whatever has its ``acquire`` and ``release``, in the block.

    Raises:
        DeadlinePassed: If it cannot be had by the deadline in force.
    """
    left = in_force().remaining()
    if left is None:
        with lock:
            yield
        return
    if not lock.acquire(True, left):
        raise DeadlinePassed("no time is left to wait for a lock")
    try:
        yield
    finally:
        lock.release()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
