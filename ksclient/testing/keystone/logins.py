"""Give somebody a token, if he may have it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ksclient.testing.keystone import access, refusals
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Tenant, Trust, User
from ksclient.testing.keystone.tokens import Token

Finisher = Callable[[Keystone, dict[str, Any]], dict[str, Any]]
"""Takes the document of a new token, ``{"access": …}``, and returns that which is stored."""


def issue(
    keystone: Keystone,
    user: User,
    tenant: Tenant | None,
    *,
    parent: Token | None = None,
    trust: Trust | None = None,
    keeps_expiry: bool = True,
    delay: timedelta = timedelta(),
    finish: Finisher | None = None,
) -> dict[str, Any]:
    """Store a new token, and return the document that shows it: ``{"access": …}``.

    Args:
        keystone: Who issues it.
        user: Who logs in; with a *trust*, the trustee.
        tenant: What it is for. None for an unscoped token.
        parent: The token that it is given for, whose chain it goes on.
        trust: By which the user acts for another one; a use of it is consumed.
        keeps_expiry: Whether it expires with its *parent*; else it lives as long as a new one.
        delay: How much later than now it is dated, as if Keystone had waited.
        finish: Makes the document what it is. None to leave it as most are.

    Raises:
        Refusal: 401 if he may not have it; 403 if it is the trust that forbids it.
    """
    if trust:
        _check_enabled(user, tenant)
        _check_trust(keystone, user, trust)
    else:
        check_scope(keystone, user, tenant)
    owner_id = trust.trustor_user_id if trust and trust.impersonation else user.id
    token = keystone.tokens.new(
        owner_id,
        tenant.id if tenant else None,
        parent=parent,
        trust=trust,
        keeps_expiry=keeps_expiry,
        delay=delay,
    )
    document = access.document(keystone, token)
    if finish:
        document = finish(keystone, document)
    keystone.tokens.store(token, document)
    if trust:
        trust.use()
    return document


def check_scope(keystone: Keystone, user: User, tenant: Tenant | None) -> None:
    """See that a user may have a token for a tenant; for an unscoped one if that is None.

    Raises:
        Refusal: 401 if user or tenant is disabled, or the user has no role there.
    """
    _check_enabled(user, tenant)
    if tenant and not keystone.state.roles_of(user.id, tenant.id):
        raise refusals.unauthorized()


def _check_enabled(user: User, tenant: Tenant | None) -> None:
    if not user.enabled or (tenant and not tenant.enabled):
        raise refusals.unauthorized()


def _check_trust(keystone: Keystone, user: User, trust: Trust) -> None:
    """See that a user may act for another one, who must still have the roles that he lends.

    Raises:
        Refusal: 403 if not.
    """
    trustor = keystone.state.users.find(trust.trustor_user_id)
    if user.id != trust.trustee_user_id or not (trustor and trustor.enabled):
        raise refusals.forbidden()
    if trust.tenant_id is None:
        return
    has = {role.id for role in keystone.state.roles_of(trustor.id, trust.tenant_id)}
    if not has.issuperset(trust.role_ids):
        raise refusals.forbidden()
