"""What is sent to log somebody in, and what to say if that is refused."""

from __future__ import annotations

import json
from typing import Any

from ksclient.auth._redact import hidden, sealed, secret
from ksclient.auth.identity import hints
from ksclient.base import known_id
from ksclient.exceptions import InvalidArgument, Unauthorized
from ksclient.v2_0.token_ids import id_of, veiled


def body_of(
    username: str | None,
    password: str | None,
    token: Any,
    tenant_id: Any,
    tenant_name: str | None,
) -> dict[str, Any]:
    """Return the body of a login, by a token or else by a password.

    Raises:
        InvalidArgument: Without a token, or a name and a password.
        InvalidId: If the token or the tenant's id cannot be one.
    """
    password, token = secret(password), veiled(token)
    proof = _proof(username, password, token)
    return sealed({"auth": {**proof, **_scope(tenant_id, tenant_name)}})


def hint_for_refusal(error: Unauthorized, body: dict[str, Any]) -> str | None:
    """Return what to say of *error*, if it answers the login with this *body*; else None.

    It may answer the caller's own login on the way.
    """
    body = sealed(body)
    if _body_sent(error) != body:
        return None
    auth = hidden(body["auth"])
    credentials = auth.get("passwordCredentials")
    if credentials is None:
        return hints.BOOTSTRAP
    user = f"the user {credentials['username']!r}"
    scope = hints.by_name_or_id("tenant", auth.get("tenantName"), auth.get("tenantId"))
    return hints.for_refused_password(error.url or "", user, scope, is_given=True)


def _body_sent(error: Unauthorized) -> Any:
    """Return the document of the request that *error* answers, None if it is not known."""
    request = getattr(error.response, "request", None)
    try:
        return hidden(json.loads(getattr(request, "body", None) or "null"))
    except (TypeError, ValueError):
        return None


def _proof(username: str | None, password: str | None, token: Any) -> dict[str, Any]:
    if token:
        return sealed({"token": {"id": id_of(token)}})
    if username and password:
        return sealed({"passwordCredentials": {"username": username, "password": password}})
    raise InvalidArgument("A username and password or token is required.")


def _scope(tenant_id: Any, tenant_name: str | None) -> dict[str, Any]:
    if tenant_id:
        return {"tenantId": known_id(tenant_id, "tenant_id")}
    return {"tenantName": tenant_name} if tenant_name else {}
