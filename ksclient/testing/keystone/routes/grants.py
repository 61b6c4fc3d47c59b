"""Roles of users, which they have on tenants: those of a user as such are not implemented.

The routes without a tenant have the handlers of those with one; so a body with a ``tenant_id``
makes up for it, as it does on real servers.
"""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import granting, refusals
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import Grant


def get_user_roles(context: Context, user_id: str, tenant_id: Any = None) -> Answer:
    """Answer with the roles that a user has on a tenant."""
    tenant_id = _required(context, tenant_id)
    state = context.keystone.state
    state.tenants.get(tenant_id)
    state.users.get(user_id)
    return Answer({"roles": [role.wire() for role in state.roles_of(user_id, tenant_id)]})


def add_role_to_user(context: Context, user_id: str, role_id: str, tenant_id: Any = None) -> Answer:
    """Give a role to a user."""
    grant = Grant(_required(context, tenant_id), user_id, role_id)
    return Answer({"role": granting.give(context.keystone, grant).wire()})


def remove_role_from_user(
    context: Context, user_id: str, role_id: str, tenant_id: Any = None
) -> Answer:
    """Take a role away from a user."""
    grant = Grant(_required(context, tenant_id), user_id, role_id)
    granting.take_away(context.keystone, grant)
    return NOTHING


def _required(context: Context, tenant_id: Any) -> Any:
    context.require_admin()
    if tenant_id is None:
        raise refusals.not_implemented("User roles not supported: tenant_id required")
    return tenant_id


_ON_TENANT = "/tenants/<tenant_id>/users/<user_id>/roles"
_AS_SUCH = "/users/<user_id>/roles"

ROUTES = tuple(
    route
    for roles in (_ON_TENANT, _AS_SUCH)
    for route in (
        Route("GET", roles, get_user_roles, "admin"),
        Route("PUT", f"{roles}/OS-KSADM/<role_id>", add_role_to_user, "admin"),
        Route("DELETE", f"{roles}/OS-KSADM/<role_id>", remove_role_from_user, "admin"),
    )
)
