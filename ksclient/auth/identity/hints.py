"""Tell a person whose login failed what to try."""

from __future__ import annotations

from ksclient.auth import exceptions
from ksclient.auth._redact import mask_text

BOOTSTRAP = (
    "If this is the admin token of a new cloud (bootstrap), it cannot be exchanged at /tokens: "
    "use it as it is, with ksclient.auth.token_endpoint.Token(endpoint, token) or "
    "ksclient.v2_0.client.Client(token=..., endpoint=...)."
)


def by_name_or_id(kind: str, name: str | None, id: str | None) -> str | None:
    """Return words for a user or a tenant: the name, else the id; None for neither.

    Args:
        kind: ``user`` or ``tenant``.
        name: What was sent as a name.
        id: What was sent as an id.
    """
    if name:
        return f"the {kind} {name!r}"
    return f"the {kind} id {id!r}" if id else None


def for_refused_password(url: str, user: str, scope: str | None, *, is_given: bool) -> str:
    """Return what to say of a login by password that was answered with 401.

    Args:
        url: Where it was sent.
        user: The user, in words.
        scope: What the token was to be for, in words; None for nothing.
        is_given: Whether there was a password at all.
    """
    sent = f"POST {mask_text(url)} was sent {user}"
    if not is_given:
        return f"{sent} and no password: the plugin's password is None."
    return (
        f"{sent}, a password, and {scope or 'no tenant'}. Keystone answers the same to a wrong "
        "password, to a user or a tenant that is unknown or disabled, and to a user without a "
        "role in the tenant."
    )


def for_wrong_url(error: exceptions.ClientException, url: str) -> str | None:
    """Return what to say if *error* looks as if there were no v2.0 at *url*; None if not."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status not in {300, 404, 405}:
        return None
    if url.endswith("/tokens/tokens"):
        given = mask_text(url.removesuffix("/tokens"))
        return f"auth_url {given} ends in '/tokens': leave that out, so that it ends in '/v2.0'."
    return (
        f"POST {mask_text(url)} answered {status}: is auth_url missing '/v2.0' at its end? If the "
        "server speaks v3 only, ksclient, which speaks v2.0, cannot log in there; "
        "ksclient.auth.identity.generic.Password asks it and says so."
    )
