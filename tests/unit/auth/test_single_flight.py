"""A login that many threads need is done once, and they all learn how it went."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

import pytest

from ksclient.auth import _single_flight, exceptions
from ksclient.auth._single_flight import Reentered, SingleFlight

THREADS = 8


def fly_together(flight: SingleFlight[Any], work: Callable[[], Any]) -> list[Any]:
    """Have many threads ask for *work*, which ends when all others wait for it."""

    def work_when_all_wait() -> Any:
        while flight.waiting < THREADS - 1:
            os.sched_yield()
        return work()

    def ask() -> Any:
        try:
            return flight.run(work_when_all_wait)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(ask) for _ in range(THREADS)]]


def test_all_who_wait_get_the_one_result() -> None:
    results = fly_together(SingleFlight(), object)

    assert len(set(map(id, results))) == 1


def test_all_who_wait_get_an_error_of_the_same_class_each_its_own() -> None:
    attempts = []

    def fail() -> None:
        attempts.append(1)
        raise exceptions.Unauthorized("no", request_id="req-1")

    errors = fly_together(SingleFlight(), fail)

    assert len(attempts) == 1
    assert all(isinstance(error, exceptions.Unauthorized) for error in errors)
    assert {error.request_id for error in errors} == {"req-1"}
    assert len(set(map(id, errors))) == THREADS


def test_a_note_on_one_threads_error_is_not_on_anothers() -> None:
    def fail() -> None:
        error = exceptions.Unauthorized("no")
        error.add_note("shared")
        raise error

    errors = fly_together(SingleFlight(), fail)
    errors[0].add_note("mine")

    assert all(error.__notes__ == ["shared"] for error in errors[1:])


def test_an_error_that_cannot_be_copied_reaches_everyone_too() -> None:
    class Stubborn(Exception):
        def __init__(self, one: str, two: str) -> None:
            super().__init__(one + two)

    def fail() -> None:
        raise Stubborn("a", "b")

    assert {type(error) for error in fly_together(SingleFlight(), fail)} == {Stubborn}


def test_the_work_is_done_again_for_who_comes_later() -> None:
    flight: SingleFlight[int] = SingleFlight()
    numbers = iter([1, 2])

    assert [flight.run(lambda: next(numbers)) for _ in range(2)] == [1, 2]


def test_the_work_is_done_again_after_an_error() -> None:
    flight: SingleFlight[int] = SingleFlight()
    with pytest.raises(ZeroDivisionError):
        flight.run(lambda: 1 // 0)

    assert flight.run(lambda: 1) == 1


def test_an_interrupted_thread_leaves_the_work_to_one_that_waits() -> None:
    flight: SingleFlight[str] = SingleFlight()
    entered = threading.Event()
    results = []

    def be_interrupted() -> str:
        entered.set()
        while not flight.waiting:
            os.sched_yield()
        raise KeyboardInterrupt

    def first() -> None:
        with pytest.raises(KeyboardInterrupt):
            flight.run(be_interrupted)

    leader = threading.Thread(target=first)
    leader.start()
    entered.wait()
    waiter = threading.Thread(target=lambda: results.append(flight.run(lambda: "done")))
    waiter.start()
    leader.join()
    waiter.join()

    assert results == ["done"]


def test_work_that_asks_for_itself_is_told_so() -> None:
    flight: SingleFlight[int] = SingleFlight()

    with pytest.raises(Reentered):
        flight.run(lambda: flight.run(lambda: 1))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_forked_amid_the_work_does_not_wait_for_it() -> None:
    flight: SingleFlight[str] = SingleFlight()
    entered, leave = threading.Event(), threading.Event()

    def dawdle() -> str:
        entered.set()
        leave.wait()
        return "parent"

    worker = threading.Thread(target=flight.run, args=(dawdle,))
    worker.start()
    entered.wait()
    child = os.fork()
    if not child:
        os._exit(0 if flight.run(lambda: "child") == "child" else 1)
    _, status = os.waitpid(child, 0)
    leave.set()
    worker.join()

    assert status == 0


# --- interrupts ----------------------------------------------------------------------------------


class Interrupter:
    """Raises KeyboardInterrupt at the *number*th line of the module, whatever line that is."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.has_struck = False

    def __call__(self, frame: FrameType, event: str, _arg: object) -> Interrupter | None:
        if frame.f_code.co_filename != _single_flight.__file__:
            return None
        if event == "line" and not self.has_struck:
            self.left -= 1
            if self.left < 0:
                self.has_struck = True
                raise KeyboardInterrupt
        return self


def fly_interrupted(flight: SingleFlight[Any], number: int) -> bool:
    """Have the work interrupted at a line; return whether there was that many."""
    before, interrupter = sys.gettrace(), Interrupter(number)
    sys.settrace(interrupter)
    try:
        flight.run(lambda: 1)
    except KeyboardInterrupt:
        pass
    finally:
        sys.settrace(before)
    return interrupter.has_struck


def test_an_interrupt_at_any_line_leaves_the_work_to_the_next_who_asks() -> None:
    for number in range(1000):
        flight: SingleFlight[str] = SingleFlight()
        if not fly_interrupted(flight, number):
            break
        assert flight.run(lambda: "done") == "done", f"interrupted at line {number}"
    assert 5 < number < 1000


def test_who_waits_for_a_thread_that_ended_without_landing_does_the_work() -> None:
    class Impatient(SingleFlight[str]):
        CHECK_SECONDS = 0.01

    flight = Impatient()
    tower = flight._tower()
    lost = threading.Thread(
        target=lambda: tower.in_the_air.setdefault(None, _single_flight._Flight())
    )
    lost.start()
    lost.join()

    assert flight.run(lambda: "done") == "done"


def test_who_waits_takes_a_result_even_if_nobody_calls_out_that_it_is_there() -> None:
    class Impatient(SingleFlight[str]):
        CHECK_SECONDS = 0.01

    flight = Impatient()
    results: list[str] = []
    waiter = threading.Thread(target=lambda: results.append(flight.run(lambda: "again")))

    def land_silently() -> str:
        waiter.start()
        while not flight.waiting:
            os.sched_yield()
        flight._tower().in_the_air[None].landed = threading.Event()  # not the one waited for
        return "done"

    flight.run(land_silently)
    waiter.join()

    assert results == ["done"]
