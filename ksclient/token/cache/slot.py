"""Where the token of one login is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from ksclient.auth._time import Clock
from ksclient.token.cache import record as records
from ksclient.token.cache.place import Place, Turn
from ksclient.token.cache.record import Kept, Unusable

if TYPE_CHECKING:
    from ksclient.auth.identity.state import Owner


class Slot:
    """Where the token of one login is kept. Made anew for each use of it.

    Args:
        place: Where.
        owner: Whose login it is.
        clock: Tells the time.
    """

    def __init__(self, place: Place, owner: Owner, clock: Clock) -> None:
        self._place = place
        self._owner = owner
        self._clock = clock

    def read(self) -> Kept | None:
        """Return what is kept, expired or not; None if there is nothing.

        What is no record, or not the owner's, is dropped.
        """
        raw = self._place.get()
        if raw is None:
            return None
        try:
            return records.read(raw, self._place.key, self._owner)
        except Unusable as reason:
            self._place.complain(reason)
            self._place.delete_if_equal(raw)
            return None

    def write(self, kept: Kept) -> None:
        """Keep a login, in place of the one before; not one that has ended when it came."""
        if self._clock() < kept.life.ends:
            self._place.put(
                lambda: records.write(kept, self._place.key, self._owner), kept.life.ends
            )

    def drop(self, is_meant: Callable[[Kept], bool]) -> None:
        """Forget what is kept, if it is what is meant, and nobody has replaced it meanwhile."""
        raw = self._place.get()
        if raw is None:
            return
        try:
            kept = records.read(raw, self._place.key, self._owner)
        except Unusable:
            return  # who reads it will say so, and drop it
        if is_meant(kept):
            self._place.delete_if_equal(raw)

    def turn(self, timeout: float, *, tells: bool) -> AbstractContextManager[Turn]:
        """See `Place.turn`."""
        return self._place.turn(timeout, tells=tells)
