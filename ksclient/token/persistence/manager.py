"""Who answers for stored tokens: ids, expiry, caching, and what else goes when something goes."""

from __future__ import annotations

import builtins
import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ksclient.auth._redact import SecretDict, secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.exceptions import InvalidTokenRef, TokenNotFound, TokenStoreError
from ksclient.token.persistence.cache import Cache
from ksclient.token.persistence.collaborators import (
    AssignmentAPI,
    IdentityAPI,
    ResourceAPI,
    TrustAPI,
)
from ksclient.token.persistence.driver import TokenDriverV8
from ksclient.token.persistence.lookup import driver_namespace as driver_namespace_
from ksclient.token.persistence.lookup import load
from ksclient.token.persistence.records import (
    RevokedToken,
    TokenRef,
    concealed,
    naive,
    now,
    stored,
)

T = TypeVar("T")
_LIST = "revoked"


class PersistenceManager:
    """The tokens that a cloud has issued, behind a driver that stores them.

    Methods that it does not have are its driver's. Threads may share it.

    With a cache, a token that this manager revokes is gone at once here; a manager in another
    process may know it for *cache_time* seconds more.

    Args:
        driver: The name of a driver, such as ``memory``, ``sql`` or ``redis``; or a driver.
        revoke_by_id: False where tokens are revoked by other means: then nothing is deleted.
        cache_time: Seconds for which a token is remembered. None for no cache.
        cache_size: How many tokens are remembered at most.
        revocation_cache_time: Seconds for which the list of revoked tokens is remembered, if
            there is a cache. What other processes revoke is not in it for that long.
        identity_api: Knows the users of a domain.
        resource_api: Knows the tenants.
        assignment_api: Knows who has a role where.
        trust_api: Knows who trusts whom. None if nobody does.
        clock: Tells the time, to the driver of that name, too.
        **options: For the driver of that name, such as ``url``.

    Raises:
        DriverNotFound: If there is no driver of that name.
        TypeError: If the driver does not take these options.
        TokenStoreError: If it cannot open its store.
    """

    driver_namespace = driver_namespace_

    def __init__(  # noqa: PLR0913 - what Keystone reads from a configuration file and injects
        self,
        driver: str | TokenDriverV8 = "memory",
        *,
        revoke_by_id: bool = True,
        cache_time: float | None = None,
        cache_size: int = 10_000,
        revocation_cache_time: float = 3600,
        identity_api: IdentityAPI | None = None,
        resource_api: ResourceAPI | None = None,
        assignment_api: AssignmentAPI | None = None,
        trust_api: TrustAPI | None = None,
        clock: Clock = utcnow,
        **options: Any,
    ) -> None:
        options = SecretDict(options)
        if isinstance(driver, str) and clock is not utcnow:
            options["clock"] = clock
        self.driver = load(driver, options)
        self.revoke_by_id = revoke_by_id
        self.identity_api = identity_api
        self.resource_api = resource_api
        self.assignment_api = assignment_api
        self.trust_api = trust_api
        self._clock = clock
        self._tokens: Cache[TokenRef] | None = None
        self._revoked: Cache[builtins.list[RevokedToken]] | None = None
        if cache_time is not None:
            self._tokens = Cache(cache_time, cache_size)
            self._revoked = Cache(revocation_cache_time, 1)

    def __getattr__(self, name: str) -> Any:
        if name == "driver":  # not set yet: there is nobody to ask
            raise AttributeError(name)
        return getattr(self.driver, name)

    def get_token(self, token_id: str | None) -> TokenRef:
        """Return a token that is neither expired nor revoked.

        Raises:
            TokenNotFound: If there is none.
            TokenStoreError: If the store fails; so for all methods.
        """
        token_id = secret(token_id)
        key = stored(token_id)
        if key is None:
            raise TokenNotFound
        ref = _through(self._tokens, key, lambda: self.driver.get_token(key))
        expires = ref.get("expires")
        if not expires or now(self._clock) > naive(expires):
            raise TokenNotFound(token_id)
        return ref

    def create_token(self, token_id: str, data: Mapping[str, Any]) -> TokenRef:
        """Store a token, and return it as it is stored; see `TokenDriverV8.create_token`."""
        token_id = secret(token_id)
        data = _copied(concealed(data))
        key = stored(token_id)
        if key is None:
            raise InvalidTokenRef("A token id must be a text, not empty, of sound Unicode.")
        data["id"] = key

        def create() -> TokenRef:
            return self.driver.create_token(key, data)

        return self._tokens.fetch(key, create) if self._tokens else create()

    def delete_token(self, token_id: str | None) -> None:
        """Revoke a token, expired or not; nothing happens without *revoke_by_id*.

        Raises:
            TokenNotFound: If there is none of this id, or it was revoked before.
        """
        token_id = secret(token_id)
        if not self.revoke_by_id:
            return
        key = stored(token_id)
        try:
            self.driver.delete_token(key)
        finally:  # whatever happened: what is not remembered is looked up
            self._forget([key])

    def delete_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> None:
        """Revoke a user's live tokens; see `TokenDriverV8.delete_tokens`.

        Nothing happens without *revoke_by_id*.
        """
        if not self.revoke_by_id:
            return
        gone = None
        try:
            gone = self.driver.delete_tokens(
                user_id, tenant_id=tenant_id, trust_id=trust_id, consumer_id=consumer_id
            )
        finally:  # what a driver that failed has revoked, nobody knows
            self._forget(gone)

    def delete_tokens_for_user(self, user_id: str, project_id: str | None = None) -> None:
        """Revoke a user's tokens, and those of trusts that he gives or was given.

        Args:
            user_id: The user.
            project_id: Only those for this tenant. None for all.
        """
        if not self.revoke_by_id:
            return
        self.delete_tokens(user_id, tenant_id=project_id)
        if self.trust_api is None:
            return
        for trust in self.trust_api.list_trusts_for_trustee(user_id):
            self.delete_tokens(user_id, trust_id=trust["id"], tenant_id=project_id)
        for trust in self.trust_api.list_trusts_for_trustor(user_id):
            self.delete_tokens(trust["trustee_user_id"], trust_id=trust["id"], tenant_id=project_id)

    def delete_tokens_for_users(
        self, user_ids: Iterable[str], project_id: str | None = None
    ) -> None:
        """Revoke the tokens of several users; see `delete_tokens_for_user`."""
        if not self.revoke_by_id:
            return
        for user_id in user_ids:
            self.delete_tokens_for_user(user_id, project_id=project_id)

    def delete_tokens_for_domain(self, domain_id: str) -> None:
        """Revoke the tokens for a domain's tenants, and those of the domain's users.

        Raises:
            TokenStoreError: If the manager does not know whom to ask who they are.
        """
        if not self.revoke_by_id:
            return
        resources = _needed(self.resource_api, "resource_api")
        assignments = _needed(self.assignment_api, "assignment_api")
        users = _needed(self.identity_api, "identity_api")
        for project in resources.list_projects():
            if project["domain_id"] == domain_id:
                self.delete_tokens_for_users(
                    assignments.list_user_ids_for_project(project["id"]), project["id"]
                )
        self.delete_tokens_for_users(user["id"] for user in users.list_users(domain_id))

    def list_revoked_tokens(self) -> builtins.list[RevokedToken]:
        """Return the tokens that were revoked and would not have expired yet.

        With a cache, what was revoked behind this manager's back is missing until
        `invalidate_revocation_list`, or until the list is fetched again.
        """
        return _through(self._revoked, _LIST, self.driver.list_revoked_tokens)

    def invalidate_revocation_list(self) -> None:
        """Have the list of revoked tokens fetched anew."""
        if self._revoked:
            self._revoked.forget(_LIST)

    def flush_expired_tokens(self) -> int | None:
        """Remove the tokens that have expired, revoked or not; return how many were."""
        return self.driver.flush_expired_tokens()

    def _list_tokens(
        self,
        user_id: str | None,
        tenant_id: str | None = None,
        trust_id: str | None = None,
        consumer_id: str | None = None,
    ) -> builtins.list[str]:
        """Return the ids of a user's live tokens; none without *revoke_by_id*."""
        if not self.revoke_by_id:
            return []
        return self.driver._list_tokens(  # noqa: SLF001 - its name in the contract
            user_id, tenant_id=tenant_id, trust_id=trust_id, consumer_id=consumer_id
        )

    def _forget(self, keys: Iterable[str | None] | None) -> None:
        """Have these tokens looked up again, or all of them, and the list of revoked ones."""
        if self._tokens and keys is None:
            self._tokens.clear()
        elif self._tokens and keys is not None:
            for key in keys:
                self._tokens.forget(key)
        self.invalidate_revocation_list()


