"""``/OS-KSADM/roles``: the roles that there are."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import refusals, schemas
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.request import with_python_names
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.state import MEMBER_ROLE_ID, MEMBER_ROLE_NAME
from ksclient.testing.keystone.tables import Role, new_id
from ksclient.testing.keystone.validation import validate


def get_roles(context: Context) -> Answer:
    """Answer with all roles."""
    context.require_admin()
    return Answer({"roles": [role.wire() for role in context.keystone.state.roles]})


def get_role(context: Context, role_id: str) -> Answer:
    """Answer with one role."""
    context.require_admin()
    return Answer({"role": context.keystone.state.roles.get(role_id).wire()})


def create_role(context: Context, role: Any) -> Answer:
    """Make a role, whose id is Keystone's choice."""
    profile = context.keystone.profile
    if profile.has_schemas:
        slip = profile.role_descriptions_are_ids
        validate(role, schemas.OLD_ROLE_CREATE if slip else schemas.ROLE_CREATE)
    context.require_admin()
    asked = with_python_names(role)
    name = asked.get("name")
    if not name:
        raise refusals.bad_request("Name field is required and cannot be empty")
    roles = context.keystone.state.roles
    if roles.named(name):
        raise refusals.conflict("role", f"Duplicate entry found with name {name}")
    identifier = MEMBER_ROLE_ID if name == MEMBER_ROLE_NAME else new_id()
    known = {"id", "name", "domain_id", "extra"}
    extra = {member: value for member, value in asked.items() if member not in known}
    return Answer({"role": roles.add(Role(name, identifier, extra)).wire()})


def delete_role(context: Context, role_id: str) -> Answer:
    """Remove a role, all grants of it, and the tokens for where it was granted."""
    context.require_admin()
    keystone = context.keystone
    keystone.state.roles.remove(role_id)
    for grant in [each for each in keystone.state.grants if each.role_id == role_id]:
        del keystone.state.grants[grant]
        keystone.tokens.revoke_all(grant.user_id, grant.tenant_id)
    return NOTHING


ROUTES = (
    Route("GET", "/OS-KSADM/roles", get_roles, "admin"),
    Route("POST", "/OS-KSADM/roles", create_role, "admin"),
    Route("GET", "/OS-KSADM/roles/<role_id>", get_role, "admin"),
    Route("DELETE", "/OS-KSADM/roles/<role_id>", delete_role, "admin"),
)
