"""Write a login down as text, and take it up again where it belongs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ksclient.auth import access, exceptions
from ksclient.auth._redact import hidden, mask_text
from ksclient.auth._value import Value, names_of
from ksclient.auth.identity.auth_url import same_cloud

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo


class Owner(Value, unshown=("trust_id",)):
    """Whose login it is: what a plugin was given, None where it was given nothing."""

    auth_url: str | None = None
    username: str | None = None
    user_id: str | None = None
    tenant_name: str | None = None
    tenant_id: str | None = None
    trust_id: str | None = None
    is_unscoped: bool = False
    """Whether it is known that neither a tenant nor a trust was asked for."""

    @property
    def is_scoped(self) -> bool:
        """Whether a tenant or a trust was asked for."""
        return bool(self.tenant_name or self.tenant_id or self.trust_id)


def write(auth_ref: AccessInfo, owner: Owner) -> str:
    """Return a login as text: JSON that keystoneauth1 reads, too.

    Args:
        auth_ref: What the login told.
        owner: Whose it is.
    """
    body = auth_ref._data  # noqa: SLF001 - the document, which keystoneauth1 keeps there, too
    known = {name: value for name, value in vars(owner).items() if isinstance(value, str)}
    return json.dumps({"auth_token": auth_ref.auth_token, "body": body, "owner": known})


def read(text: object, owner: Owner, *, will_renew: bool) -> AccessInfo:
    """Return the login that *text* holds, if it is the owner's.

    Args:
        text: What `write`, or keystoneauth1, has written.
        owner: Who wants to use it.
        will_renew: Whether an expired token will be replaced before it is used; then it does
            not matter whose it was.

    Raises:
        AuthorizationFailure: If it cannot be read, or belongs to someone else.
    """
    text = hidden(text)  # from tracebacks with locals, here as below
    state = hidden(_document(text))
    try:
        access.check(state["body"])
    except exceptions.InvalidResponse as cause:
        raise exceptions.AuthorizationFailure(
            f"The auth state holds no token of Identity v2.0: {cause}"
        ) from cause
    auth_ref = access.create(body=state["body"], auth_token=state["auth_token"])
    if not (will_renew and auth_ref.will_expire_soon(0)):
        try:
            _check_owner(_recorded(state), auth_ref, owner)
        except exceptions.InvalidResponse as cause:
            raise exceptions.AuthorizationFailure(
                f"The auth state does not tell whose its token is: {cause}"
            ) from cause
    return auth_ref


def _document(text: object) -> Mapping[str, Any]:
    text = hidden(text)
    if not isinstance(text, str | bytes):
        raise exceptions.AuthorizationFailure(
            f"The auth state must be the text that get_auth_state gave, not {type(text).__name__}."
        )
    try:
        state = hidden(json.loads(text))
    except (ValueError, RecursionError) as cause:
        raise exceptions.AuthorizationFailure("The auth state is not JSON.") from cause
    if not isinstance(state, dict):
        raise exceptions.AuthorizationFailure("The auth state is not a JSON object.")
    for name, kind in (("auth_token", str), ("body", dict)):
        if not isinstance(state.get(name), kind) or not state[name]:
            raise exceptions.AuthorizationFailure(f"The auth state has no proper '{name}'.")
    if not isinstance(state.get("owner", {}), dict | None):
        raise exceptions.AuthorizationFailure("The auth state's 'owner' is broken.")
    return state


def _recorded(state: Mapping[str, Any]) -> Owner | None:
    """Return who wrote the state down; None for a state of keystoneauth1."""
    state = hidden(state)
    owner = hidden(state.get("owner"))
    if owner is None:
        return None
    names = set(names_of(Owner)) - {"is_unscoped"}
    known = {name: owner.get(name) for name in names}
    if not all(value is None or isinstance(value, str) for value in known.values()):
        raise exceptions.AuthorizationFailure("The auth state's 'owner' is broken.")
    return Owner(**known)


def _check_owner(recorded: Owner | None, auth_ref: AccessInfo, owner: Owner) -> None:
    """Compare all that is known of both sides.

    A plugin may know a name where the other knew an id; the server told both to the token.
    """
    told = {
        "username": auth_ref.username,
        "user_id": auth_ref.user_id,
        "tenant_name": auth_ref.project_name,
        "tenant_id": auth_ref.project_id,
        "trust_id": auth_ref.trust_id,
    }
    for name, of_token in told.items():
        wanted = getattr(owner, name)
        found = (recorded and getattr(recorded, name)) or of_token
        if wanted and found and wanted != found:
            raise _foreign(name, found, wanted)
    if owner.is_scoped and not (auth_ref.project_id or auth_ref.trust_id):
        raise exceptions.AuthorizationFailure(
            "The auth state's token is unscoped, and this plugin is for a tenant."
        )
    if recorded is None:
        return
    if recorded.is_scoped and owner.is_unscoped:
        raise exceptions.AuthorizationFailure(
            "The auth state's token is for a tenant, and this plugin logs in without one."
        )
    if recorded.auth_url and owner.auth_url and not same_cloud(recorded.auth_url, owner.auth_url):
        raise _foreign("auth_url", recorded.auth_url, owner.auth_url)


def _foreign(name: str, found: str, wanted: str) -> exceptions.AuthorizationFailure:
    if name == "trust_id":  # who knows it may be able to use it
        return exceptions.AuthorizationFailure("The auth state belongs to another trust.")
    return exceptions.AuthorizationFailure(
        f"The auth state belongs to another {name}: {mask_text(found)!r}, and this plugin is for "
        f"{mask_text(wanted)!r}."
    )
