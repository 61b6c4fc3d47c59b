"""Make, change and delete tenants, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.testing.keystone import names, refusals
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.state import DEFAULT_DOMAIN, State
from ksclient.testing.keystone.tables import Tenant, new_id

_NOT_EXTRA = frozenset(
    {"id", "name", "description", "enabled", "domain_id", "parent_id", "is_domain", "extra"}
)
_LONGEST_NAME = 64


def find(state: State, tenant_id: str) -> Tenant:
    """Return a tenant.

    Raises:
        Refusal: 404 if there is none.
    """
    if tenant_id == DEFAULT_DOMAIN:
        raise Refusal(404, tenant_id)  # for Keystone it is one, of which v2.0 must not know
    return state.tenants.get(tenant_id)


def create(keystone: Keystone, asked: Mapping[str, Any]) -> Tenant:
    """Make a tenant, and return it.

    Raises:
        Refusal: 400, 404 if its parent is not there, or 409 if there is one of that name or id.
    """
    state = keystone.state
    name = names.require(asked.get("name"))
    if keystone.profile.has_schemas:
        name = name.strip()
    parent_id = asked.get("parent_id")
    if parent_id and parent_id != DEFAULT_DOMAIN:
        state.tenants.get(parent_id)  # of which v2.0 tells nothing, and which must be there
    tenant_id = asked.get("id", new_id())
    if tenant_id is None:
        raise refusals.broken()
    if state.tenants.named(name) or tenant_id in state.tenants or tenant_id == DEFAULT_DOMAIN:
        raise _conflict(name)
    tenant = Tenant(
        name,
        tenant_id,
        asked.get("description", ""),
        bool(asked.get("enabled", True)),
        _extra(asked),
    )
    return state.tenants.add(tenant)


def update(keystone: Keystone, tenant_id: str, asked: Mapping[str, Any]) -> Tenant:
    """Change what is *asked* of a tenant, and return it.

    Raises:
        Refusal: 400, 404, or 409 if there is another one of that name.
    """
    tenant = find(keystone.state, tenant_id)
    name = asked.get("name", tenant.name)
    if name != tenant.name:
        name = names.tidy(name, "Project", _LONGEST_NAME)
        if keystone.state.tenants.named(name) not in (None, tenant):
            raise _conflict(name)
    if tenant.enabled and not asked.get("enabled", True):
        _revoke_tokens(keystone, tenant)
    tenant.name = name
    tenant.description = asked.get("description", tenant.description)
    tenant.enabled = bool(asked.get("enabled", tenant.enabled))
    tenant.extra |= _extra(asked)
    return tenant


def delete(keystone: Keystone, tenant_id: str) -> None:
    """Delete a tenant: grants, EC2 credentials, trusts and tokens for it go, too.

    Raises:
        Refusal: 404 if there is none.
    """
    state = keystone.state
    tenant = find(state, tenant_id)
    _revoke_tokens(keystone, tenant)
    state.tenants.remove(tenant.id)
    state.forget_tenant(tenant.id)


def _revoke_tokens(keystone: Keystone, tenant: Tenant) -> None:
    for user_id in keystone.state.list_user_ids_for_project(tenant.id):
        keystone.tokens.revoke_all(user_id, tenant.id)


def _extra(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in _NOT_EXTRA}


def _conflict(name: str) -> Refusal:
    return refusals.conflict(
        "project",
        f"it is not permitted to have two projects with the same name in the same domain : {name}",
    )
