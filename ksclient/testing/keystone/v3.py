"""A token as v3 shows it; of all routes below ``/v2.0``, one answers with that."""

from __future__ import annotations

import hashlib
from typing import Any

from ksclient.testing.keystone.catalog import filled_in
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.state import DEFAULT_DOMAIN
from ksclient.testing.keystone.tables import Endpoint, Tenant, User

_DOMAIN = {"id": DEFAULT_DOMAIN, "name": "Default"}


def token(
    keystone: Keystone, user: User, tenant: Tenant, *, method: str, access: dict[str, Any]
) -> dict[str, Any]:
    """Return the document of a token for a tenant.

    Args:
        keystone: Who issued it.
        user: Whose it is.
        tenant: What it is for.
        method: How he logged in.
        access: What v2.0 shows of it.
    """
    issued = access["token"]
    roles = keystone.state.roles_of(user.id, tenant.id)
    return {
        "token": {
            "is_domain": False,
            "methods": [method],
            "roles": [{"id": role.id, "name": role.name} for role in roles],
            "expires_at": issued["expires"],
            "project": {"domain": _DOMAIN, "id": tenant.id, "name": tenant.name},
            "catalog": _catalog(keystone, tenant, user),
            "user": {
                "password_expires_at": None,
                "domain": _DOMAIN,
                "id": user.id,
                "name": user.name,
            },
            "audit_ids": issued["audit_ids"],
            "issued_at": issued["issued_at"],
        }
    }


def _catalog(keystone: Keystone, tenant: Tenant, user: User) -> list[dict[str, Any]]:
    values = {"tenant_id": tenant.id, "project_id": tenant.id, "user_id": user.id}
    return [
        {
            "endpoints": [
                shown
                for endpoint in keystone.state.endpoints
                if endpoint.service_id == service.id and endpoint.enabled
                for shown in _endpoints(endpoint, values)
            ],
            "type": service.type,
            "id": service.id,
            "name": service.name,
        }
        for service in keystone.state.services
        if service.enabled
    ]


def _endpoints(endpoint: Endpoint, values: dict[str, str]) -> list[dict[str, Any]]:
    """Return what v3 makes of it: one endpoint for each interface."""
    urls = {name: filled_in(url, values) for name, url in sorted(endpoint.urls.items()) if url}
    return [
        {
            "region_id": endpoint.region,
            "url": url,
            "region": endpoint.region,
            "interface": interface,
            "id": _id(endpoint, interface),
        }
        for interface, url in urls.items()
        if url
    ]


def _id(endpoint: Endpoint, interface: str) -> str:
    """Return an id of its own for each interface, among them the two that v2.0 shows.

    Keystone does so with endpoints that its bootstrap made.
    """
    if interface == min(endpoint.urls):
        return endpoint.catalog_id
    if interface == "public":
        return endpoint.id
    return hashlib.blake2b(
        f"{endpoint.catalog_id} {interface}".encode(), digest_size=16
    ).hexdigest()
