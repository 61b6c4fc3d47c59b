"""Find out who logs in, and for what."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ksclient.testing.keystone import authentication, refusals
from ksclient.testing.keystone.flavours.rackspace import passcodes
from ksclient.testing.keystone.flavours.rackspace.documents import methods_of
from ksclient.testing.keystone.flavours.rackspace.faults import UNREADABLE, UserDisabled
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tables import Tenant, User
from ksclient.testing.keystone.tokens import Token


@dataclass(frozen=True)
class Login:
    """Who logs in.

    Attributes:
        methods: How he did, in their words.
        parent: The token that he showed. None if it was something else.
    """

    user: User
    methods: tuple[str, ...]
    parent: Token | None = None


def login(keystone: Keystone, auth: Any, session_id: str | None) -> Login:
    """Return who logs in.

    Args:
        keystone: Where.
        auth: What the body says.
        session_id: Of a login that lacks its passcode. None if there is none.

    Raises:
        Refusal: 400, 401, or 403 if he is disabled.
    """
    if not isinstance(auth, dict):
        raise refusals.bad_request(UNREADABLE)
    for name, method in _METHODS.items():
        if isinstance(credentials := auth.get(name), dict):
            found = method(keystone, auth, credentials, session_id)
            if not found.user.enabled:
                raise UserDisabled(found.user.name)
            return found
    raise refusals.bad_request(UNREADABLE)


def tenant_of(keystone: Keystone, auth: Mapping[str, Any], found: Login) -> Tenant | None:
    """Return the tenant that a login is for: the user's own, if it names none.

    Raises:
        Refusal: 400 if it names two, 401 if it is not one of his.
    """
    state, user = keystone.state, found.user
    asked = auth.get("tenantId") or auth.get("tenantName")
    his = [tenant for tenant in state.tenants_of(user.id) if tenant.enabled]
    try:
        tenant = authentication.tenant_of(keystone, auth)
    except Refusal as refused:
        if refused.status != 401:
            raise
        tenant = None
    if not asked:
        own = [each for each in his if each.id == user.tenant_id]
        return next(iter(own or his), None)
    if tenant not in his:
        raise refusals.unauthorized(
            f"Token doesn't belong to Tenant with Id/Name: '{asked}'"
            if found.parent
            else f"Tenant with Name/Id: '{asked}' is not valid for User '{user.name}' "
            f"(id: '{user.id}')"
        )
    return tenant


def _by_token(
    keystone: Keystone, auth: Mapping[str, Any], shown: Mapping[str, Any], _: str | None
) -> Login:
    token_id = shown.get("id")
    if not token_id or not isinstance(token_id, str):
        raise refusals.bad_request("Invalid Token Id")
    if not (auth.get("tenantId") or auth.get("tenantName")):
        raise refusals.bad_request("Invalid request. Specify tenantId or tenantName.")
    try:
        parent = keystone.tokens.find(token_id)
        user = keystone.state.users.get(parent.user_id)
    except Refusal:
        raise refusals.unauthorized("Token not authenticated") from None
    return Login(user, tuple(methods_of(parent)), parent)


def _by_password(
    keystone: Keystone, _auth: Mapping[str, Any], shown: Mapping[str, Any], _: str | None
) -> Login:
    user, password = _named(keystone, shown), _text(shown, "password")
    if not (user and user.password and user.password.is_(password)):
        raise refusals.unauthorized("Unable to authenticate user with credentials provided.")
    return Login(user, ("PASSWORD",))


def _by_api_key(
    keystone: Keystone, _auth: Mapping[str, Any], shown: Mapping[str, Any], _: str | None
) -> Login:
    user, key = _named(keystone, shown), _text(shown, "apiKey")
    if not (user and user.api_key and hmac.compare_digest(user.api_key.encode(), key.encode())):
        raise refusals.unauthorized("Username or api key is invalid.")
    return Login(user, ("APIKEY",))


def _by_passcode(
    keystone: Keystone,
    _auth: Mapping[str, Any],
    shown: Mapping[str, Any],
    session_id: str | None,
) -> Login:
    begun = passcodes.begun(session_id)
    user = keystone.state.users.find(begun.user_id) if begun else None
    if not (begun and user and passcodes.is_right(keystone, _text(shown, "passcode"))):
        raise refusals.unauthorized("Can not authenticate with credentials provided")
    return Login(user, (begun.method, passcodes.METHOD))


_METHODS: Mapping[str, Callable[[Keystone, Mapping[str, Any], Any, str | None], Login]] = {
    "token": _by_token,
    "passwordCredentials": _by_password,
    "RAX-KSKEY:apiKeyCredentials": _by_api_key,
    "RAX-AUTH:passcodeCredentials": _by_passcode,
}
"""By the member of ``auth`` that has them; the first one counts."""


def _named(keystone: Keystone, shown: Mapping[str, Any]) -> User | None:
    return keystone.state.users.named(_text(shown, "username"))


def _text(shown: Mapping[str, Any], name: str) -> str:
    value = shown.get(name)
    if not value or not isinstance(value, str):
        raise refusals.bad_request(UNREADABLE)
    return value
