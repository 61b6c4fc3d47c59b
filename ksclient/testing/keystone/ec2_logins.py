"""Who signed a request with an EC2 credential, and a token for him."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ksclient.testing.keystone import logins, refusals, untidy
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Credential, Tenant, User

Checker = Callable[[Credential, Mapping[str, Any]], None]
"""Sees that what was signed was signed with a credential; else it raises a `Refusal`."""


@dataclass(frozen=True)
class Login:
    """Somebody, and what he was given: ``{"access": …}``."""

    user: User
    tenant: Tenant
    document: dict[str, Any]


def log_in(keystone: Keystone, signed: Any, check: Checker) -> Login:
    """Give who signed a request a token for the tenant of his credential.

    Args:
        keystone: Who issues it.
        signed: What the body says of the request.
        check: Checks the signature.

    Raises:
        Refusal: 400 for what cannot say who signed, 401 if it does not, or is not true,
            404 for an unknown access key.
    """
    if signed is None or isinstance(signed, int | float):
        raise refusals.bad_request(f"argument of type '{type(signed).__name__}' is not iterable")
    if not isinstance(signed, dict) or "access" not in signed:
        raise refusals.unauthorized()
    credential = credential_of(keystone, signed["access"])
    check(credential, signed)
    tenant = keystone.state.tenants.get(credential.tenant_id)
    user = keystone.state.users.get(credential.user_id)
    # A credential that was made through a trust is none when it is used: Keystone forgets it.
    document = logins.issue(keystone, user, tenant, finish=untidy.with_whole_roles)
    return Login(user, tenant, document)


def credential_of(keystone: Keystone, access: object) -> Credential:
    """Return the credential of an access key.

    Raises:
        Refusal: 404 if there is none.
    """
    if not isinstance(access, str):
        raise refusals.broken()
    found = keystone.state.credentials.find(access)
    if found is None:
        digest = hashlib.sha256(access.encode("utf-8", "surrogatepass")).hexdigest()
        raise refusals.not_found("credential", digest)
    return found
