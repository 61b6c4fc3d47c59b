"""As many as it says, in the order they came, and no faster than it says."""

from __future__ import annotations

import copy
import os
import pickle
import threading
import time

import pytest

from ksclient.auth._fair_semaphore import FairSemaphore


class Clock:
    """A clock that a sleep sets forward; both count in seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.sleeps: list[float] = []
        monkeypatch.setattr(time, "sleep", self.sleep)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def wait_for_queue(semaphore: FairSemaphore, length: int) -> None:
    while len(semaphore._gate().queue) < length:
        os.sched_yield()


@pytest.mark.parametrize("places", [1, 3])
def test_lets_in_as_many_as_it_says(places: int) -> None:
    semaphore = FairSemaphore(places, 0.0)
    inside = [semaphore for _ in range(places)]
    for entered in inside:
        entered.__enter__()
    late = threading.Event()

    def enter() -> None:
        with semaphore:
            late.set()

    visitor = threading.Thread(target=enter)
    visitor.start()
    wait_for_queue(semaphore, 1)
    assert not late.is_set()
    semaphore.__exit__(None, None, None)
    visitor.join()
    assert late.is_set()


def test_who_came_first_enters_first() -> None:
    semaphore = FairSemaphore(1, 0.0)
    entered: list[int] = []

    def enter(number: int) -> None:
        with semaphore:
            entered.append(number)

    visitors = [threading.Thread(target=enter, args=(number,)) for number in range(5)]
    with semaphore:
        for number, visitor in enumerate(visitors):
            visitor.start()
            wait_for_queue(semaphore, number + 1)
    for visitor in visitors:
        visitor.join()

    assert entered == [0, 1, 2, 3, 4]


def test_without_limits_nobody_waits(clock: Clock) -> None:
    semaphore = FairSemaphore(None, 0.0, clock=clock)
    with semaphore, semaphore, semaphore:
        pass

    assert clock.sleeps == []


def test_entries_keep_their_distance(clock: Clock) -> None:
    semaphore = FairSemaphore(None, 0.5, clock=clock)
    for _ in range(3):
        with semaphore:
            pass

    assert clock.sleeps == [0.5, 0.5, 0.5]


def test_idle_time_is_not_saved_up_for_a_burst(clock: Clock) -> None:
    semaphore = FairSemaphore(None, 0.5, clock=clock)
    clock.now += 60
    for _ in range(3):
        with semaphore:
            pass

    assert clock.sleeps == [0.5, 0.5]


def test_an_interrupted_sleep_gives_the_place_back(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    semaphore = FairSemaphore(1, 0.5, clock=clock)

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        semaphore.__enter__()

    assert semaphore._gate().inside == 0


def test_an_error_inside_gives_the_place_back() -> None:
    semaphore = FairSemaphore(1, 0.0)
    with pytest.raises(ZeroDivisionError), semaphore:
        _ = 1 // 0

    assert semaphore._gate().inside == 0


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_has_the_limits_and_nobody_inside(copied) -> None:
    semaphore = FairSemaphore(1, 0.0)
    with semaphore:
        clone = copied(semaphore)

    assert (clone._concurrency, clone._rate_delay, clone._gate().inside) == (1, 0.0, 0)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_forked_while_all_places_are_taken_can_enter() -> None:
    semaphore = FairSemaphore(1, 0.0)
    with semaphore:
        child = os.fork()
        if not child:
            with semaphore:
                os._exit(0)
        _, status = os.waitpid(child, 0)

    assert status == 0
