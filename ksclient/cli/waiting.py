"""Tell a person at a terminal that something takes long, and what."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

QUIET_SECONDS = 1.5
"""How long nothing is told."""

BEAT_SECONDS = 0.5
"""How often the line is drawn anew."""

_CLEAR = "\r\x1b[K"


class Waiting:
    """A line that tells what is waited for, and how long, until it has come.

    It is drawn on a terminal only, and wiped out before anything else is printed.

    Args:
        stream: Where to; None for nowhere.
        clock: Tells seconds.
    """

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream if stream is not None and stream.isatty() else None
        self._clock = clock
        self._what = ""
        self._since = 0.0
        self._is_drawn = False
        self._is_paused = False
        self._lock = threading.Lock()

    @contextmanager
    def until_done(self, what: str) -> Iterator[None]:
        """Tell of *what* while the block runs."""
        self.step(what)
        if self._stream is None:
            yield
            return
        done = threading.Event()
        beat = threading.Thread(target=self._beat, args=(done,), name="ksclient-waiting")
        beat.daemon = True
        beat.start()
        try:
            yield
        finally:
            done.set()
            beat.join()
            with self._lock:
                self._wipe()

    def step(self, what: str) -> None:
        """Tell of *what* from now on."""
        with self._lock:
            self._what = what
            self._since = self._clock()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Tell nothing while the block runs: somebody is asked for something."""
        with self._lock:
            self._wipe()
            self._is_paused = True
        try:
            yield
        finally:
            with self._lock:
                self._is_paused = False
                self._since = self._clock()

    def draw(self) -> None:
        """Draw the line, if it is time to."""
        with self._lock:
            waited = self._clock() - self._since
            if self._stream is None or self._is_paused or waited < QUIET_SECONDS:
                return
            self._stream.write(f"{_CLEAR}{self._what} … {waited:.0f} s")
            self._stream.flush()
            self._is_drawn = True

    def _beat(self, done: threading.Event) -> None:
        while not done.wait(BEAT_SECONDS):
            self.draw()

    def _wipe(self) -> None:
        if self._is_drawn and self._stream is not None:
            self._stream.write(_CLEAR)
            self._stream.flush()
            self._is_drawn = False
