"""The memory that a cloud has its tokens in, if nobody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from ksclient.auth._time import Clock, utcnow
from ksclient.token.persistence.backends.memory import Driver
from ksclient.token.persistence.records import DEFAULT_EXPIRATION, TokenRef


class TidyDriver(Driver):
    """Stores tokens in memory, and forgets now and then those that have expired.

    A Keystone's operator has that done; a cloud under long load has nobody to do it.

    Args:
        expiration: See `Driver`.
        clock: Tells the time, aware.
        issues: After how many tokens that were issued the expired ones are forgotten.
    """

    def __init__(
        self,
        *,
        expiration: timedelta | float = DEFAULT_EXPIRATION,
        clock: Clock = utcnow,
        issues: int = 10_000,
    ) -> None:
        super().__init__(expiration=expiration, clock=clock)
        self._issues = issues
        self._issued = count(1)

    def create_token(self, token_id: str, data: Mapping[str, Any]) -> TokenRef:
        """Store a token; see `TokenDriverV8.create_token`."""
        ref = super().create_token(token_id, data)
        if next(self._issued) % self._issues == 0:
            self.flush_expired_tokens()
        return ref
