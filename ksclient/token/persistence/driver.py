"""The contract between a persistence manager and what stores tokens for it."""

from __future__ import annotations

import builtins
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ksclient.auth._redact import secret
from ksclient.token.exceptions import TokenNotFound
from ksclient.token.persistence.records import RevokedToken, TokenRef, is_for


class TokenDriverV8(ABC):
    """Stores tokens. Threads share a driver.

    A token is a dictionary (see `create_token`); what is handed out is a copy. *Live* below
    means neither revoked nor expired. Keystone's drivers have the same methods.
    """

    @abstractmethod
    def get_token(self, token_id: str | None) -> TokenRef:
        """Return a token that was not revoked; it may have expired, if it is still stored.

        Raises:
            TokenNotFound: If there is none of this id, or it was revoked.
            TokenStoreError: If the store fails; so for all methods.
        """

    @abstractmethod
    def create_token(self, token_id: str, data: Mapping[str, Any]) -> TokenRef:
        """Store a token, and return it as it is stored.

        Args:
            token_id: Its id.
            data: ``user`` (an object with ``id``) or ``user_id``; ``tenant`` (the like, or
                None) or ``tenant_id``, ``trust_id`` (or None), ``expires`` (a datetime, naive in
                UTC), and ``token_data``, the document that a client gets. Other members are kept.
                A missing ``expires`` or ``user_id`` is filled in. It is not changed.

        Raises:
            TokenExists: If this id was used before.
            InvalidTokenRef: If it lacks a user, if its tenant is none, or if it cannot be
                stored.
        """

    @abstractmethod
    def delete_token(self, token_id: str | None) -> None:
        """Revoke a token, expired or not.

        Raises:
            TokenNotFound: If there is none of this id, or it was revoked before.
        """

    def delete_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str] | None:
        """Revoke the live tokens of a user, or those of a trust, whoever has them.

        All filters count. Drivers override it to revoke all at once.

        Args:
            user_id: The user; not looked at where there is a trust.
            tenant_id: Only those for this tenant. None for any or none; so for the next two.
            trust_id: Only those of this trust.
            consumer_id: Only those that this OAuth consumer was given.

        Returns:
            The ids of those that are revoked now and were not before.
        """
        revoked = []
        for token_id in self._list_tokens(
            user_id, tenant_id=tenant_id, trust_id=trust_id, consumer_id=consumer_id
        ):
            token_id = secret(token_id)  # noqa: PLW2901 - from here on, no traceback shows it
            with suppress(TokenNotFound):  # somebody else was faster
                if not is_for(self.get_token(token_id), tenant_id, consumer_id):
                    continue
                self.delete_token(token_id)
                revoked.append(token_id)
        return revoked

    @abstractmethod
    def _list_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        """Return the ids of live tokens. Only one filter counts, as in Keystone's SQL driver.

        With a *trust_id*: those of the trust, whoever has them. Else with a *consumer_id*: the
        user's that this OAuth consumer was given. Else the user's, for the tenant if one is named.
        """

    @abstractmethod
    def list_revoked_tokens(self) -> builtins.list[RevokedToken]:
        """Return the tokens that were revoked and would not have expired yet."""

    @abstractmethod
    def flush_expired_tokens(self) -> int | None:
        """Remove the tokens that have expired, revoked or not.

        Returns:
            How many were removed.
        """
