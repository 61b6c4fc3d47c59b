"""What older Keystones forget to take out of some tokens: what they store of tenants and roles."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.state import DEFAULT_DOMAIN


def with_whole_tenant(keystone: Keystone, document: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a token, ``{"access": …}``, with all that is stored of its tenant."""
    if keystone.profile.tokens_are_alike:
        return document
    access = document["access"]
    stored = {"domain_id": DEFAULT_DOMAIN, "parent_id": DEFAULT_DOMAIN, "is_domain": False}
    token = access["token"] | {"tenant": access["token"]["tenant"] | stored}
    return {"access": access | {"token": token}}


def with_whole_roles(keystone: Keystone, document: dict[str, Any]) -> dict[str, Any]:
    """Return such a document with all that is stored of its roles, and of its tenant."""
    if keystone.profile.tokens_are_alike:
        return document
    access = with_whole_tenant(keystone, document)["access"]
    ids = access["metadata"]["roles"]
    roles = [role.wire() for role in map(keystone.state.roles.get, ids)]
    return {"access": access | {"user": access["user"] | {"roles": roles}}}
