"""``/users``, and the paths below one that change a single thing of him."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import refusals, schemas, users
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.lookups import contains
from ksclient.testing.keystone.request import with_python_names
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import User
from ksclient.testing.keystone.validation import validate

_KSADM_PASSWORD = "OS-KSADM:password"  # noqa: S105 - it is the name of one


def get_users(context: Context) -> Answer:
    """Answer with all users; or, if a name is asked for, with the one who has it."""
    context.require_admin()
    state = context.keystone.state
    name = context.request.query.get("name")
    if name is None:
        return Answer({"users": [users.wire(context.keystone, user) for user in state.users]})
    user = state.users.named(name)
    if user is None:
        raise refusals.not_found("user", name)
    return _shown(context, user)


def get_user(context: Context, user_id: str) -> Answer:
    """Answer with one user."""
    context.require_admin()
    return _shown(context, context.keystone.state.users.get(user_id))


def create_user(context: Context, user: Any) -> Answer:
    """Make a user, whose id is Keystone's choice."""
    if context.keystone.profile.has_schemas:
        validate(user, schemas.USER_CREATE)
    asked = with_python_names(users.with_name(_with_password(user)))
    context.require_admin()
    return _shown(context, users.create(context.keystone, asked))


def update_user(context: Context, user_id: str, user: Any) -> Answer:
    """Change a user."""
    if context.keystone.profile.has_schemas:
        validate(user, schemas.USER_UPDATE)
    asked = users.with_name(user)
    context.require_admin()
    changed = users.update(context.keystone, user_id, asked)
    shown = users.wire(context.keystone, changed)
    return Answer({"user": shown | {"extra": changed.extra}})


def delete_user(context: Context, user_id: str) -> Answer:
    """Delete a user."""
    context.require_admin()
    users.delete(context.keystone, user_id)
    return NOTHING


def set_user_password(context: Context, user_id: str, user: Any) -> Answer:
    """Change a user; his password may be called as OS-KSADM calls it."""
    return update_user(context, user_id, _with_password(user))


def set_user_enabled(context: Context, user_id: str, user: Any) -> Answer:
    """Change a user, and at least whether he is enabled."""
    if context.keystone.profile.has_schemas:
        validate(user, schemas.USER_ENABLED)
    return update_user(context, user_id, user)


def _with_password(asked: Any) -> Any:
    """Return what is asked of a user, with the password under its own name."""
    if not contains(asked, _KSADM_PASSWORD):
        return asked
    if not isinstance(asked, dict):
        raise refusals.broken()
    rest = {name: value for name, value in asked.items() if name != _KSADM_PASSWORD}
    return rest | {"password": asked[_KSADM_PASSWORD]}


def _shown(context: Context, user: User) -> Answer:
    return Answer({"user": users.wire(context.keystone, user)})


ROUTES = (
    Route("GET", "/users", get_users, "admin"),
    Route("POST", "/users", create_user, "admin"),
    Route("GET", "/users/<user_id>", get_user, "admin"),
    Route("PUT", "/users/<user_id>", update_user, "admin"),
    Route("DELETE", "/users/<user_id>", delete_user, "admin"),
    Route("PUT", "/users/<user_id>/OS-KSADM/password", set_user_password, "admin"),
    Route("PUT", "/users/<user_id>/password", set_user_password, "admin"),
    Route("PUT", "/users/<user_id>/OS-KSADM/tenant", update_user, "admin"),
    Route("PUT", "/users/<user_id>/tenant", update_user, "admin"),
    Route("PUT", "/users/<user_id>/OS-KSADM/enabled", set_user_enabled, "admin"),
    Route("PUT", "/users/<user_id>/enabled", set_user_enabled, "admin"),
)
