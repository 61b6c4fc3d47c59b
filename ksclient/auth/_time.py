"""Read and compare points in time: always aware, always UTC."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.auth._pattern import Pattern

_USUAL = Pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|\+00:00)?"
)
"""What Keystones write: these times are read without iso8601, which takes long to load."""

_SECONDS = re.compile(r"[+-]?[0-9]+")

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

Clock = Callable[[], datetime]
"""Something that tells the time now, as an aware UTC datetime."""


def utcnow() -> datetime:
    """Return the time now, aware and in UTC."""
    return datetime.now(UTC)


def parse_isotime(text: str) -> datetime:
    """Return the point in time that an ISO 8601 *text* names, aware.

    A text without an offset is taken to be UTC, as Keystone's are.

    Raises:
        ValueError: If *text* is not a string, or names no point in time.
    """
    with suppress(ValueError, TypeError):  # as of the 30th of February, which iso8601 explains
        if _USUAL.compiled.fullmatch(text):
            return as_utc(datetime.fromisoformat(text))
    with FORKS_WAIT:
        import iso8601  # noqa: PLC0415 - few need it
    try:
        return iso8601.parse_date(text)
    except (iso8601.ParseError, TypeError, OverflowError) as cause:
        raise ValueError(str(cause)) from cause


def as_utc(moment: datetime) -> datetime:
    """Return *moment*, aware and in UTC; a naive one is taken to be UTC already.

    One that is before the year 1 by UTC, or after the year 9999, is the first or last there is.
    """
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST


def retry_after(value: str | None, clock: Clock = utcnow) -> float | None:
    """Return the seconds to wait that a ``Retry-After`` header asks for; never negative.

    The header holds seconds or a date. None stands for no header, and for one that is neither.
    """
    if not value:
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - requests has it loaded

    text = value.strip()
    if _SECONDS.fullmatch(text):
        return max(0.0, float(text[:20]))
    try:
        moment = as_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return max(0.0, (moment - clock()).total_seconds())
