"""When to renew a token: in two windows before its end, scaled to its life."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from ksclient.auth.access import Life

_ADVISORY_SHARE = 6
_LONGEST_ADVISORY = timedelta(hours=1)
_MANDATORY_SHARE = 30
_LONGEST_MANDATORY = timedelta(minutes=10)


class Phase(Enum):
    """How a token is to be treated, now."""

    FRESH = "use it"
    ADVISORY = "one renews it, the others go on with it"
    MANDATORY = "all wait for a new one, and go on with it only if there is none to be had"
    ENDED = "it is of no use"


def phase_of(life: Life, now: datetime, jitter: float) -> Phase:
    """Return how to treat a token.

    Of an hour, the last 2 minutes are mandatory; advisory are the last 10, or less, down to
    5: so do not all processes renew at once. Of a day, 10 minutes and an hour.

    Args:
        life: The token's.
        now: The time.
        jitter: This process's, from 0 up to 1.
    """
    left, whole = life.ends - now, life.ends - life.begins
    if left <= timedelta(0):
        return Phase.ENDED
    if left <= min(whole / _MANDATORY_SHARE, _LONGEST_MANDATORY):
        return Phase.MANDATORY
    if left <= min(whole / _ADVISORY_SHARE, _LONGEST_ADVISORY) * (1 - jitter / 2):
        return Phase.ADVISORY
    return Phase.FRESH
