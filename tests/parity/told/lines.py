"""How the tables of differences tell requests and results.

A request is told as a line: method and URL, whether a client or a session made it, the token,
further headers, the body.
"""

from __future__ import annotations

import json
from typing import Any

from tests.parity.cases.documents import OTHER_TENANT, OTHER_USER, TENANT, USER
from tests.parity.server import REQUEST_ID

ADMIN = "http://admin/v2.0"
PUBLIC = "http://public/v2.0"
OWN_SESSION = ("Client(*", "Client:*", "Client.*", "client.Client*", "Discover*", "generic.Client*")
"""The cases of clients without a session, most of them."""


def login(
    *tokens: str, to: str = PUBLIC, by: str = "session", auth: Any = None, **scope: Any
) -> str:
    """Return the line of a login: with a password for acme, unless told otherwise."""
    auth = auth or {"passwordCredentials": {"password": "secret", "username": "admin"}}
    body = {"auth": {**auth, **(scope or {"tenantName": "acme"})}}
    if scope.get("tenantName", "") is None:
        del body["auth"]["tenantName"]
    return " ".join([f"POST {to}/tokens {by}", *tokens, json.dumps(body, sort_keys=True)])


def resource(kind: str, data: Any) -> dict[str, Any]:
    """Return a resource as outcomes tell it."""
    return {"is": kind, "data": data}


def with_metadata(data: Any) -> dict[str, Any]:
    """Return a result with metadata as outcomes tell it."""
    return {"is": "Response", "ids": [REQUEST_ID], "data": data}


UNSCOPED = {"tenantName": None}
BOTH_USERS = [resource("User", USER), resource("User", OTHER_USER)]
BOTH_TENANTS = [resource("Tenant", TENANT), resource("Tenant", OTHER_TENANT)]
