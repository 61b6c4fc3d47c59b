"""``/users``, as clients use it there: one's own user, and his credentials."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.routes import users
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import User

_API_KEY = "RAX-KSKEY:apiKeyCredentials"


def get_users(context: Context) -> Answer:
    """Answer as Keystone does: to who is no administrator, about himself."""
    name = context.request.query.get("name")
    token = context.caller.token
    own = context.keystone.state.users.find(token.user_id) if token else None
    if context.caller.is_admin or own is None or (name is not None and name != own.name):
        return users.get_users(context)
    return Answer({"user": own.wire()} if name else {"users": [own.wire()]})


def get_user(context: Context, user_id: str) -> Answer:
    """Answer with one user."""
    return Answer({"user": _user(context, user_id).wire()})


def get_credentials(context: Context, user_id: str) -> Answer:
    """Answer with what a user can log in with; passwords are not shown."""
    user = _user(context, user_id)
    return Answer({"credentials": [_api_key(user)] if user.api_key else []})


def get_api_key(context: Context, user_id: str) -> Answer:
    """Answer with a user's API key."""
    user = _user(context, user_id)
    if not user.api_key:
        message = f"Credential type {_API_KEY} was not found for User with Id: {user_id}"
        raise refusals.Refusal(404, message)
    return Answer(_api_key(user))


def _user(context: Context, user_id: str) -> User:
    """Return a user, about whom he himself may ask, and administrators.

    Raises:
        Refusal: 401, 403, or 404 if there is no such user.
    """
    context.require_self_or_admin(user_id)
    return context.keystone.state.users.get(user_id)


def _api_key(user: User) -> dict[str, Any]:
    return {_API_KEY: {"username": user.name, "apiKey": user.api_key}}


_CREDENTIALS = "/users/<user_id>/OS-KSADM/credentials"

ROUTES = (
    Route("GET", "/users", get_users),
    Route("GET", "/users/<user_id>", get_user),
    Route("POST", "/users/<user_id>", users.update_user),
    Route("GET", _CREDENTIALS, get_credentials),
    Route("GET", f"{_CREDENTIALS}/{_API_KEY}", get_api_key),
)
