"""The catalog of a tenant, made of today's services and endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Endpoint, Service

_HOSTS_AND_PORTS = {
    "public_bind_host": "0.0.0.0",  # noqa: S104 - Keystone's default; nothing is bound here
    "admin_bind_host": "0.0.0.0",  # noqa: S104
    "compute_host": "0.0.0.0",  # noqa: S104
    "admin_port": 35357,
    "public_port": 5000,
    "public_endpoint": None,
    "admin_endpoint": None,
}

VARIABLES = ("tenant_id", "project_id", "user_id", *_HOSTS_AND_PORTS)
"""What the URLs of endpoints may name."""

_Key = tuple[str | None, str]
"""A region, and a type of service."""


def catalog(keystone: Keystone, tenant_id: str, user_id: str) -> list[dict[str, Any]]:
    """Return the catalog as a token shows it: one entry for each type of service."""
    by_type: dict[str, dict[str, Any]] = {}
    for (region, service_type), found in _by_region(keystone, tenant_id, user_id).items():
        entry = by_type.setdefault(
            service_type, {"endpoints": [], "endpoints_links": [], "type": service_type}
        )
        entry["name"] = found["name"]
        hidden = {"name"} if keystone.profile.catalog_has_ids else {"name", "id"}
        shown = {name: value for name, value in found.items() if name not in hidden}
        entry["endpoints"].append({"publicURL": "", **shown, "region": region})
    return list(by_type.values())


def endpoints(keystone: Keystone, tenant_id: str, user_id: str) -> list[dict[str, Any]]:
    """Return the same as a flat list, whose entries have all members, None for what is unknown."""
    nothing = {"publicURL": None, "internalURL": None, "adminURL": None}
    return [
        {**nothing, **found, "type": service_type, "region": region}
        for (region, service_type), found in _by_region(keystone, tenant_id, user_id).items()
    ]


def filled_in(template: str, values: Mapping[str, Any]) -> str | None:
    """Return a URL with names such as ``$(tenant_id)s`` filled in; None if that fails."""
    try:
        return template.replace("$(", "%(") % {**_HOSTS_AND_PORTS, **values}
    except (KeyError, TypeError, ValueError):
        return None


def _by_region(keystone: Keystone, tenant_id: str, user_id: str) -> dict[_Key, dict[str, Any]]:
    """Return what each region has of each type: id, name and URLs.

    Where it has several services of one type, the first one's id and name count, and the
    last one's URLs.
    """
    values = {"tenant_id": tenant_id, "project_id": tenant_id, "user_id": user_id}
    found: dict[_Key, dict[str, Any]] = {}
    for endpoint, service in _enabled(keystone):
        for interface in keystone.profile.catalog_interfaces:
            url = filled_in(endpoint.urls.get(interface) or "", values)
            if not url:
                continue
            entry = found.setdefault(
                (endpoint.region, service.type),
                {"id": endpoint.catalog_id, "name": service.name},
            )
            entry[f"{interface}URL"] = url
    return found


def _enabled(keystone: Keystone) -> list[tuple[Endpoint, Service]]:
    pairs = [
        (each, keystone.state.services.find(each.service_id)) for each in keystone.state.endpoints
    ]
    return [
        (endpoint, service)
        for endpoint, service in pairs
        if service and service.enabled and endpoint.enabled
    ]
