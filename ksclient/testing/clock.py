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
        way = "behind" if self.skew < timedelta() else "ahead"
        return f"<{type(self).__name__}, {way} by {abs(self.skew)}>"

    def advance(self, seconds: float | timedelta) -> None:
        """Go on by so many seconds, or a timedelta, at once; back, if that is negative.

        Raises:
            OverflowError: If no datetime can tell that time; then nothing changes.
        """
        step = seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)
        with self._lock:
            skew = self.skew + step
            self._clock() + skew
            self.skew = skew
