"""When to renew a token: in two windows before its end, scaled to its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from ksclient.auth import exceptions

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo

_ADVISORY_SHARE = 6
_LONGEST_ADVISORY = timedelta(hours=1)
_MANDATORY_SHARE = 30
_LONGEST_MANDATORY = timedelta(minutes=10)
_USUAL_LIFE = timedelta(hours=1)


class Phase(Enum):
    """How a token is to be treated, now."""

    FRESH = "use it"
    ADVISORY = "one renews it, the others go on with it"
    MANDATORY = "all wait for a new one, and go on with it only if there is none to be had"
    ENDED = "it is of no use"


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a token lives, by the clock of this machine. Aware."""

    begins: datetime
    ends: datetime

    @classmethod
    def on_arrival(cls, access: AccessInfo, now: datetime) -> Life:
        """Return the life of a token that has just been issued.

        Where the server's clock and this one's cannot both be right, the token's own times, which
        are the server's, are moved to this one's.
        """
        issued, ends = _issued(access), access.expires
        if issued is not None and (issued > now or ends <= now):
            ends = now + (ends - issued)
        return cls(now, ends)

    @classmethod
    def as_told(cls, access: AccessInfo) -> Life:
        """Return the life of a token of which nobody knows when it came."""
        ends = access.expires
        return cls(_issued(access) or ends - _USUAL_LIFE, ends)

    def phase(self, now: datetime, jitter: float) -> Phase:
        """Return how to treat the token.

        Of an hour, the last 2 minutes are mandatory; advisory are the last 10, or less, down to
        5: so do not all processes renew at once. Of a day, 10 minutes and an hour.

        Args:
            now: The time.
            jitter: This process's, from 0 up to 1.
        """
        left, whole = self.ends - now, self.ends - self.begins
        if left <= timedelta(0):
            return Phase.ENDED
        if left <= min(whole / _MANDATORY_SHARE, _LONGEST_MANDATORY):
            return Phase.MANDATORY
        if left <= min(whole / _ADVISORY_SHARE, _LONGEST_ADVISORY) * (1 - jitter / 2):
            return Phase.ADVISORY
        return Phase.FRESH


def _issued(access: AccessInfo) -> datetime | None:
    try:
        return access.issued
    except exceptions.InvalidResponse:  # it is for our convenience only
        return None
