"""``/OS-KSCRUD``: change one's own password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ksclient.testing.keystone import logins, refusals, schemas, untidy, users
from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.authentication import check_password
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.validation import validate

_WAIT = timedelta(seconds=1)
"""What Keystone sleeps, so that the new token is not revoked with the old ones."""


def set_user_password(context: Context, user_id: str, user: Any) -> Answer:
    """Change the caller's password, and answer with a new token for the same tenant."""
    if not isinstance(user, dict):
        raise refusals.broken()
    keystone = context.keystone
    token = keystone.tokens.find(context.request.token_id or "")
    if token.user_id != user_id:
        raise refusals.forbidden()
    original = user.get("original_password")
    if original is None:
        raise refusals.missing("original password", "user")
    caller = keystone.state.users.get(user_id)
    check_password(caller, original)
    if "password" not in user:
        raise refusals.broken()
    change = {"password": user["password"]}
    if keystone.profile.has_schemas:
        validate(change | {"id": user_id}, schemas.USER_UPDATE)
    users.update(keystone, user_id, change)
    if token.tenant_id is None:
        raise refusals.broken()  # Keystone trips over such a token after the change
    tenant = keystone.state.tenants.get(token.tenant_id)
    keeps_chain = keystone.profile.new_password_keeps_chain
    document = logins.issue(
        keystone,
        caller,
        tenant,
        parent=token if keeps_chain else None,
        keeps_expiry=False,
        delay=_WAIT,
        finish=untidy.with_whole_tenant,
    )
    return Answer(document)


ROUTES = (Route("PATCH", "/OS-KSCRUD/users/<user_id>", set_user_password, "public"),)
