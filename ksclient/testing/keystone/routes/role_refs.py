"""``/users/{user_id}/roleRefs``: an older way to give roles on tenants, and to take them away."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

from ksclient.testing.keystone import granting, refusals
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import Grant


def get_role_refs(context: Context, user_id: str) -> Answer:
    """Answer with the roles that a user has anywhere."""
    context.require_admin()
    state = context.keystone.state
    state.users.get(user_id)
    grants = [
        Grant(tenant.id, user_id, role.id)
        for tenant in state.tenants_of(user_id)
        for role in state.roles_of(user_id, tenant.id)
    ]
    return Answer({"roles": [_wire(grant) for grant in grants]})


def create_role_ref(context: Context, user_id: str, role: Any) -> Answer:
    """Give a role to a user."""
    context.require_admin()
    if not isinstance(role, dict):
        raise refusals.broken()
    tenant_id, role_id = role.get("tenantId"), role.get("roleId")
    if tenant_id is None or role_id is None:
        raise refusals.bad_request("object of type 'NoneType' has no len()")
    # Neither is a text for sure; what is none is not found.
    grant = Grant(tenant_id, user_id, role_id)
    return Answer({"role": granting.give(context.keystone, grant).wire()})


def delete_role_ref(context: Context, user_id: str, role_ref_id: str) -> Answer:
    """Take a role away from a user."""
    context.require_admin()
    parts = parse_qs(role_ref_id)
    if not parts.keys() >= {"tenantId", "roleId"}:
        raise refusals.bad_request("'NoneType' object has no attribute '__getitem__'")
    grant = Grant(parts["tenantId"][0], user_id, parts["roleId"][0])
    granting.take_away(context.keystone, grant)
    return NOTHING


def _wire(grant: Grant) -> dict[str, str]:
    parts = {"roleId": grant.role_id, "userId": grant.user_id, "tenantId": grant.tenant_id}
    return {**parts, "id": urlencode(parts)}


_ROLE_REFS = "/users/<user_id>/roleRefs"

ROUTES = (
    Route("GET", _ROLE_REFS, get_role_refs, "admin"),
    Route("POST", _ROLE_REFS, create_role_ref, "admin"),
    Route("DELETE", f"{_ROLE_REFS}/<role_ref_id>", delete_role_ref, "admin"),
)
