"""Find out who logs in, and for what, from what the body of a login says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.lookups import check_length, contains, member
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import LONGEST_PASSWORD, Tenant, Trust, User
from ksclient.testing.keystone.tokens import Token

LONGEST_NAME = 64
"""Characters of the longest name or id that a login may have."""


@dataclass(frozen=True)
class Login:
    """Who logs in, and for what.

    Attributes:
        tenant: None for an unscoped token.
        parent: The token that he showed. None if it was a password.
        trust: By which he wants to act for another user.
        wasted_trust: One that he wanted to act by, in vain; a use of it is consumed.
    """

    user: User
    tenant: Tenant | None
    parent: Token | None = None
    trust: Trust | None = None
    wasted_trust: Trust | None = None


def login(keystone: Keystone, auth: Any) -> Login:
    """Return what *auth* says, which is the login's only member.

    Raises:
        Refusal: 400, 401, 403, or 404 for an unknown trust.
    """
    if auth is None:
        raise refusals.missing("auth", "request body")
    for name, method in _METHODS.items():
        if contains(auth, name):
            return method(keystone, auth, member(auth, name))
    if keystone.profile.password_is_default:
        raise refusals.missing("passwordCredentials", "auth")
    raise refusals.missing("auth", "request body")


def check_password(user: User | None, password: Any) -> None:
    """See that it is the user's password, and that he may use it.

    Raises:
        Refusal: 401 in most cases; it is another one for what is no text.
    """
    if user is None or user.password is None or password is None:
        raise refusals.unauthorized()
    if not user.password.is_(readable(password)):
        raise refusals.unauthorized()
    if not user.enabled:
        raise refusals.unauthorized(f"The account is disabled for user: {user.id}.")


def readable(password: Any) -> str:
    """Return a password that Keystone can make a hash of.

    Raises:
        Refusal: 400, or 500 for what trips it.
    """
    if isinstance(password, list | dict):
        raise refusals.broken()
    if not isinstance(password, str):
        raise refusals.missing("string", "password")
    if "\0" in password:
        raise refusals.broken()
    return password


def _by_token(keystone: Keystone, auth: Mapping[str, Any], shown: Any) -> Login:
    if not contains(shown, "id"):
        raise refusals.missing("id", "token")
    token_id = member(shown, "id")
    check_length(token_id, "token", keystone.profile.longest_token)
    try:
        parent = keystone.tokens.find(token_id if isinstance(token_id, str) else "")
        user = keystone.state.users.get(parent.user_id)
    except Refusal:
        raise refusals.unauthorized() from None
    if parent.trust_id:
        raise refusals.forbidden()
    tenant = tenant_of(keystone, auth)
    if "trust_id" not in auth:
        return Login(user, tenant, parent)
    trust = _trust(keystone, auth["trust_id"])
    if trust is None or trust.tenant_id not in {None, tenant.id if tenant else None}:
        raise refusals.forbidden()
    return Login(user, tenant, parent, trust)


def _by_password(keystone: Keystone, auth: Mapping[str, Any], credentials: Any) -> Login:
    if not contains(credentials, "password"):
        raise refusals.missing("password", "passwordCredentials")
    password = member(credentials, "password")
    if password:
        check_length(password, "password", LONGEST_PASSWORD)
    user = _named(keystone, credentials.get("username"), credentials.get("userId"))
    check_password(user, password)
    assert user  # noqa: S101 - or its password would not have been right
    tenant = tenant_of(keystone, auth)
    if "trust_id" not in auth:
        return Login(user, tenant)
    trust = _trust(keystone, auth["trust_id"])
    if trust is None:
        raise refusals.not_found("trust", auth["trust_id"])
    if not keystone.profile.trusts_by_password:
        return Login(user, tenant, wasted_trust=trust)
    return Login(user, tenant, trust=trust)


_METHODS: Mapping[str, Callable[[Keystone, Mapping[str, Any], Any], Login]] = {
    "token": _by_token,
    "passwordCredentials": _by_password,
}
"""By the member of ``auth`` that asks for it; the first one counts."""


def _named(keystone: Keystone, username: Any, user_id: Any) -> User | None:
    if not (username or user_id):
        raise refusals.missing("username or userId", "passwordCredentials")
    if user_id:
        check_length(user_id, "userId", LONGEST_NAME)
    if not username:
        return keystone.state.users.find(user_id)
    check_length(username, "username", LONGEST_NAME)
    if not isinstance(username, str):
        raise refusals.broken()
    return keystone.state.users.named(username)


def tenant_of(keystone: Keystone, auth: Mapping[str, Any]) -> Tenant | None:
    """Return the tenant that is asked for; None if none is.

    Raises:
        Refusal: 400; 401 if there is no such tenant.
    """
    tenant_id, name = auth.get("tenantId"), auth.get("tenantName")
    if tenant_id and name and not keystone.profile.takes_both_tenants:
        raise refusals.bad_request("Invalid request. Specify tenantId OR tenantName, not both.")
    if tenant_id and (keystone.profile.tenant_id_wins or not name):
        check_length(tenant_id, "tenantId", LONGEST_NAME)
        tenant = keystone.state.tenants.find(tenant_id)
    elif name:
        check_length(name, "tenantName", LONGEST_NAME)
        if not isinstance(name, str):
            raise refusals.broken()
        tenant = keystone.state.tenants.named(name)
    else:
        return None
    if tenant is None:
        raise refusals.unauthorized()
    return tenant


def _trust(keystone: Keystone, trust_id: Any) -> Trust | None:
    """Return a trust that can still be used; None if there is none."""
    trust = keystone.state.trusts.find(trust_id)
    return trust if trust and trust.remaining_uses != 0 else None
