"""EC2 credentials of a user, and tokens for requests that were signed with one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ksclient.testing.keystone import ec2_signatures, refusals
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.ec2_logins import credential_of, log_in
from ksclient.testing.keystone.lookups import check_length, contains
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import Credential


def create_credential(context: Context, user_id: str, tenant_id: Any) -> Answer:
    """Make a credential for a tenant, whether the user has a role there or not."""
    context.require_self_or_admin(user_id)
    state = context.keystone.state
    user, tenant = state.users.get(user_id), state.tenants.get(tenant_id)
    token = context.caller.token
    made = Credential(user.id, tenant.id, trust_id=token.trust_id if token else None)
    return Answer({"credential": state.credentials.add(made).wire()})


def get_credentials(context: Context, user_id: str) -> Answer:
    """Answer with all credentials of a user, secrets included."""
    context.require_self_or_admin(user_id)
    user = context.keystone.state.users.get(user_id)
    found = [each.wire() for each in context.keystone.state.credentials if each.user_id == user.id]
    return Answer({"credentials": found})


def get_credential(context: Context, user_id: str, credential_id: str) -> Answer:
    """Answer with one credential: anybody's, for who knows its access key."""
    context.require_self_or_admin(user_id)
    context.keystone.state.users.get(user_id)
    return Answer({"credential": credential_of(context.keystone, credential_id).wire()})


def delete_credential(context: Context, user_id: str, credential_id: str) -> Answer:
    """Delete a credential: one's own, or as an administrator."""
    context.require_self_or_admin(user_id)
    state = context.keystone.state
    credential = credential_of(context.keystone, credential_id)
    if not context.caller.is_admin and credential.user_id != user_id:
        raise refusals.forbidden()
    state.users.get(user_id)
    state.credentials.remove(credential.id)
    return NOTHING


def authenticate(
    context: Context,
    credentials: Any = None,
    ec2Credentials: Any = None,  # noqa: N803 - the wire's name, the older one of the two
) -> Answer:
    """Answer with a token for who signed a request."""
    signed = ec2Credentials if ec2Credentials and not credentials else credentials
    return Answer(log_in(context.keystone, signed, _check).document)


def _check(credential: Credential, signed: Mapping[str, Any]) -> None:
    expected = _signature(credential, signed)
    given = signed.get("signature")
    if not given:
        raise refusals.unauthorized()
    check_length(given, "signature", sys.maxsize)
    if ec2_signatures.is_same(given, expected):
        return
    # Some sign the host without its port.
    if not contains(signed["host"], ":") or not isinstance(signed["host"], str):
        raise refusals.unauthorized()
    without_port = {**signed, "host": signed["host"].partition(":")[0]}
    if not ec2_signatures.is_same(given, _signature(credential, without_port)):
        raise refusals.unauthorized()


def _signature(credential: Credential, signed: Mapping[str, Any]) -> str:
    try:
        return ec2_signatures.of_request(credential.secret, signed)
    except TypeError as error:  # of which Keystone says as much, in the words of its Python
        raise refusals.bad_request(str(error)) from None


_CREDENTIALS = "/users/<user_id>/credentials/OS-EC2"

ROUTES = (
    Route("POST", _CREDENTIALS, create_credential),
    Route("GET", _CREDENTIALS, get_credentials),
    Route("GET", f"{_CREDENTIALS}/<credential_id>", get_credential),
    Route("DELETE", f"{_CREDENTIALS}/<credential_id>", delete_credential),
    Route("POST", "/ec2tokens", authenticate),
)
