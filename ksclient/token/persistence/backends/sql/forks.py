"""Let no process fork while one of its threads is inside SQLite."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 5.0
"""Seconds that a fork waits. Who is inside for longer waits for the file, and has no mutex."""


class Gate:
    """Passed by who uses SQLite, many at once, and shut by who forks.

    SQLite has mutexes for all of a process. A child gets them as they are: one that another
    thread had at the moment of the fork is never released there, and the child hangs as soon as
    it opens a file.

    Args:
        patience: Seconds that a fork waits for those inside, at most.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._visits = _Visits()

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Be inside; wait while somebody forks."""
        visits = self._visits  # who forks while inside leaves, in the child, what is not used there
        with visits.changed:
            visits.changed.wait_for(lambda: not visits.forks)
            visits.inside += 1
        try:
            yield
        finally:
            with visits.changed:
                visits.inside -= 1
                visits.changed.notify_all()

    def shut(self) -> None:
        """Wait until nobody is inside, and let nobody in: before a fork."""
        visits = self._visits
        visits.changed.acquire()  # until it is opened: a child finds it held by its only thread
        visits.forks += 1
        visits.changed.wait_for(lambda: not visits.inside, self._patience)

    def open(self) -> None:
        """Let others in again: after a fork, in the parent."""
        visits = self._visits
        visits.forks -= 1
        visits.changed.notify_all()
        visits.changed.release()

    def open_in_child(self) -> None:
        """Forget who was inside: after a fork, in the child, where they are not."""
        self.open()
        self._visits = _Visits()


class _Visits:
    """Who is inside, and who forks, of one process."""

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.inside = 0
        self.forks = 0


GATE = Gate()
"""Of this process."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=GATE.shut, after_in_parent=GATE.open, after_in_child=GATE.open_in_child
    )
