"""``/tenants``: to the public API the caller's own, to the admin API all."""

from __future__ import annotations

from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.routing import Route


def get_project(context: Context, tenant_id: str) -> Answer:
    """Answer with one tenant."""
    context.require_admin()
    return Answer({"tenant": context.keystone.state.tenants.get(tenant_id).wire()})


ROUTES = (Route("GET", "/tenants/<tenant_id>", get_project, "admin"),)
