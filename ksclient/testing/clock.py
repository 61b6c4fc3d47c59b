"""A clock that tests set."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from ksclient.auth._time import Clock, utcnow


class SteerableClock:
    """Tells another clock's time, shifted. Threads may share it.

    Args:
        clock: Whose time.

    Attributes:
        skew: What it is ahead by; behind by, if it is negative.
    """

    def __init__(self, clock: Clock = utcnow) -> None:
        self.skew = timedelta()
        self._clock = clock
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """Return the time, aware, in UTC."""
        return self._clock() + self.skew

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, ahead by {self.skew}>"

    def advance(self, seconds: float) -> None:
        """Go on by so many seconds at once; back, if they are negative."""
        with self._lock:
            self.skew += timedelta(seconds=seconds)