class Manager:
    """Upstream's shorter way to a persistence manager, whose attributes it has.

    Args:
        persistence: The manager, or what to make one of: the name of a driver, or a driver.
        **options: For that one.
    """

    def __init__(
        self, persistence: PersistenceManager | TokenDriverV8 | str = "memory", **options: Any
    ) -> None:
        options = SecretDict(options)
        if not isinstance(persistence, PersistenceManager):
            persistence = PersistenceManager(persistence, **options)
        elif options:
            raise TypeError(f"Not for a manager that is made already: {', '.join(options)}.")
        self._persistence = persistence

    def __getattr__(self, name: str) -> Any:
        if name == "_persistence":
            raise AttributeError(name)
        return getattr(self._persistence, name)


def _through(cache: Cache[T] | None, key: str, fetch: Callable[[], T]) -> T:
    return cache.get_or_fetch(key, fetch) if cache else fetch()


def _copied(data: TokenRef) -> TokenRef:
    """Return a copy that a driver may do with as it likes."""
    try:
        return copy.deepcopy(data)
    except (TypeError, ValueError, RecursionError):
        problem = InvalidTokenRef("The token holds something that cannot be copied.")
    raise problem  # without its cause, which quotes what it met


def _needed(collaborator: T | None, name: str) -> T:
    if collaborator is None:
        raise TokenStoreError(
            f"The tokens of a domain can be found only with {name}=, which this manager was not "
            "given."
        )
    return collaborator
