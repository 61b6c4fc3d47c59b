"""``/tokens``: log in, ask what a token is good for, revoke it."""

from __future__ import annotations

import json
from typing import Any

from ksclient.testing.keystone import access, logins, refusals
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.authentication import login
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.catalog import endpoints as endpoints_of
from ksclient.testing.keystone.routing import Route


def authenticate(context: Context, auth: Any = None) -> Answer:
    """Answer with a new token."""
    who = login(context.keystone, auth)
    document = logins.issue(
        context.keystone, who.user, who.tenant, parent=who.parent, trust=who.trust
    )
    if who.wasted_trust:
        who.wasted_trust.use()
    return Answer(document)


def validate_token(context: Context, token_id: str) -> Answer:
    """Answer with what a token says."""
    context.require_service_or_admin("validate_token")
    return _validated(context, token_id)


def validate_token_head(context: Context, token_id: str) -> Answer:
    """Answer whether a token is good."""
    context.require_service_or_admin("validate_token_head")
    return _validated(context, token_id)


def _validated(context: Context, token_id: str) -> Answer:
    token = context.keystone.tokens.find(token_id)
    document = access.of(context.keystone, token)
    tenant_id = context.request.query.get("belongsTo")
    if tenant_id and tenant_id != token.tenant_id:
        raise refusals.unauthorized()
    return Answer(document)


def delete_token(context: Context, token_id: str) -> Answer:
    """Revoke a token."""
    context.require_admin()
    context.keystone.tokens.revoke(context.keystone.tokens.find(token_id))
    return NOTHING


def endpoints(context: Context, token_id: str) -> Answer:
    """Answer with the catalog of a token, flat."""
    context.require_admin()
    token = context.keystone.tokens.find(token_id)
    if token.tenant_id is None:
        raise refusals.broken()
    found = endpoints_of(context.keystone, token.tenant_id, token.user_id)
    return Answer({"endpoints": found, "endpoints_links": []} if found else {})


def revocation_list(context: Context) -> Answer:
    """Answer with the tokens that were revoked, signed."""
    context.require_service_or_admin("revocation_list")
    keystone = context.keystone
    if not keystone.settings.revoke_by_id:
        raise refusals.gone()
    revoked = [
        {**each, "expires": f"{each['expires']:%Y-%m-%dT%H:%M:%SZ}"}
        for each in keystone.tokens.persistence.list_revoked_tokens()
    ]
    return Answer({"signed": keystone.signer.sign(json.dumps({"revoked": revoked}))})


ROUTES = (
    Route("POST", "/tokens", authenticate),
    Route("GET", "/tokens/revoked", revocation_list),
    Route("HEAD", "/tokens/<token_id>", validate_token_head),
    Route("GET", "/tokens/<token_id>", validate_token),
    Route("DELETE", "/tokens/<token_id>", delete_token),
    Route("GET", "/tokens/<token_id>/endpoints", endpoints),
)
