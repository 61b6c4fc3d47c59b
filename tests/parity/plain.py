"""What calls return, in terms of JSON: the same for both libraries, if it says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

ACCESS_MEMBERS = [
    "audit_chain_id",
    "audit_id",
    "auth_token",
    "auth_url",
    "domain_id",
    "domain_name",
    "domain_scoped",
    "expires",
    "initial_audit_id",
    "is_admin_project",
    "is_federated",
    "issued",
    "management_url",
    "oauth_access_token_id",
    "oauth_consumer_id",
    "project_domain_id",
    "project_domain_name",
    "project_id",
    "project_is_domain",
    "project_name",
    "project_scoped",
    "role_ids",
    "role_names",
    "scoped",
    "system_scoped",
    "tenant_id",
    "tenant_name",
    "trust_id",
    "trust_scoped",
    "trustee_user_id",
    "trustor_user_id",
    "user_domain_id",
    "user_domain_name",
    "user_id",
    "username",
    "version",
]
ENDPOINT_MEMBERS = [
    "api_version",
    "catalog_url",
    "endpoint_id",
    "interface",
    "max_microversion",
    "min_microversion",
    "next_min_version",
    "not_before",
    "region_name",
    "service_id",
    "service_name",
    "service_type",
    "status",
    "url",
]


def plain(value: Any) -> Any:
    """Return *value* in terms of JSON, with the name of its class where that is public."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    for is_one, told in KINDS:
        if is_one(value):
            return told(value)
    return f"a {_kind(value)}"


def _kind(value: Any) -> str:
    return type(value).__name__


def _members(value: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: plain(getattr(value, name)) for name in names if _has(value, name)}


def _has(value: Any, name: str) -> bool:
    try:
        getattr(value, name)
    except Exception:  # noqa: BLE001 - a token without user or dates has upstream stumble
        return False
    return True


def _is_access(value: Any) -> bool:
    return _kind(value).startswith("AccessInfo") and hasattr(value, "auth_token")


def _access(value: Any) -> dict[str, Any]:
    items = _mapping(value) if isinstance(value, Mapping) else None
    return {"is": _kind(value), "items": items, **_members(value, ACCESS_MEMBERS)}


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): plain(item) for key, item in value.items()}


KINDS: list[tuple[Callable[[Any], bool], Callable[[Any], Any]]] = [
    (_is_access, _access),
    (
        lambda value: _kind(value) == "EndpointData",
        lambda value: {"is": "EndpointData", **_members(value, ENDPOINT_MEMBERS)},
    ),
    (
        lambda value: hasattr(value, "to_dict") and hasattr(value, "manager"),
        lambda value: {"is": _kind(value), "data": plain(value.to_dict())},
    ),
    (
        lambda value: hasattr(value, "request_ids"),
        lambda value: {
            "is": _kind(value),
            "ids": plain(value.request_ids),
            "data": plain(value.data),
        },
    ),
    (
        lambda value: hasattr(value, "status_code"),
        lambda value: {"status": value.status_code, "text": value.text},
    ),
    (lambda value: isinstance(value, Mapping), _mapping),
    (lambda value: isinstance(value, datetime), lambda value: value.isoformat()),
    (lambda value: isinstance(value, bytes), lambda value: f"bytes: {value.decode()}"),
    (
        lambda value: isinstance(value, list | tuple),
        lambda value: [plain(item) for item in value],
    ),
    (
        lambda value: isinstance(value, AbstractSet),
        lambda value: sorted(plain(item) for item in value),
    ),
]
"""How to tell a kind of value, and what it is told as; the first that fits counts."""
