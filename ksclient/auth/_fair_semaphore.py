"""Limit how many requests run at once, and how fast they start."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any

from ksclient.auth._deadline import DeadlinePassed, in_force
from ksclient.auth._per_process import PerProcess


class _Ticket:
    """One visit: from the moment that a thread wants in, until it has left."""

    def __init__(self) -> None:
        self.owner = threading.get_ident()
        self.called = threading.Event()


class _Gate:
    """What the threads of one process share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.tickets: dict[_Ticket, None] = {}
        """Of those inside, the first that came in first."""
        self.queue: deque[_Ticket] = deque()

    @property
    def inside(self) -> int:
        """How many are inside."""
        return len(self.tickets)

    def newest_of_this_thread(self) -> list[_Ticket]:
        """Return the ticket that a thread hands back; another's, if it has none itself."""
        me = threading.get_ident()
        with self.lock:
            tickets = list(reversed(self.tickets))
        return ([ticket for ticket in tickets if ticket.owner == me] or tickets)[:1]


class FairSemaphore:
    """Lets threads in by turns: first come, first served.

    Threads may share it. Who has not entered by the deadline in force gives up its place in the
    queue, and raises `DeadlinePassed`. A child process and a copy start with nobody inside.

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
        if not self._concurrency:
            self._wait_for_turn()
            return
        gate, ticket = self._gate(), _Ticket()
        try:
            self._take_place(gate, ticket, self._concurrency)
            self._wait_for_turn()
        except BaseException:  # interrupted at any line: the ticket says what there is to undo
            self._hand_back(gate, ticket)
            raise

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._concurrency:
            return
        gate = self._gate()
        for ticket in gate.newest_of_this_thread():
            self._leave(gate, ticket)

    def __reduce__(self) -> tuple[Any, ...]:
        return (FairSemaphore, (self._concurrency, self._rate_delay))

    def _take_place(self, gate: _Gate, ticket: _Ticket, places: int) -> None:
        """Wait until there is room inside, behind everyone who waits already."""
        with gate.lock:
            if gate.inside < places:
                gate.tickets[ticket] = None
                return
            gate.queue.append(ticket)
        if not ticket.called.wait(in_force().remaining()):
            raise DeadlinePassed("no time is left to wait for its turn")

    def _wait_for_turn(self) -> None:
        """Sleep until *rate_delay* has passed since the entry before this one."""
        if not self._rate_delay:
            return
        with self._gate().lock:
            now = self._clock()
            entry = max(now, self._last_entry + self._rate_delay)
            if not in_force().leaves(entry - now):
                raise DeadlinePassed("no time is left to wait for its turn")
            self._last_entry = entry
        if entry > now:
            time.sleep(entry - now)

    def _leave(self, gate: _Gate, ticket: _Ticket) -> None:
        try:
            self._hand_back(gate, ticket)
        except BaseException:  # interrupted while leaving: leave all the same
            self._hand_back(gate, ticket)
            raise

    def _hand_back(self, gate: _Gate, ticket: _Ticket) -> None:
        """Give the place to whoever has waited longest, or free it; twice is as once."""
        if not self._concurrency:
            return
        with gate.lock:
            if ticket in gate.queue:
                gate.queue.remove(ticket)
            gate.tickets.pop(ticket, None)
            while gate.queue and (gate.inside < self._concurrency or gate.queue[0] in gate.tickets):
                called = gate.queue[0]
                gate.tickets[called] = None
                called.called.set()
                gate.queue.popleft()
