"""Upstream's names for its time helpers, naive where upstream's are.

Nothing in this package uses them; tests of other people's do (``before_utcnow`` makes an
expired token).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ksclient.auth._time import as_utc, parse_isotime, utcnow

__all__ = ["before_utcnow", "from_utcnow", "normalize_time", "parse_isotime"]


def normalize_time(timestamp: datetime) -> datetime:
    """Return *timestamp* in UTC, naive."""
    return as_utc(timestamp).replace(tzinfo=None)


def from_utcnow(
    days: float = 0,
    seconds: float = 0,
    microseconds: float = 0,
    milliseconds: float = 0,
    minutes: float = 0,
    hours: float = 0,
    weeks: float = 0,
) -> datetime:
    """Return the time that far ahead of now: UTC, naive."""
    ahead = timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)
    return normalize_time(utcnow() + ahead)


def before_utcnow(
    days: float = 0,
    seconds: float = 0,
    microseconds: float = 0,
    milliseconds: float = 0,
    minutes: float = 0,
    hours: float = 0,
    weeks: float = 0,
) -> datetime:
    """Return the time that long ago: UTC, naive."""
    ago = timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)
    return normalize_time(utcnow() - ago)


def __getattr__(name: str) -> bool:
    if name == "is_windows_linux_subsystem":
        return _on_windows_linux_subsystem()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _on_windows_linux_subsystem() -> bool:
    """Tell whether this is Linux inside Windows, which lacks some socket options."""
    try:
        with open("/proc/version", encoding="utf-8", errors="replace") as version:
            return "microsoft" in version.read().lower()
    except OSError:
        return False
