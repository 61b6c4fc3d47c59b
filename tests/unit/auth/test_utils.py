"""Upstream's time helpers are naive, and other people's tests rely on it."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ksclient.auth import _utils


@pytest.fixture
def upstream() -> object:
    return importlib.import_module("keystoneauth1._utils")


def test_a_moment_becomes_naive_utc() -> None:
    local = datetime(2026, 1, 1, 14, tzinfo=timezone(timedelta(hours=2)))

    assert _utils.normalize_time(local) == datetime(2026, 1, 1, 12)  # noqa: DTZ001


def test_a_naive_moment_is_left_as_it_is() -> None:
    naive = datetime(2026, 1, 1, 12)  # noqa: DTZ001

    assert _utils.normalize_time(naive) == naive


@pytest.mark.parametrize("unit", ["days", "seconds", "minutes", "hours", "weeks"])
def test_both_directions_are_counted_from_now_and_naive(unit: str) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)

    ahead, ago = _utils.from_utcnow(**{unit: 2}), _utils.before_utcnow(**{unit: 2})

    assert ahead.tzinfo is None
    assert ahead - now >= timedelta(**{unit: 2})
    assert ahead - ago == pytest.approx(timedelta(**{unit: 4}), abs=timedelta(minutes=1))


@pytest.mark.parametrize("text", ["2026-01-01T12:00:00Z", "2026-01-01T14:00:00+02:00"])
def test_times_are_read_as_keystoneauth1_reads_them(text: str, upstream: object) -> None:
    assert _utils.parse_isotime(text) == upstream.parse_isotime(text)  # type: ignore[attr-defined]


def test_the_kind_of_linux_is_told_as_keystoneauth1_tells_it(upstream: object) -> None:
    expected = upstream.is_windows_linux_subsystem  # type: ignore[attr-defined]

    assert _utils.is_windows_linux_subsystem == expected


def test_there_is_nothing_else() -> None:
    with pytest.raises(AttributeError, match="nothing_else"):
        _utils.nothing_else  # noqa: B018
