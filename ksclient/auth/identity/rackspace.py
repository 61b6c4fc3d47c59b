"""Log in at Rackspace Cloud Identity 2.0 with an API key."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, ClassVar

from ksclient.auth import exceptions
from ksclient.auth._redact import SecretDict, mask_text
from ksclient.auth.identity import hints
from ksclient.auth.identity.v2 import Auth

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfoV2

__all__ = ["AUTH_URL", "APIKey"]

AUTH_URL = "https://identity.api.rackspacecloud.com/v2.0/"
"""Rackspace's own Identity service."""

_CHALLENGE = re.compile(r"\bOS-MF\b.*\bsessionId='(?P<session>[^']+)'", re.IGNORECASE)


class APIKey(Auth):
    """Logs in with a user's name and API key, and with a passcode where the account wants one.

    Args:
        auth_url: The service's v2.0 URL, such as `AUTH_URL`.
        username: The user's name.
        api_key: The user's API key.
        passcode: What a second step is answered with, if the account has multi-factor
            authentication: a passcode, which is good for one login, or a function that returns
            one for each. None if the account does without.
        tenant_id: The tenant that the token is for; wins over *tenant_name*. Without both the
            server chooses the account's own.
        tenant_name: Its name instead; not sent beside *tenant_id*, since the server refuses both.
        reauthenticate: Whether to log in again when the token runs out.
        include_catalog: Whether to keep the service catalog.

    Raises:
        TypeError: If the name or the key is missing, or *auth_url* is no text.
        ValueError: If *auth_url* is empty.
    """

    _secrets: ClassVar[tuple[str, ...]] = ("auth_ref", "api_key", "passcode")

    def __init__(
        self,
        auth_url: str,
        username: str,
        api_key: str,
        *,
        passcode: str | Callable[[], str] | None = None,
        tenant_id: str | None = None,
        tenant_name: str | None = None,
        reauthenticate: bool = True,
        include_catalog: bool = True,
    ) -> None:
        super().__init__(
            auth_url,
            tenant_id=tenant_id,
            tenant_name=tenant_name,
            reauthenticate=reauthenticate,
            include_catalog=include_catalog,
        )
        if not username or not api_key:
            raise TypeError("You need to specify a username and an api_key")
        self.username = username
        self.api_key: str | None = api_key
        self.passcode = passcode

    def get_auth_ref(self, session: Session) -> AccessInfoV2:
        """Log in: ``POST {auth_url}/tokens``, and once more if a passcode is wanted.

        Raises:
            HttpError: If the server refuses: `Unauthorized` for a wrong key or passcode, for a
                passcode that is wanted and was not given, and for a tenant that is not the
                account's.
            InvalidResponse: If its answer is no token.
            AuthorizationFailure: If the plugin lost its credentials in a pickle.
        """
        try:
            return super().get_auth_ref(session)
        except exceptions.Unauthorized as refused:
            session_id = _session_of(refused)
            passcode = self._demand("passcode") if session_id else None
            if session_id is None or passcode is None:
                raise
        text = passcode() if callable(passcode) else passcode
        return _Passcode(self, session_id, text).get_auth_ref(session)

    def get_auth_data(self, headers: MutableMapping[str, str] | None = None) -> dict[str, object]:  # noqa: ARG002 - the contract's
        """Return ``RAX-KSKEY:apiKeyCredentials``."""
        key = self._demand("api_key")
        credentials = SecretDict(username=self.username, apiKey=key)
        return SecretDict({"RAX-KSKEY:apiKeyCredentials": credentials})

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others, the key included."""
        return {
            **super().get_cache_id_elements(),
            "username": self.username,
            "api_key": self.api_key,
        }

    def _hint_for_refusal(self, error: exceptions.Unauthorized, url: str) -> str | None:
        if _session_of(error):
            return (
                "The account wants a passcode as a second step: give passcode=, a passcode or a "
                "function that returns one."
            )
        tenant_name = None if self.tenant_id else self.tenant_name
        tenant = hints.by_name_or_id("tenant", tenant_name, self.tenant_id) or "no tenant"
        return (
            f"POST {mask_text(url)} was sent the user {self.username!r}, an API key, and {tenant}. "
            "A key is not the password: Rackspace's control panel shows it among the account's "
            "settings."
        )


class _Passcode(Auth):
    """The second step of a login."""

    def __init__(self, first: APIKey, session_id: str, passcode: str) -> None:
        super().__init__(
            first.auth_url,
            tenant_id=first.tenant_id,
            tenant_name=first.tenant_name,
            include_catalog=first.include_catalog,
        )
        self._session_id = session_id
        self._passcode = passcode

    def get_auth_data(self, headers: MutableMapping[str, str] | None = None) -> dict[str, object]:
        """Return the passcode, and put the id of the login that it belongs to into *headers*."""
        if headers is not None:
            headers["X-SessionId"] = self._session_id
        credentials = SecretDict(passcode=self._passcode)
        return SecretDict({"RAX-AUTH:passcodeCredentials": credentials})

    def _hint_for_refusal(self, error: exceptions.Unauthorized, url: str) -> str | None:  # noqa: ARG002 - the contract's
        return "It is the passcode that was refused: each is good for one login, and not for long."


def _session_of(refused: exceptions.Unauthorized) -> str | None:
    """Return the id of a login that wants a passcode; None if none is wanted."""
    headers = getattr(refused.response, "headers", None) or {}
    found = _CHALLENGE.search(headers.get("WWW-Authenticate") or "")
    return found["session"] if found else None
