"""Limit how many requests run at once, and how fast they start."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any

from ksclient.auth._per_process import PerProcess


class _Gate:
    """What the threads of one process share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.inside = 0
        self.queue: deque[threading.Event] = deque()


class FairSemaphore:
    """Lets threads in by turns: first come, first served.

    Threads may share it. A child process and a copy start with nobody inside.

    Args:
        concurrency: How many may be inside at once; None for any number.
        rate_delay: The seconds between two entries. Time in which nobody came is not saved up.
        clock: Tells the time in seconds; only differences count.
    """

    def __init__(
        self,
        concurrency: int | None,
        rate_delay: float,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._concurrency = concurrency
        self._rate_delay = rate_delay
        self._clock = clock
        self._last_entry = clock()
        self._gate = PerProcess(_Gate)

    def __enter__(self) -> None:
        gate = self._gate()
        if self._concurrency:
            self._take_place(gate, self._concurrency)
        try:
            self._wait_for_turn(gate)
        except BaseException:
            self._leave(gate)
            raise

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._leave(self._gate())

    def __reduce__(self) -> tuple[Any, ...]:
        return (FairSemaphore, (self._concurrency, self._rate_delay))

    def _take_place(self, gate: _Gate, places: int) -> None:
        """Wait until there is room inside, behind everyone who waits already."""
        called = threading.Event()
        with gate.lock:
            if gate.inside < places:
                gate.inside += 1
                return
            gate.queue.append(called)
        try:
            called.wait()
        except BaseException:
            self._give_up(gate, called)
            raise

    def _give_up(self, gate: _Gate, called: threading.Event) -> None:
        """Leave the queue, or pass the place on that was given a moment ago."""
        with gate.lock:
            if called in gate.queue:
                gate.queue.remove(called)
                return
        self._leave(gate)

    def _wait_for_turn(self, gate: _Gate) -> None:
        """Sleep until *rate_delay* has passed since the entry before this one."""
        if not self._rate_delay:
            return
        with gate.lock:
            now = self._clock()
            entry = self._last_entry = max(now, self._last_entry + self._rate_delay)
        if entry > now:
            time.sleep(entry - now)

    def _leave(self, gate: _Gate) -> None:
        """Give the place to whoever has waited longest, or free it."""
        if not self._concurrency:
            return
        with gate.lock:
            if gate.queue:
                gate.queue.popleft().set()
            elif gate.inside:
                gate.inside -= 1
