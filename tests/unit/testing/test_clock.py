"""A clock that tests set."""

from datetime import UTC, datetime, timedelta

import pytest

from ksclient.testing import SteerableClock

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def test_tells_the_time_of_the_clock_beneath():
    assert SteerableClock(lambda: NOON)() == NOON


def test_goes_on_by_what_it_is_advanced_in_all():
    clock = SteerableClock(lambda: NOON)
    clock.advance(3600)
    clock.advance(-0.5)
    assert clock() == NOON + timedelta(hours=1, seconds=-0.5)
    assert clock.skew == timedelta(seconds=3599.5)


def test_goes_on_by_a_timedelta():
    clock = SteerableClock(lambda: NOON)
    clock.advance(timedelta(hours=1))
    assert clock() == NOON + timedelta(hours=1)
    assert repr(clock) == "<SteerableClock, ahead by 1:00:00>"


def test_does_not_go_where_there_is_no_time():
    clock = SteerableClock(lambda: NOON)
    with pytest.raises(OverflowError):
        clock.advance(timedelta(days=3_000_000))
    assert clock() == NOON


def test_is_set_by_its_skew():
    clock = SteerableClock(lambda: NOON)
    clock.advance(5)
    clock.skew = timedelta(days=-1)
    assert clock() == NOON - timedelta(days=1)
    assert repr(clock) == "<SteerableClock, behind by 1 day, 0:00:00>"
