"""Compare the clocks: the server's, by what it sends, and this machine's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from ksclient.auth._time import as_utc
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, ok, warn

_MOST = timedelta(seconds=60)
"""How far clocks may differ. Times of HTTP have no fractions, and answers take a while."""


def look(case: Case) -> Iterator[Finding]:
    """Read the ``Date`` of the server's answer."""
    told = case.answer.headers.get("Date")
    moment = _read(told)
    if moment is None:
        yield ok("The server does not tell the time; a login does, if it says issued_at.")
        return
    case.skew = moment - case.clock()
    yield judged(case.skew, "the Date of its answer")


def judged(skew: timedelta, source: str) -> Finding:
    """Return what it means that the server's clock is ahead by *skew*.

    Args:
        skew: How far; negative if it is behind.
        source: What tells it.
    """
    if abs(skew) <= _MOST:
        return ok(f"The clocks agree within {_MOST.seconds} s, by {source}.")
    side = "behind" if skew > timedelta(0) else "ahead of"
    return warn(
        f"This machine's clock is {_words(abs(skew))} {side} the server's, by {source}.",
        "Set the one that is wrong: timedatectl shows whether NTP is on. ksclient copes with it; "
        "other programs may take new tokens for expired, and certificates as well.",
    )


def is_far(skew: timedelta) -> bool:
    """Tell whether clocks differ by more than they may."""
    return abs(skew) > _MOST


def _read(told: str | None) -> datetime | None:
    try:
        return as_utc(parsedate_to_datetime(told)) if told else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _words(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes" if minutes != 1 else "1 minute"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"
