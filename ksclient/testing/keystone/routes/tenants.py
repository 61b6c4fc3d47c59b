"""``/tenants``: to the public API the caller's own, to the admin API all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ksclient.testing.keystone import refusals, schemas, tenants, unchecked, users
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.request import with_python_names
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import Tenant
from ksclient.testing.keystone.validation import validate


def get_projects_for_token(context: Context, **_ignored: Any) -> Answer:
    """Answer with the tenants on which the caller has a role."""
    token = context.require_token()
    return _page(context.keystone.state.tenants_of(token.user_id), context.request.query)


def get_all_projects(context: Context, **_ignored: Any) -> Answer:
    """Answer with all tenants; or, if a name is asked for, with the one that has it."""
    context.require_admin()
    name = context.request.query.get("name")
    if name is None or not (name or context.keystone.profile.looks_up_empty_names):
        return _page(list(context.keystone.state.tenants), context.request.query)
    tenant = context.keystone.state.tenants.named(name)
    if tenant is None:
        raise refusals.not_found("project", name)
    return Answer({"tenant": tenant.wire()})


def get_project(context: Context, tenant_id: str) -> Answer:
    """Answer with one tenant."""
    context.require_admin()
    return Answer({"tenant": tenants.find(context.keystone.state, tenant_id).wire()})


def create_project(context: Context, tenant: Any) -> Answer:
    """Make a tenant."""
    if not isinstance(tenant, dict):
        raise refusals.broken()
    if context.keystone.profile.has_schemas:
        validate(tenant, schemas.TENANT_CREATE)
    else:
        unchecked.tenant_create(tenant)
    context.require_admin()
    if not context.keystone.profile.has_schemas:
        unchecked.tenant_enabled(tenant)
    made = tenants.create(context.keystone, with_python_names(tenant))
    return Answer({"tenant": made.wire()})


def update_project(context: Context, tenant_id: str, tenant: Any) -> Answer:
    """Change a tenant."""
    if context.keystone.profile.has_schemas:
        validate(tenant, schemas.TENANT_UPDATE)
    context.require_admin()
    if not context.keystone.profile.has_schemas:
        unchecked.tenant_enabled(tenant)
    changed = tenants.update(context.keystone, tenant_id, tenant)
    return Answer({"tenant": changed.wire() | {"extra": changed.extra}})


def delete_project(context: Context, tenant_id: str) -> Answer:
    """Delete a tenant."""
    context.require_admin()
    tenants.delete(context.keystone, tenant_id)
    return NOTHING


def get_project_users(context: Context, tenant_id: str, **_ignored: Any) -> Answer:
    """Answer with those who have a role on a tenant."""
    context.require_admin()
    state = context.keystone.state
    found = state.users_on(state.tenants.get(tenant_id).id)
    return Answer({"users": [users.wire(context.keystone, user) for user in found]})


def _page(found: Sequence[Tenant], query: Mapping[str, str]) -> Answer:
    """Answer with those after a ``marker``, and no more than a ``limit``."""
    marker, limit = query.get("marker"), query.get("limit")
    start, end = 0, None
    if marker is not None:
        ids = [tenant.id for tenant in found]
        if marker not in ids:
            raise refusals.bad_request("Marker could not be found")
        start = ids.index(marker) + 1
    if limit is not None:
        end = start + _limit(limit)
    return Answer({"tenants": [each.wire() for each in found[start:end]], "tenants_links": []})


def _limit(text: str) -> int:
    try:
        limit = int(text)
    except ValueError:
        limit = -1
    if limit < 0 or "_" in text:  # which Python 2 has not in numbers
        raise refusals.bad_request("Invalid limit value")
    return limit


ROUTES = (
    Route("GET", "/tenants", get_projects_for_token, "public"),
    Route("GET", "/tenants", get_all_projects, "admin"),
    Route("POST", "/tenants", create_project, "admin"),
    Route("GET", "/tenants/<tenant_id>", get_project, "admin"),
    Route("PUT", "/tenants/<tenant_id>", update_project, "admin"),
    Route("POST", "/tenants/<tenant_id>", update_project, "admin"),
    Route("DELETE", "/tenants/<tenant_id>", delete_project, "admin"),
    Route("GET", "/tenants/<tenant_id>/users", get_project_users, "admin"),
)
