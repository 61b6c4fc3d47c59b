"""The ``access`` document, made of Keystone's."""

from __future__ import annotations

import re
from typing import Any

from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Role
from ksclient.testing.keystone.tokens import Token

AUTHENTICATED_BY = "RAX-AUTH:authenticatedBy"
_DEFAULT_REGION = "RAX-AUTH:defaultRegion"

_VERSION = re.compile(r"(?P<root>https?://[^/]+/)(?:.*/)?v(?P<number>[\d.]+)(?=/|$)")


def shown(keystone: Keystone, stored: dict[str, Any]) -> dict[str, Any]:
    """Return the document that shows a token: ``{"access": …}``.

    Args:
        keystone: Who issued it.
        stored: What it stored of the token: Keystone's document, and how the user logged in.
    """
    access = stored["access"]
    token, user = access["token"], access["user"]
    tenant_id = token["tenant"]["id"] if "tenant" in token else None
    roles = [keystone.state.roles.find(each) for each in access["metadata"]["roles"]]
    return {
        "access": {
            "token": _token(token),
            "serviceCatalog": [_service(each, tenant_id) for each in access["serviceCatalog"]],
            "user": {
                "id": user["id"],
                "name": user["name"],
                "roles": [_role(role, tenant_id) for role in roles if role],
                _DEFAULT_REGION: _default_region(keystone, user["id"]),
            },
        }
    }


def methods_of(token: Token) -> list[str]:
    """Return how the user of a token logged in; of one that was not got here, nothing."""
    stored = token.document or {"access": {"token": {}}}
    methods: list[str] = stored["access"]["token"].get(AUTHENTICATED_BY, [])
    return methods


def _token(token: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "id": token["id"],
        # To the millisecond; as Keystone's, it expires on the second.
        "expires": token["expires"].partition(".")[0].removesuffix("Z") + ".000Z",
        AUTHENTICATED_BY: token.get(AUTHENTICATED_BY, []),
    }
    tenant = token.get("tenant")
    return shown | ({"tenant": {key: tenant[key] for key in ("id", "name")}} if tenant else {})


def _role(role: Role, tenant_id: str | None) -> dict[str, Any]:
    return {
        "id": role.id,
        "name": role.name,
        "description": role.extra.get("description", ""),
        **({"tenantId": tenant_id} if tenant_id else {}),
    }


def _service(entry: dict[str, Any], tenant_id: str | None) -> dict[str, Any]:
    has_versions = entry["type"] == "compute"
    return {
        "name": entry["name"],
        "type": entry["type"],
        "endpoints": [_endpoint(each, tenant_id, has_versions) for each in entry["endpoints"]],
    }


def _endpoint(
    endpoint: dict[str, Any],
    tenant_id: str | None,
    has_versions: bool,
) -> dict[str, Any]:
    # A global service has no region, and so does not say one.
    shown = {name: value for name, value in endpoint.items() if value}
    found = _VERSION.match(endpoint["publicURL"]) if has_versions else None
    if found:
        shown |= {
            "versionId": found["number"],
            "versionInfo": found[0],
            "versionList": found["root"],
        }
    return shown | {"tenantId": tenant_id}


def _default_region(keystone: Keystone, user_id: str) -> str:
    user = keystone.state.users.find(user_id)
    own = user.extra.get(_DEFAULT_REGION) if user else None
    return own or next((each.region for each in keystone.state.endpoints if each.region), "")
