"""Issue tokens, find them again, and revoke them: what stands between routes and the store."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ksclient.auth._time import Clock, as_utc
from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.tables import Trust, new_id
from ksclient.token.exceptions import TokenNotFound
from ksclient.token.persistence.manager import PersistenceManager


@dataclass(frozen=True)
class Token:
    """A token that was issued: whose it is, and what for. The rest is looked up.

    Attributes:
        tenant_id: None if it is unscoped.
        audit_ids: Its own, and that of the first of its chain, if it is not the first.
        issued_at: Aware, UTC; for the wire, whole seconds count.
        document: What the login answered; None until that is known.
    """

    user_id: str
    tenant_id: str | None
    issued_at: datetime
    expires: datetime
    audit_ids: tuple[str, ...]
    id: str = field(default_factory=new_id, repr=False)
    trust_id: str | None = None
    document: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class _Revocation:
    """Tokens that are dead, wherever they are stored: an event of Keystone's."""

    revoked_at: datetime
    audit_id: str | None = None
    user_id: str | None = None
    trust_ids: frozenset[str] = frozenset()
    tenant_id: str | None = None

    def covers(self, token: Token, *, whole_seconds: bool) -> bool:
        if self.audit_id:
            return self.audit_id == token.audit_ids[0]
        if self.user_id != token.user_id and token.trust_id not in self.trust_ids:
            return False
        if self.tenant_id not in {None, token.tenant_id}:
            return False
        if whole_seconds:
            return _second(token.issued_at) <= _second(self.revoked_at)
        return token.issued_at <= self.revoked_at


class Tokens:
    """The tokens of one Keystone.

    Args:
        persistence: Where they are stored.
        lifetime: How long one lives.
        clock: Tells the time.
        revokes_whole_seconds: See `Settings`.
    """

    def __init__(
        self,
        persistence: PersistenceManager,
        *,
        lifetime: timedelta,
        clock: Clock,
        revokes_whole_seconds: bool = False,
    ) -> None:
        self.persistence = persistence
        self.lifetime = lifetime
        self._clock = clock
        self._whole_seconds = revokes_whole_seconds
        self._revocations: list[_Revocation] = []

    def new(
        self,
        user_id: str,
        tenant_id: str | None,
        *,
        parent: Token | None = None,
        trust: Trust | None = None,
        keeps_expiry: bool = True,
        delay: timedelta = timedelta(),
    ) -> Token:
        """Return a token that is not stored yet; see `store`.

        Args:
            user_id: Whose it is.
            tenant_id: What it is for. None for an unscoped one.
            parent: The token that was given for it, whose chain it goes on.
            trust: The trust that it comes from.
            keeps_expiry: Whether it expires with its *parent*; else it lives a whole lifetime.
            delay: How much later than now it is dated.
        """
        now = self._clock() + delay
        own = base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()
        return Token(
            user_id=user_id,
            tenant_id=tenant_id,
            issued_at=now,
            expires=(parent.expires if parent and keeps_expiry else _second(now + self.lifetime)),
            audit_ids=(own, parent.audit_ids[-1]) if parent else (own,),
            trust_id=trust.id if trust else None,
        )

    def store(self, token: Token, document: Mapping[str, Any]) -> None:
        """Store a token, with what the login answers."""
        access = document["access"]
        self.persistence.create_token(
            token.id,
            {
                "key": token.id,
                "expires": token.expires,
                "issued_at": token.issued_at.isoformat(),
                "user": {"id": token.user_id},
                "tenant": {"id": token.tenant_id} if token.tenant_id else None,
                "trust_id": token.trust_id,
                "metadata": access.get("metadata", {}),
                "token_version": "v2.0",
                "audit_ids": list(token.audit_ids),
                "token_data": dict(document),
            },
        )

    def find(self, token_id: str) -> Token:
        """Return a token that is neither expired nor revoked.

        Raises:
            Refusal: 404 if there is none.
        """
        if not token_id:
            raise Refusal(404, "No token in the request")
        try:
            ref = self.persistence.get_token(token_id)
        except TokenNotFound:
            raise self._why_not(token_id) from None
        token = _of(ref)
        if self._clock() >= token.expires or any(
            each.covers(token, whole_seconds=self._whole_seconds) for each in self._revocations
        ):
            raise _FAILED
        return token

    def revoke(self, token: Token) -> None:
        """Revoke one token; those that were made from it stay.

        Raises:
            Refusal: 404 if it is gone meanwhile, from a store that others use, too.
        """
        self._note(_Revocation(self._clock(), audit_id=token.audit_ids[0]))
        try:
            self.persistence.delete_token(token.id)
        except TokenNotFound:
            raise refusals.not_found("token", token.id) from None

    def revoke_all(self, user_id: str, tenant_id: str | None = None) -> None:
        """Revoke a user's tokens, and those of trusts that he gives or was given.

        Args:
            user_id: The user.
            tenant_id: Only those for this tenant. None for all.
        """
        trusts = self.persistence.trust_api
        given = (
            [*trusts.list_trusts_for_trustor(user_id), *trusts.list_trusts_for_trustee(user_id)]
            if trusts
            else []
        )
        self._note(
            _Revocation(
                self._clock(),
                user_id=user_id,
                trust_ids=frozenset(trust["id"] for trust in given),
                tenant_id=tenant_id,
            )
        )
        self.persistence.delete_tokens_for_user(user_id, project_id=tenant_id)

    def _note(self, revocation: _Revocation) -> None:
        if self.persistence.revoke_by_id and not self._whole_seconds:
            return  # the store knows, and does not go by the time
        # What was issued before then has expired by now.
        oldest = revocation.revoked_at - self.lifetime
        self._revocations = [each for each in self._revocations if each.revoked_at > oldest]
        self._revocations.append(revocation)

    def _why_not(self, token_id: str) -> Refusal:
        """Return the 404 for a token that the store does not give."""
        try:
            self.persistence.driver.get_token(token_id)
        except TokenNotFound:
            return refusals.not_found("token", token_id)
        return _FAILED  # it is there, and has expired


_FAILED = Refusal(404, "Failed to validate token")


def _of(ref: Mapping[str, Any]) -> Token:
    return Token(
        id=str(ref["id"]),
        user_id=ref["user_id"],
        tenant_id=(ref.get("tenant") or {}).get("id"),
        issued_at=datetime.fromisoformat(ref["issued_at"]),
        expires=as_utc(ref["expires"]),
        audit_ids=tuple(ref["audit_ids"]),
        trust_id=ref.get("trust_id"),
        document=ref["token_data"],
    )


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
