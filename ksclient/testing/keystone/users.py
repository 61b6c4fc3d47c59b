"""Make, change and delete users, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.testing.keystone import granting, names, refusals
from ksclient.testing.keystone.authentication import readable
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.state import DEFAULT_DOMAIN, MEMBER_ROLE_ID, State
from ksclient.testing.keystone.tables import Grant, Password, User

_NOT_EXTRA = frozenset(
    {
        *("id", "name", "password", "enabled", "tenantId", "default_project_id", "domain_id"),
        *("domain", "extra", "groups", "options", "password_expires_at", "tenants"),
    }
)
_LONGEST_NAME = 255


def with_name(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked of a user, whose ``username`` is his name if he has no ``name``."""
    if "username" not in asked or "name" in asked:
        return dict(asked)
    return {"name" if key == "username" else key: value for key, value in asked.items()}


def wire(keystone: Keystone, user: User) -> dict[str, Any]:
    """Return a user as this kind of server shows him."""
    return user.wire() | ({"options": {}} if keystone.profile.shows_user_options else {})


def create(keystone: Keystone, asked: Mapping[str, Any]) -> User:
    """Make a user, who is a member of his tenant if he has one, and return him.

    Raises:
        Refusal: 400, 404 if there is no such tenant, 409 if there is a user of that name.
    """
    state = keystone.state
    tenant_id = asked.get("tenantId")
    if tenant_id not in {None, DEFAULT_DOMAIN}:
        state.tenants.get(tenant_id)
    name = names.tidy(asked.get("name"), "User", _LONGEST_NAME)
    _check_default_tenant(tenant_id)
    password = _password(asked.get("password"))
    if state.users.named(name):
        raise _conflict(name, has_domain=True)
    user = User(
        name,
        password=password,
        tenant_id=tenant_id,
        enabled=_enabled(asked.get("enabled", True), "must"),
        extra=_extra(asked),
    )
    state.users.add(user)
    _join(state, user)
    return user


def update(keystone: Keystone, user_id: str, asked: Mapping[str, Any]) -> User:
    """Change what is *asked* of a user, and return him.

    His tokens are revoked if he is disabled, or has another password.

    Raises:
        Refusal: 400, 404 if there is no such user or tenant, 409 if there is another one of
            that name.
    """
    state = keystone.state
    user = state.users.get(user_id)
    was_enabled, old_tenant_id = user.enabled, user.tenant_id
    _check_update(state, user, asked)
    enabled = _enabled(asked.get("enabled", user.enabled), "should")
    if "password" in asked:
        user.password = _password(asked["password"])
    if "name" in asked:
        user.name = asked["name"].strip()
    user.enabled = enabled
    user.tenant_id = asked.get("tenantId") or user.tenant_id
    user.extra |= _extra(asked)
    if (was_enabled and not user.enabled) or asked.get("password") is not None:
        keystone.tokens.revoke_all(user.id)
    if user.tenant_id != old_tenant_id:
        if old_tenant_id:
            _leave(keystone, user, old_tenant_id)
        _join(state, user)
    return user


def delete(keystone: Keystone, user_id: str) -> None:
    """Delete a user: his grants, EC2 credentials, trusts and tokens go, too.

    Raises:
        Refusal: 404 if there is none.
    """
    user = keystone.state.users.get(user_id)
    keystone.tokens.revoke_all(user.id)
    keystone.state.users.remove(user.id)
    keystone.state.forget_user(user.id)


def _check_update(state: State, user: User, asked: Mapping[str, Any]) -> None:
    tenant_id = asked.get("tenantId")
    if tenant_id not in {None, DEFAULT_DOMAIN, user.tenant_id}:
        state.tenants.get(tenant_id)
    if asked.get("domain_id", DEFAULT_DOMAIN) != DEFAULT_DOMAIN:
        raise refusals.bad_request("Cannot change Domain ID")
    name = names.tidy(asked.get("name", user.name), "User", _LONGEST_NAME)
    if asked.get("id", user.id) != user.id:
        raise refusals.bad_request("Cannot change user ID")
    _check_default_tenant(tenant_id)
    _password(asked.get("password"))
    if state.users.named(name) not in (None, user):
        raise _conflict(name, has_domain="domain_id" in asked)


def _check_default_tenant(tenant_id: str | None) -> None:
    if tenant_id == DEFAULT_DOMAIN:
        raise refusals.bad_request(
            f"User's default project ID cannot be a domain ID: {DEFAULT_DOMAIN}"
        )


def _join(state: State, user: User) -> None:
    if user.tenant_id:
        state.grants[Grant(user.tenant_id, user.id, state.member_role().id)] = None


def _leave(keystone: Keystone, user: User, tenant_id: str) -> None:
    membership = Grant(tenant_id, user.id, MEMBER_ROLE_ID)
    if membership in keystone.state.grants:
        granting.take_away(keystone, membership)


def _enabled(value: Any, verb: str) -> bool:
    if not isinstance(value, bool):
        raise refusals.bad_request(f"Enabled field {verb} be a boolean")
    return value


def _password(plain: Any) -> Password | None:
    if plain is None:
        return None
    return Password(readable(plain))


def _extra(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in _NOT_EXTRA}


def _conflict(name: str, *, has_domain: bool) -> Refusal:
    domain = f" at domain ID {DEFAULT_DOMAIN}" if has_domain else ""
    return refusals.conflict("user", f"Duplicate entry found with name {name}{domain}")
