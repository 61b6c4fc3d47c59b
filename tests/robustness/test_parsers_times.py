"""Whatever a server calls a time, it is an aware point in time or one error that quotes it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient import access as flat
from ksclient import exceptions
from ksclient.auth import access
from ksclient.auth._time import as_utc, parse_isotime
from tests.robustness.answering import problem_of
from tests.robustness.strategies import JUNK, TEXTS, steady

BODY: dict[str, Any] = {
    "access": {"token": {"id": "t0ken", "expires": "2999-01-01T00:00:00Z"}, "user": {"id": "u1"}}
}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2999-01-02T03:04:05Z", datetime(2999, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2999-01-02T03:04:05", datetime(2999, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2999-01-02 03:04:05", datetime(2999, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2999-01-02T03:04:05.6789Z", datetime(2999, 1, 2, 3, 4, 5, 678900, tzinfo=UTC)),
        ("2999-01-02T03:04:05.123456789Z", datetime(2999, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
        ("2999-01-02T03:04:05+05:30", datetime(2999, 1, 1, 21, 34, 5, tzinfo=UTC)),
        ("2999-01-02T03:04:05-0800", datetime(2999, 1, 2, 11, 4, 5, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("2999-01-02", datetime(2999, 1, 2, tzinfo=UTC)),
    ],
)
def test_a_time_in_each_form_is_the_same_point(text: str, expected: datetime) -> None:
    found = access.create(body=with_expiry(text)).expires

    assert found == expected
    assert found.utcoffset() is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "never",
        "2999-13-01T00:00:00Z",
        "2999-02-30T00:00:00Z",
        "2999-01-01T25:00:00Z",
        "10000-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2999-01-01T00:00:00+99:99",
        "2999-01-01T00:00:00+24:00",
        "٢٠٢٦-01-01T00:00:00Z",
        "\ud800",
        "x" * 10_000,
    ],
)
def test_what_is_no_time_is_quoted_and_cut(text: str) -> None:
    problem = problem_of(getattr, access.create(body=with_expiry(text)), "expires")

    assert isinstance(problem, exceptions.InvalidResponse)
    assert problem.field == "access.token.expires"
    assert "is not a time: " in str(problem)
    assert len(str(problem)) < 200


def with_expiry(value: Any) -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    body["access"]["token"]["expires"] = value
    return body


DIGITS = st.integers(-1, 99).map("{:02}".format)
NEAR_TIMES = st.builds(
    "{}-{}-{}{}{}:{}:{}{}{}".format,
    st.sampled_from(["0001", "9999", "2026", "0000", "10000", "99", ""]),
    DIGITS,
    DIGITS,
    st.sampled_from(["T", " ", "t", ""]),
    DIGITS,
    DIGITS,
    DIGITS,
    st.sampled_from(["", ".5", ",5", ".123456789", "."]),
    st.sampled_from(["", "Z", "z", "+14:00", "-12:00", "+99:99", "-24:00", "+1", " +01:00", "UTC"]),
)


@steady(200)
@given(NEAR_TIMES | TEXTS | JUNK)
def test_anything_is_a_time_or_one_error(value: Any) -> None:
    for make in (lambda body: access.create(body=body), flat.AccessInfo.of):
        found = make(with_expiry(value))
        problem = problem_of(getattr, found, "expires")
        if problem is not None:
            assert isinstance(problem, exceptions.InvalidResponse)
            assert problem.field == "access.token.expires"
            continue
        assert found.expires.utcoffset() is not None
        assert found.will_expire_soon() in {True, False}


OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@steady(75)
@given(st.datetimes(timezones=OFFSETS).filter(lambda moment: 1 < moment.year < 9999))
def test_a_time_comes_back_from_its_text(moment: datetime) -> None:
    found = parse_isotime(moment.isoformat())

    assert found == moment
    assert as_utc(found) == moment


@steady(75)
@given(NEAR_TIMES | TEXTS | JUNK)
def test_a_text_is_a_time_with_a_utc_or_a_value_error(value: Any) -> None:
    try:
        found = parse_isotime(value)
    except ValueError:
        return

    assert abs(as_utc(found) - found) <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0001-01-01T00:00:00+14:00", datetime.min.replace(tzinfo=UTC)),
        ("9999-12-31T23:59:59-12:00", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_a_time_beyond_all_times_is_the_first_or_last(text: str, expected: datetime) -> None:
    assert as_utc(parse_isotime(text)) == expected
