"""What any driver should answer, in as few words as can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass
class Kept:
    user: str
    tenant: str | None
    trust: str | None
    consumer: str | None
    expires: datetime
    is_revoked: bool = False


class Model:
    """Tokens by their ids; what is not found is None.

    Args:
        clock: Tells the time, aware.
        forgets: Whether expired tokens are gone at once.
    """

    def __init__(self, clock: Any, *, forgets: bool) -> None:
        self.tokens: dict[str, Kept] = {}
        self._clock = clock
        self._forgets = forgets

    @property
    def now(self) -> datetime:
        return self._clock().replace(tzinfo=None)

    def create(self, token_id: str, kept: Kept) -> bool:
        if self.get(token_id) or self._is_taken(token_id):
            return False
        if not self._forgets or kept.expires > self.now:
            self.tokens[token_id] = kept
        return True

    def _is_taken(self, token_id: str) -> bool:
        kept = self.tokens.get(token_id)
        return kept is not None and not (self._forgets and kept.expires < self.now)

    def get(self, token_id: str) -> Kept | None:
        kept = self.tokens.get(token_id)
        if kept is None or kept.is_revoked or (self._forgets and kept.expires < self.now):
            return None
        return kept

    def revoke(self, token_id: str) -> bool:
        kept = self.get(token_id)
        if kept is None:
            return False
        kept.is_revoked = True
        return True

    def live(self, **wanted: str | None) -> set[str]:
        """Return the ids of live tokens that have all that is wanted of them."""
        return {
            token_id
            for token_id, kept in self.tokens.items()
            if not kept.is_revoked
            and kept.expires > self.now
            and all(getattr(kept, name) == value for name, value in wanted.items() if value)
        }

    def listed(self, user: str, tenant: str | None, trust: str | None, consumer: str | None) -> Any:
        if trust:
            return self.live(trust=trust)
        if consumer:
            return self.live(user=user, consumer=consumer)
        return self.live(user=user, tenant=tenant)

    def revoke_all(
        self, user: str, tenant: str | None, trust: str | None, consumer: str | None
    ) -> set[str]:
        whose = {"trust": trust} if trust else {"user": user}
        found = self.live(**whose, tenant=tenant, consumer=consumer)
        for token_id in found:
            self.tokens[token_id].is_revoked = True
        return found

    def revoked(self) -> dict[str, datetime]:
        return {
            token_id: kept.expires
            for token_id, kept in self.tokens.items()
            if kept.is_revoked and kept.expires > self.now
        }

    def flush(self) -> int:
        expired = [name for name, kept in self.tokens.items() if kept.expires <= self.now]
        for token_id in expired:
            del self.tokens[token_id]
        return len(expired)
