"""Timeouts: finite by default, checked when given, and cut to what a deadline leaves."""

from __future__ import annotations

from typing import Any

import pytest
from urllib3.util import Timeout

from ksclient.auth._deadline import Deadline
from ksclient.auth.session import Session
from ksclient.auth.session.deadline import (
    DEFAULT_TIMEOUT,
    checked_deadline,
    checked_timeout,
    for_requests,
)


def test_the_default_is_ten_seconds_to_connect_and_sixty_to_wait() -> None:
    assert DEFAULT_TIMEOUT == (10.0, 60.0)


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        (None, (10.0, 60.0)),
        (5, 5),
        (0.5, 0.5),
        ("5", 5.0),
        (0, None),
        ((3, 7), (3, 7)),
        ((3, None), (3, None)),
        ((0, 7), (None, 7)),
    ],
)
def test_a_sessions_timeout_arrives_at_requests(
    given: Any, passed: Any, requests_mock: Any
) -> None:
    requests_mock.get("http://a.example/")

    Session(timeout=given).get("http://a.example/")

    assert requests_mock.last_request.timeout == passed


@pytest.mark.parametrize(
    ("given", "passed"), [(5, 5), (0, None), (None, None), ((3, 7), (3, 7)), ((0, 7), (None, 7))]
)
def test_a_calls_timeout_overrides_the_sessions(
    given: Any, passed: Any, requests_mock: Any
) -> None:
    requests_mock.get("http://a.example/")

    Session(timeout=99).get("http://a.example/", timeout=given)

    assert requests_mock.last_request.timeout == passed


def test_urllib3s_own_timeouts_pass_as_they_are(requests_mock: Any) -> None:
    requests_mock.get("http://a.example/")
    timeout = Timeout(connect=3, read=7)

    Session().get("http://a.example/", timeout=timeout)

    assert requests_mock.last_request.timeout is timeout


BROKEN = [-1, -0.1, float("nan"), float("inf"), float("-inf"), "soon", "nan", 10**400]


@pytest.mark.parametrize("value", [*BROKEN, (-1, 5), (5, float("nan")), (1, 2, 3), ()])
def test_a_timeout_that_is_no_time_is_a_value_error_that_says_so(value: Any) -> None:
    with pytest.raises(ValueError, match="timeout"):
        Session(timeout=value)


@pytest.mark.parametrize("value", [[], {}, object(), ([], 5)])
def test_a_timeout_that_is_no_number_is_a_type_error_that_says_so(value: Any) -> None:
    with pytest.raises(TypeError, match="a timeout is a number of seconds"):
        checked_timeout(value)


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), (5, -1)])
def test_a_calls_timeout_is_checked_too(value: Any) -> None:
    with pytest.raises(ValueError, match="a timeout is a number of seconds"):
        Session().get("http://a.example/", timeout=value)


@pytest.mark.parametrize("value", [*BROKEN, 0])
def test_a_total_timeout_is_more_than_nothing(value: Any) -> None:
    with pytest.raises(ValueError, match="timeout"):
        Session(total_timeout=value)
    with pytest.raises(ValueError, match="timeout"):
        Session().get("http://a.example/", total_timeout=value)


def test_a_total_timeout_may_be_left_out() -> None:
    assert checked_deadline(None) is None
    assert Session().total_timeout is None


def test_requests_takes_none_for_no_limit() -> None:
    assert for_requests(0.0) is None
    assert for_requests((0, 0)) == (None, None)


# -- deadlines --------------------------------------------------------------------------------


def test_without_seconds_there_is_no_end(clock: Any) -> None:
    deadline = Deadline(None, clock)
    clock.now += 10**9

    assert not deadline.is_set
    assert deadline.remaining() is None
    assert deadline.leaves(10**9)
    assert deadline.clip((1, None)) == (1, None)


def test_time_runs_out_and_never_below_nothing(clock: Any) -> None:
    deadline = Deadline(5, clock)

    clock.now += 3
    assert deadline.remaining() == 2
    assert (deadline.leaves(1.9), deadline.leaves(2)) == (True, False)

    clock.now += 3
    assert deadline.remaining() == 0
    assert not deadline.leaves(0)


@pytest.mark.parametrize(
    ("timeout", "clipped"),
    [
        (None, 5),
        (3, 3),
        (9, 5),
        ((3, 9), (3, 5)),
        ((None, 3), (5, 3)),
        (Timeout(connect=3, read=9), (3, 5)),
        (Timeout(connect=3), (3, 5)),
    ],
)
def test_a_timeout_is_cut_to_what_is_left(timeout: Any, clipped: Any, clock: Any) -> None:
    assert Deadline(5, clock).clip(timeout) == clipped


@pytest.mark.parametrize("timeout", [None, 3, (3, None)])
def test_a_timeout_is_never_cut_to_nothing_which_would_be_no_number(
    timeout: Any, clock: Any
) -> None:
    deadline = Deadline(5, clock)
    clock.now += 5

    clipped = deadline.clip(timeout)

    assert all(0 < part < 0.1 for part in (clipped if isinstance(clipped, tuple) else (clipped,)))
