"""Give roles to users on tenants, and take them away."""

from __future__ import annotations

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Grant, Role


def give(keystone: Keystone, grant: Grant) -> Role:
    """Give a role, and return it. The user need not exist.

    Raises:
        Refusal: 404 if there is no such tenant or role; 409 if the user has it.
    """
    keystone.state.tenants.get(grant.tenant_id)
    role = keystone.state.roles.get(grant.role_id)
    if grant in keystone.state.grants:
        raise refusals.conflict(
            "role grant",
            f"User {grant.user_id} already has role {grant.role_id} in tenant {grant.tenant_id}",
        )
    keystone.state.grants[grant] = None
    return role


def take_away(keystone: Keystone, grant: Grant) -> None:
    """Take a role away, and revoke the user's tokens for that tenant.

    Raises:
        Refusal: 404 if the user does not have it, there being such a role or not.
    """
    if grant not in keystone.state.grants:
        raise Refusal(404, f"Cannot remove role that has not been granted, {grant.role_id}")
    del keystone.state.grants[grant]
    keystone.tokens.revoke_all(grant.user_id, grant.tenant_id)
