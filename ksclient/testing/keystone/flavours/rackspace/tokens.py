"""``/tokens``: log in and out, and ask what a token is good for."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import access, refusals
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.flavours.rackspace import passcodes
from ksclient.testing.keystone.flavours.rackspace.documents import AUTHENTICATED_BY, shown
from ksclient.testing.keystone.flavours.rackspace.logins import Login, login, tenant_of
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Tenant


def authenticate(context: Context, auth: Any = None) -> Answer:
    """Answer with a new token, or that a passcode is wanted."""
    keystone = context.keystone
    found = login(keystone, auth, context.request.headers.get("X-Sessionid"))
    tenant = tenant_of(keystone, auth, found)
    if passcodes.are_wanted(keystone) and passcodes.METHOD not in found.methods:
        begun = passcodes.Begun(found.user.id, next(iter(found.methods), "PASSWORD"))
        return passcodes.challenge(begun)
    return Answer(shown(keystone, _issue(keystone, found, tenant)))


def validate_token(context: Context, token_id: str) -> Answer:
    """Answer with what a token said when it was issued."""
    context.require_service_or_admin("validate_token")
    token = context.keystone.tokens.find(token_id)
    belongs_to = context.request.query.get("belongsTo")
    if belongs_to and belongs_to != token.tenant_id:
        raise refusals.not_found("token", token_id)
    return Answer(shown(context.keystone, token.document or {}))


def revoke_own_token(context: Context) -> Answer:
    """Revoke the token that the request comes with."""
    context.keystone.tokens.revoke(context.require_token())
    return NOTHING


def _issue(keystone: Keystone, found: Login, tenant: Tenant | None) -> dict[str, Any]:
    """Store a token, and return what was stored."""
    tenant_id = tenant.id if tenant else None
    token = keystone.tokens.new(found.user.id, tenant_id, parent=found.parent)
    document = access.document(keystone, token)
    document["access"]["token"][AUTHENTICATED_BY] = list(found.methods)
    keystone.tokens.store(token, document)
    return document


ROUTES = (
    Route("POST", "/tokens", authenticate),
    Route("DELETE", "/tokens", revoke_own_token),
    Route("GET", "/tokens/<token_id>", validate_token),
)
