"""Times come from servers: any text must give a time, a ValueError, or no wait at all."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import iso8601
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient.auth._time import as_utc, parse_isotime, retry_after, utcnow

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


def now() -> datetime:
    return NOW


def test_now_is_aware_and_in_utc() -> None:
    assert utcnow().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T12:00:00Z", NOW),
        ("2026-01-01T12:00:00.000000Z", NOW),
        ("2026-01-01T12:00:00", NOW),
        ("2026-01-01T14:00:00+02:00", NOW),
        ("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_iso_times_are_read_aware(text: str, expected: datetime) -> None:
    assert parse_isotime(text) == expected
    assert parse_isotime(text).tzinfo is not None


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z", None, 5, b"2026", {}]
)
def test_what_is_no_iso_time_is_a_value_error(text: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_isotime(text)  # type: ignore[arg-type]


@given(st.text())
def test_any_text_is_an_aware_time_or_a_value_error(text: str) -> None:
    try:
        moment = parse_isotime(text)
    except ValueError:
        return
    assert moment.tzinfo is not None


def test_a_naive_moment_is_utc_already() -> None:
    assert as_utc(datetime(2026, 1, 1, 12)) == NOW  # noqa: DTZ001 - naive on purpose


@given(
    st.from_regex(
        r"(000[01]|20[0-9]{2}|9999)-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]"
        r"(\.[0-9]{1,7})?(Z|[+-]00:00|\+02:00)?",
        fullmatch=True,
    )
)
def test_usual_times_are_read_as_iso8601_reads_them(text: str) -> None:
    try:
        expected = iso8601.parse_date(text)
    except iso8601.ParseError as error:
        with pytest.raises(ValueError, match=f"^{re.escape(str(error))}$"):
            parse_isotime(text)
    else:
        assert parse_isotime(text) == expected
        assert parse_isotime(text).utcoffset() == expected.utcoffset()


def test_an_aware_moment_is_converted_to_utc() -> None:
    local = datetime(2026, 1, 1, 14, tzinfo=timezone(timedelta(hours=2)))

    assert as_utc(local) == NOW
    assert as_utc(local).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("+7", 7.0),
        ("-7", 0.0),
        ("9" * 400, 1e20),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 13:00:30 +0100", 30.0),
        ("Thu, 01 Jan 2026 12:00:30 -0000", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 2.516e11),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 2.516e11),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: float) -> None:
    asked = retry_after(value, now)

    assert asked == pytest.approx(seconds, rel=1e-3)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " ",
        "-",
        "+",
        "--5",
        "+-5",
        "1.5",
        "1e3",
        "٣",
        "²",
        "soon",
        "2026-01-01",
        "\x00",
        "0 0 0 0 0 0",
    ],
)
def test_retry_after_that_is_neither_asks_for_nothing(value: str | None) -> None:
    assert retry_after(value, now) is None


@given(st.text() | st.text(alphabet="+-0123456789 :,JanGMT"))
def test_no_retry_after_breaks_anything_or_is_negative(value: str) -> None:
    asked = retry_after(value, now)

    assert asked is None or asked >= 0
