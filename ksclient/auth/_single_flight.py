"""Let one thread do a piece of work for all that need its result at the same time."""

from __future__ import annotations

import copy
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, ClassVar, Generic, TypeVar

from ksclient.auth._deadline import DeadlinePassed, in_force
from ksclient.auth._per_process import PerProcess

T = TypeVar("T")
E = TypeVar("E", bound=Exception)


class Reentered(RuntimeError):
    """The work asked for its own result, and would have waited for ever."""


class _Flight:
    """One run of the work, by the thread that makes it."""

    __slots__ = ("error", "has_result", "landed", "pilot", "result", "waiting")

    def __init__(self) -> None:
        self.pilot = threading.current_thread()
        self.waiting: list[threading.Thread] = []
        self.landed = threading.Event()
        self.has_result = False
        self.result: Any = None
        self.error: BaseException | None = None

    @property
    def is_over(self) -> bool:
        return self.has_result or self.error is not None

    def is_this_threads(self) -> bool:
        return self.pilot is threading.current_thread()

    def is_lost(self) -> bool:
        """Tell whether nobody flies it any more, perhaps without an outcome.

        A `KeyboardInterrupt` can come at any line, even one that cleans up.
        """
        if self.is_this_threads():
            return not self._is_on_this_stack()
        return not self.pilot.is_alive()

    def _is_on_this_stack(self) -> bool:
        frame: FrameType | None = sys._getframe()  # noqa: SLF001 - inspect loads much
        while frame is not None:
            if frame.f_code is _FLY and frame.f_locals.get("own") is self:
                return True
            frame = frame.f_back
        return False


class _Tower:
    """What the threads of one process share."""

    def __init__(self) -> None:
        self.in_the_air: dict[None, _Flight] = {}
        """Holds one flight, or none; a dictionary, since `setdefault` cannot be torn apart."""
        self._lock = threading.Lock()

    def sees(self, flight: _Flight) -> bool:
        return self.in_the_air.get(None) is flight

    def give_up(self, flight: _Flight) -> None:
        """Forget *flight*, which has ended; many threads may have noticed."""
        with self._lock:
            if self.sees(flight):
                del self.in_the_air[None]


class SingleFlight(Generic[T]):
    """Runs one piece of work at a time, and gives its outcome to everyone who waited.

    Threads may share it. A child process and a copy start with nothing under way.
    """

    CHECK_SECONDS: ClassVar[float] = 1.0
    """How often those who wait look whether the thread they wait for is there still."""

    def __init__(self) -> None:
        self._tower = PerProcess(_Tower)

    @property
    def waiting(self) -> int:
        """How many threads wait for the work that is under way."""
        flight = self._tower().in_the_air.get(None)
        return len(flight.waiting) if flight else 0

    def run(self, work: Callable[[], T]) -> T:
        """Return the result of *work*, done by this thread or by the one that was first.

        If the first thread's work raises, all who wait raise an error like it, each an object
        of its own. If it is interrupted instead (``KeyboardInterrupt``), or its own deadline
        passes, another one starts anew.

        Raises:
            Reentered: If called from inside the work, by the thread that does it.
            DeadlinePassed: If another thread's work is not done by the deadline in force here.
        """
        tower = self._tower()
        while True:
            own = _Flight()
            flight = self._fly(tower, own, work)
            if flight is not own and not self._wait(tower, flight):
                continue
            if flight.has_result:
                result: T = flight.result
                return result
            was_cut_off = flight is not own and isinstance(flight.error, DeadlinePassed)
            if isinstance(flight.error, Exception) and not was_cut_off:
                raise like(flight.error) from flight.error

    def __reduce__(self) -> tuple[type[SingleFlight[T]], tuple[()]]:
        return (SingleFlight, ())

    @staticmethod
    def _fly(tower: _Tower, own: _Flight, work: Callable[[], T]) -> _Flight:
        """Do the work as the flight *own*, or return the one that is under way already."""
        flights = tower.in_the_air
        try:
            flight = flights.setdefault(None, own)
            if flight is own:
                own.result = work()
                own.has_result = True
        except BaseException as error:
            own.error = error
            raise
        finally:
            # Python looks for an interrupt after calls. So there is none until all is undone.
            try:
                if flights[None] is own:
                    del flights[None]
            except KeyError:  # whoever came too late for this flight has cleared it away
                pass
            own.landed.set()
        return flight

    def _wait(self, tower: _Tower, flight: _Flight) -> bool:
        """Wait until *flight* has landed; False if it had before, or is found to be lost."""
        if flight.is_this_threads() and not flight.is_lost():
            raise Reentered("the work waits for its own result")
        came_in_time = not flight.is_over
        flight.waiting.append(threading.current_thread())
        deadline = in_force()
        while not flight.is_over and not flight.is_lost():
            if deadline.remaining() == 0:
                flight.waiting.remove(threading.current_thread())
                raise DeadlinePassed("no time is left to wait for what another thread does")
            flight.landed.wait(deadline.clip(self.CHECK_SECONDS))
        tower.give_up(flight)
        return came_in_time and flight.is_over


_FLY = SingleFlight._fly.__code__  # noqa: SLF001 - by which a stack is searched for it


def like(error: E) -> E:
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
