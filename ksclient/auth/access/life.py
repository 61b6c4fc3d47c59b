"""From when to when a token is good, by the clock of this machine."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ksclient.auth import exceptions
from ksclient.auth._value import Value

if TYPE_CHECKING:
    from ksclient.auth.access.access import AccessInfo

_USUAL_LIFE = timedelta(hours=1)


class Life(Value):
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


def _issued(access: AccessInfo) -> datetime | None:
    try:
        return access.issued
    except exceptions.InvalidResponse:  # it is for our convenience only
        return None
