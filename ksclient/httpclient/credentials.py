"""Credentials of a client without a session, and the login they make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ksclient.access import AccessInfo
from ksclient.auth import access
from ksclient.auth._value import Value
from ksclient.auth.identity import BaseIdentityPlugin, v2
from ksclient.exceptions import (
    AuthorizationFailure,
    ClientException,
    EndpointNotFound,
    Unauthorized,
)


class Credentials(Value, unshown=("password", "token", "trust_id")):
    """Who logs in where, and for what."""

    auth_url: str | None = None
    username: str | None = None
    user_id: str | None = None
    password: str | None = None
    token: str | None = None
    tenant_id: str | None = None
    tenant_name: str | None = None
    trust_id: str | None = None

    @property
    def missing(self) -> str:
        """What a login needs beside these, in words; empty if they are enough."""
        needs = [] if self.auth_url else ["an auth_url"]
        if not (self.token or ((self.username or self.user_id) and self.password)):
            needs.append("a token or a username and password")
        return ", and ".join(needs)

    @property
    def can_log_in(self) -> bool:
        """Whether they are enough for a login."""
        return not self.missing

    def updated(self, other: Credentials) -> Credentials:
        """Return these, with what *other* says in their place.

        A tenant that *other* tells takes the place of this one's name and id.
        """
        said = {name: value for name, value in vars(other).items() if value}
        if other.tenant_id or other.tenant_name:
            said.update(tenant_id=other.tenant_id, tenant_name=other.tenant_name)
        return self.replaced(**said)


def log_in(session: Any, credentials: Credentials) -> access.AccessInfo:
    """Log in with a token if there is one, else with a password.

    Raises:
        HttpError: If the server refuses; ``Unauthorized`` mostly.
        ConnectionError: If nobody answers.
        InvalidResponse: If the answer is no token.
        AuthorizationFailure: If the credentials do not suffice, or name no server.
    """
    with _no_value_errors():
        return plugin_for(credentials).get_auth_ref(session)


def get_access(plugin: BaseIdentityPlugin, session: Any) -> access.AccessInfo:
    """Return a plugin's access info; for errors see `log_in`."""
    with _no_value_errors():
        return plugin.get_access(session)


@contextmanager
def _no_value_errors() -> Iterator[None]:
    try:
        yield
    except ClientException:
        raise  # some of ours are ValueErrors, too
    except ValueError as cause:
        raise AuthorizationFailure(f"Authorization Failed: {cause}") from cause


@contextmanager
def failing_as_authorization() -> Iterator[None]:
    """Let what goes wrong with a login out as ``AuthorizationFailure``, or ``Unauthorized``.

    These two are all that clients without a session raise; what happened is their cause.
    """
    try:
        yield
    except (AuthorizationFailure, Unauthorized):
        raise
    except EndpointNotFound as cause:
        raise AuthorizationFailure(
            "There was no suitable authentication url for this request"
        ) from cause
    except ClientException as cause:
        raise AuthorizationFailure(f"Authorization Failed: {cause}") from cause


def check_names(found: access.AccessInfo) -> None:
    """Make sure that a login's answer says whose token it is.

    Raises:
        AuthorizationFailure: If it does not.
    """
    is_for_a_tenant = AccessInfo.of(found)["token"].get("tenant") is not None
    if is_for_a_tenant and not found.tenant_id:
        raise AuthorizationFailure("Token didn't provide tenant_id")
    if not found.user_id:
        raise AuthorizationFailure("Token didn't provide user_id")


def plugin_for(credentials: Credentials) -> v2.Auth:
    """Return a plugin that logs in with a token if there is one, else with a password.

    Raises:
        AuthorizationFailure: If the credentials do not suffice, or name no server.
    """
    if not credentials.auth_url:
        raise AuthorizationFailure(
            "Authorization Failed: Cannot authenticate without an auth_url, the address of the "
            "Identity v2.0 service."
        )
    plugin = _unscoped(credentials, credentials.auth_url)
    plugin.tenant_id = credentials.tenant_id
    plugin.tenant_name = credentials.tenant_name
    plugin.trust_id = credentials.trust_id
    return plugin


def _unscoped(credentials: Credentials, auth_url: str) -> v2.Auth:
    if credentials.token:
        return v2.Token(auth_url, credentials.token)
    if credentials.username and credentials.password:
        return v2.Password(auth_url, credentials.username, credentials.password)
    if credentials.user_id and credentials.password:
        return v2.Password(auth_url, user_id=credentials.user_id, password=credentials.password)
    raise AuthorizationFailure("A username and password or token is required.")
