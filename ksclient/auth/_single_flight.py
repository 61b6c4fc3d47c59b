"""Let one thread do a piece of work for all that need its result at the same time."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ksclient.auth._per_process import PerProcess

T = TypeVar("T")


class Reentered(RuntimeError):
    """The work asked for its own result, and would have waited for ever."""


@dataclass(eq=False, slots=True)
class _Flight:
    """One run of the work."""

    pilot: int = field(default_factory=threading.get_ident)
    landed: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0
    result: Any = None
    error: BaseException | None = None


class _Tower:
    """What the threads of one process share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.flight: _Flight | None = None


class SingleFlight(Generic[T]):
    """Runs one piece of work at a time, and gives its outcome to everyone who waited.

    Threads may share it. A child process and a copy start with nothing under way.
    """

    def __init__(self) -> None:
        self._tower = PerProcess(_Tower)

    @property
    def waiting(self) -> int:
        """How many threads wait for the work that is under way."""
        flight = self._tower().flight
        return flight.waiting if flight else 0

    def run(self, work: Callable[[], T]) -> T:
        """Return the result of *work*, done by this thread or by the one that was first.

        If the first thread's work raises, all who wait raise an error like it, each an object
        of its own. If it is interrupted instead (``KeyboardInterrupt``), another one starts
        anew.

        Raises:
            Reentered: If called from inside the work, by the thread that does it.
        """
        while True:
            flight, first = self._board()
            if first:
                return self._fly(flight, work)
            flight.landed.wait()
            if flight.error is None:
                result: T = flight.result
                return result
            if isinstance(flight.error, Exception):
                raise like(flight.error) from flight.error

    def __reduce__(self) -> tuple[type[SingleFlight[T]], tuple[()]]:
        return (SingleFlight, ())

    def _board(self) -> tuple[_Flight, bool]:
        """Return the flight under way, and whether this thread has just started it."""
        tower = self._tower()
        with tower.lock:
            if tower.flight is None:
                tower.flight = _Flight()
                return tower.flight, True
            if tower.flight.pilot == threading.get_ident():
                raise Reentered("the work waits for its own result")
            tower.flight.waiting += 1
            return tower.flight, False

    def _fly(self, flight: _Flight, work: Callable[[], T]) -> T:
        tower = self._tower()
        try:
            flight.result = result = work()
        except BaseException as error:
            flight.error = error
            raise
        finally:
            with tower.lock:
                tower.flight = None
            flight.landed.set()
        return result


def like(error: Exception) -> Exception:
    """Return an error equal to *error* that another thread can raise as its own.

    An error object collects the traceback and the notes of whoever raises it. One that cannot
    be copied is returned itself.
    """
    try:
        twin = copy.copy(error)
    except TypeError:
        return error
    vars(twin).update(vars(error))
    if hasattr(error, "__notes__"):
        twin.__notes__ = list(error.__notes__)
    return twin
