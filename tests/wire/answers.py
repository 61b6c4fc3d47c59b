"""What a call should have made of an answer, told from the recording alone.

Each function returns two values that must be equal: what there is, and what there should be.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.wire.recording import Exchange

Pair = tuple[Any, Any]


def one(key: str) -> Callable[[Any, Exchange], Pair]:
    """Expect an object with what the answer has under *key*, also as attributes."""

    def compare(result: Any, exchange: Exchange) -> Pair:
        said = exchange.answer[key]
        return _looked_at(result, said), (said, said)

    return compare


def many(*keys: str) -> Callable[[Any, Exchange], Pair]:
    """Expect a list of objects with what the answer has under *keys*, in that order."""

    def compare(result: Any, exchange: Exchange) -> Pair:
        said = exchange.answer
        for key in keys:
            said = said[key]
        found = [_looked_at(item, item_said) for item, item_said in zip(result, said, strict=True)]
        return found, [(item, item) for item in said]

    return compare


def _looked_at(resource: Any, said: dict[str, Any]) -> Pair:
    return resource.to_dict(), {name: getattr(resource, name, "missing") for name in said}


def nothing(result: Any, exchange: Exchange) -> Pair:
    """Expect the response, and None."""
    response, body = result
    return (response.status_code, response.text, body), (204, "", None)


def good(result: Any, exchange: Exchange) -> Pair:
    return result, True


def document(result: Any, exchange: Exchange) -> Pair:
    return result, exchange.answer


def access_document(result: Any, exchange: Exchange) -> Pair:
    return result, exchange.answer["access"]


def text(result: Any, exchange: Exchange) -> Pair:
    return result, exchange.text


def versions(result: Any, exchange: Exchange) -> Pair:
    """Expect the versions that the document lists, or the one that it is about."""
    said = exchange.answer
    return result, [said["version"]] if "version" in said else said["versions"]["values"]


def response(result: Any, exchange: Exchange) -> Pair:
    """Expect the answer as it came."""
    found = (result.status_code, result.reason, result.text, tuple(result.headers.items()))
    headers = exchange.response_headers
    return found, (exchange.status, exchange.reason, exchange.text, headers)


def login(result: Any, exchange: Exchange) -> Pair:
    """Expect an access info that tells all that the answer does."""
    access = exchange.answer["access"]
    token, user = access["token"], access["user"]
    tenant = token.get("tenant", {})
    found = {name: getattr(result, name) for name in _LOGIN}
    should = {
        "auth_token": token["id"],
        "expires": _time(token["expires"]),
        "issued": _time(token["issued_at"]),
        "audit_id": token["audit_ids"][0],
        "audit_chain_id": (*token["audit_ids"], None)[1],
        "user_id": user["id"],
        "username": user["username"],
        "role_names": [role["name"] for role in user["roles"]],
        "role_ids": access["metadata"]["roles"],
        "project_id": tenant.get("id"),
        "project_name": tenant.get("name"),
        "tenant_id": tenant.get("id"),
        "tenant_name": tenant.get("name"),
        "project_scoped": bool(tenant),
        "trust_id": None,
    }
    return (found, result.service_catalog.catalog), (should, access["serviceCatalog"])


_LOGIN = (
    "auth_token",
    "expires",
    "issued",
    "audit_id",
    "audit_chain_id",
    "user_id",
    "username",
    "role_names",
    "role_ids",
    "project_id",
    "project_name",
    "tenant_id",
    "tenant_name",
    "project_scoped",
    "trust_id",
)


def login_as_dictionary(result: Any, exchange: Exchange) -> Pair:
    """Expect a dictionary that is the ``access`` document, with the token and the version."""
    access = exchange.answer["access"]
    told = {"auth_token": access["token"]["id"], "version": "v2.0"}
    return dict(result), {**access, **told}


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
