"""What a token says: the ``access`` document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.catalog import catalog
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Role, Tenant
from ksclient.testing.keystone.tokens import Token

_ENDS = {"fraction": ".000000Z", "microseconds": ".%f", "whole": "Z"}


def of(keystone: Keystone, token: Token) -> dict[str, Any]:
    """Return the document of a token that was issued before: as things are, or as they were.

    Raises:
        Refusal: 404 if what it is about is gone, 401 if it has no role any more, or comes
            from a trust, where such tokens are not shown.
    """
    if token.trust_id and not keystone.profile.shows_trusted_tokens:
        raise refusals.unauthorized()
    if token.document is None or keystone.profile.rebuilds_tokens:
        return document(keystone, token)
    return token.document


def document(keystone: Keystone, token: Token) -> dict[str, Any]:
    """Return the document of a token, made of what is known now: ``{"access": …}``.

    Raises:
        Refusal: 404 if the user, the tenant or the trust is gone, 401 if there is no role.
    """
    state = keystone.state
    user = state.users.get(token.user_id)
    tenant = state.tenants.get(token.tenant_id) if token.tenant_id else None
    trust = state.trusts.find(token.trust_id)
    if token.trust_id and not trust:
        raise refusals.not_found("token", token.id)
    roles = roles_of(keystone, token)
    is_rebuilt = keystone.profile.rebuilds_tokens
    if tenant and not (roles or trust):
        raise refusals.unauthorized()
    access = {
        "token": _token(keystone, token, tenant),
        "serviceCatalog": catalog(keystone, tenant.id, user.id) if tenant else [],
        "user": {
            "id": user.id,
            "name": user.name,
            "username": user.name,
            "roles": [
                # By a slip of Keystone's, where it makes a token anew, those of trusts have more.
                {"name": role.name, **({"domain_id": None} if trust and is_rebuilt else {})}
                for role in roles
            ],
            "roles_links": [],
        },
        "metadata": {"is_admin": 0, "roles": [role.id for role in roles]},
    }
    return {"access": access | ({"trust": trust.wire()} if trust else {})}


def roles_of(keystone: Keystone, token: Token) -> list[Role]:
    """Return the roles that a token gives: its trust's, or the user's on its tenant."""
    state = keystone.state
    if token.trust_id:
        trust = state.trusts.find(token.trust_id)
        return [role for role in map(state.roles.find, trust.role_ids) if role] if trust else []
    return state.roles_of(token.user_id, token.tenant_id) if token.tenant_id else []


def _token(keystone: Keystone, token: Token, tenant: Tenant | None) -> dict[str, Any]:
    profile = keystone.profile
    shown = {
        "id": token.id,
        "expires": _time(token.expires, "fraction" if profile.expires_with_fraction else "whole"),
        "issued_at": _time(token.issued_at, profile.issued_at_form),
        "audit_ids": list(token.audit_ids),
    }
    return shown | ({"tenant": tenant.wire()} if tenant else {})


def _time(moment: datetime, form: str) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S" + _ENDS[form])
