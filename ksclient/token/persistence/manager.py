"""Who answers for stored tokens: ids, expiry, caching, and what else goes when something goes."""

from __future__ import annotations

import builtins
import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from ksclient.auth._redact import SecretDict, secret
from ksclient.auth._time import Clock, utcnow
from ksclient.token.exceptions import (
    InvalidTokenRef,
    StoreUnusable,
    TokenNotFound,
    TokenStoreError,
)
from ksclient.token.persistence import options as checked
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

REVOCATION_CACHE_TIME = 3600.0
"""Seconds for which the list of revoked tokens is remembered, unless told otherwise."""


class PersistenceManager:
    """The tokens that a cloud has issued, behind a driver that stores them.

    Attributes that it does not have are its driver's. Whom it asks about users may be assigned
    after it was made, and so may *revoke_by_id*. Threads may share it.

    With a cache, a token that this manager revokes is gone at once here; a manager in another
    process may know it for *cache_time* seconds more.

    Args:
        driver: The name of a driver, such as ``memory``, ``sql`` or ``redis``; or a driver.
        revoke_by_id: False where tokens are revoked by other means: then nothing is deleted.
        cache_time: Seconds for which a token is remembered, or a timedelta. None for no cache.
        cache_size: How many tokens are remembered at most, if there is a cache.
        revocation_cache_time: Seconds for which the list of revoked tokens is remembered, or a
            timedelta; only with *cache_time*. What other processes revoke is not in it for that
            long. 0 to ask for it each time. None for 3600.
        identity_api: Knows the users of a domain.
        resource_api: Knows the tenants.
        assignment_api: Knows who has a role where.
        trust_api: Knows who trusts whom. None if nobody does.
        clock: Tells the time, aware; to the driver of that name, too.
        **options: For the driver of that name, such as ``url`` or ``expiration``.

    Raises:
        DriverNotFound: If there is no driver of that name.
        TypeError: If the driver does not take these options, or if one is of another type.
        ValueError: If a number is too small.
        TokenStoreError: If it cannot open its store.
    """

    driver_namespace = driver_namespace_

    def __init__(  # noqa: PLR0913 - what Keystone reads from a configuration file and injects
        self,
        driver: str | TokenDriverV8 = "memory",
        *,
        revoke_by_id: bool = True,
        cache_time: float | timedelta | None = None,
        cache_size: int = 10_000,
        revocation_cache_time: float | timedelta | None = None,
        identity_api: IdentityAPI | None = None,
        resource_api: ResourceAPI | None = None,
        assignment_api: AssignmentAPI | None = None,
        trust_api: TrustAPI | None = None,
        clock: Clock = utcnow,
        **options: Any,
    ) -> None:
        options = SecretDict(options)
        checked.function("clock", clock)
        self.revoke_by_id = checked.flag("revoke_by_id", revoke_by_id)
        self._tokens, self._revoked = _caches(cache_time, cache_size, revocation_cache_time)
        if isinstance(driver, PersistenceManager):
            raise TypeError("This is a manager already: use it as it is.")
        if isinstance(driver, str) and clock is not utcnow:
            options["clock"] = clock
        self.driver = load(driver, options)
        self.identity_api = identity_api
        self.resource_api = resource_api
        self.assignment_api = assignment_api
        self.trust_api = trust_api
        self._clock = clock

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {vars(self).get('driver')!r}>"

    def __getattr__(self, name: str) -> Any:
        if name == "driver":  # not set yet: there is nobody to ask
            raise AttributeError(name)
        return getattr(self.driver, name)

    def __dir__(self) -> builtins.list[str]:
        return sorted({*super().__dir__(), *dir(vars(self).get("driver"))})

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
        if expires and not isinstance(expires, datetime):
            raise StoreUnusable(
                f"{type(self.driver).__name__} hands out 'expires' as a {type(expires).__name__}: "
                "it must be a datetime, naive and in UTC."
            )
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
            if self._tokens:  # what another has revoked, the driver does not name
                self._tokens.forget_where(partial(_is_of, user_id, trust_id))

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
        """Revoke the tokens of several users; see `delete_tokens_for_user`.

        Raises:
            TypeError: If *user_ids* is one text, whose characters would be taken for users.
        """
        if isinstance(user_ids, str | bytes):
            raise TypeError("user_ids are several: [user_id], or delete_tokens_for_user(user_id).")
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


class Manager(PersistenceManager):
    """A persistence manager, by upstream's shorter name; or the way to one that is there.

    Args:
        driver: As `PersistenceManager` takes it; or a persistence manager, which has all that is
            set or called here.
        **options: As `PersistenceManager` takes them; none with a persistence manager.
    """

    def __init__(
        self, driver: str | TokenDriverV8 | PersistenceManager = "memory", **options: Any
    ) -> None:
        options = SecretDict(options)
        if not isinstance(driver, PersistenceManager):
            super().__init__(driver, **options)
        elif options:
            raise TypeError(f"Not for a manager that is made already: {', '.join(options)}.")
        else:
            self.__dict__ = driver.__dict__  # one state: what the one is told, the other knows


def _caches(
    time: float | timedelta | None, size: int, list_time: float | timedelta | None
) -> tuple[Cache[TokenRef] | None, Cache[builtins.list[RevokedToken]] | None]:
    """Return what remembers tokens, and what remembers the list of revoked ones."""
    size = checked.count("cache_size", size)
    if time is None:
        if list_time is not None:
            raise TypeError("revocation_cache_time has no effect without cache_time: give both.")
        return None, None
    if list_time is None:
        list_time = REVOCATION_CACHE_TIME
    return (
        Cache(checked.seconds("cache_time", time), size),
        Cache(checked.seconds("revocation_cache_time", list_time, least=0), 1),
    )


def _is_of(user_id: str | None, trust_id: str | None, ref: TokenRef) -> bool:
    """Tell whether a token is one of the trust, or of the user if there is no trust."""
    if trust_id:
        return bool(ref.get("trust_id") == trust_id)
    return bool(ref.get("user_id") == user_id)


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
