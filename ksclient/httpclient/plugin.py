"""The auth plugin that a client without a session puts into the session it makes."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, ClassVar

from ksclient.access import AccessInfo
from ksclient.auth import access
from ksclient.auth._protocols import Session
from ksclient.auth._redact import digest, sealed
from ksclient.auth.exceptions import adopted
from ksclient.auth.identity import vouching
from ksclient.auth.identity.base import BaseIdentityPlugin
from ksclient.auth.identity.login import Outcome
from ksclient.auth.identity.state import Owner
from ksclient.auth.plugin import BaseAuthPlugin, is_auth_interface
from ksclient.httpclient.credentials import (
    Credentials,
    check_names,
    failing_as_authorization,
    log_in,
)
from ksclient.httpclient.keyring import Keyring

_PUBLIC = ("public", "publicURL")
_SECRETS = ("password", "token", "trust_id")
"""Which of the credentials are secret."""

_NOTHING = Credentials()


class ClientAuth(BaseIdentityPlugin):
    """Logs in when a token is first needed, and again when it is used up.

    A token given together with an endpoint is used as it is, without a login, until
    `authenticate` is called: so an administrator's token works, which has no user.

    Args:
        credentials: Who logs in where.
        endpoint: Where the admin API is. None means: as the catalog says.
        auth_ref: An earlier login's answer to start from.
        region_name: The region to look the admin API up in; None for any.
        stale_seconds: How long before its end a token is replaced.
        keyring: Has the tokens of earlier clients; None for a login of its own.

    Attributes:
        credentials: Who logs in where, without the secrets.
        password: The password, or None.
        token: The token to log in with, or None.
        trust_id: The trust to log in by, or None.
        token_override: A token to use in place of all others, or None.
        user_id_override: A user id to tell in place of the token's, or None.
    """

    _secrets: ClassVar[tuple[str, ...]] = ("auth_ref", *_SECRETS, "token_override")

    def __init__(
        self,
        credentials: Credentials,
        endpoint: str | None = None,
        auth_ref: AccessInfo | None = None,
        region_name: str | None = None,
        stale_seconds: int = 30,
        keyring: Keyring | None = None,
    ) -> None:
        known = _completed(credentials, auth_ref, region_name)
        super().__init__(known.auth_url)
        self.MIN_TOKEN_LIFE_SECONDS = stale_seconds
        self._set_credentials(known)
        self.endpoint = endpoint
        self.region_name = region_name
        self.auth_ref = copy.deepcopy(auth_ref.auth_info) if auth_ref else None
        self.token_override: str | None = None
        self.user_id_override = credentials.user_id
        self._uses_token_as_is = bool(credentials.token) and auth_ref is None
        self._has_logged_in = False
        self._keyring = keyring

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        return {**state, "credentials": self.credentials.replaced(auth_url=state["auth_url"])}

    @property
    def management_url(self) -> str | None:
        """Where the admin API is, as far as is known without a login."""
        return self.endpoint or identity_url(self.auth_ref, "admin", self.region_name)

    @property
    def project_id(self) -> str | None:
        """The id of the tenant, as far as is known without a login."""
        return self._known("tenant_id")

    @property
    def project_name(self) -> str | None:
        """The name of the tenant, as far as is known without a login."""
        return self._known("tenant_name")

    def authenticate(
        self, session: Session, changes: Credentials, region_name: str | None = None
    ) -> None:
        """Log in now, with what *changes* says in place of the credentials, and keep it.

        The token at hand is used for it, where it is still good and no other is given; but not
        where a keyring may have a better one.

        Raises:
            Unauthorized: If the server refuses.
            AuthorizationFailure: For any other reason.
        """
        if not (self.reauthenticate or changes.password or changes.token):
            self._demand("auth_ref")
        used = credentials = self._all_credentials(changes)
        asks_keyring = self._keyring is not None and used.can_log_in
        if not (used.token or asks_keyring) and self.auth_ref and not self._needs_reauthenticate():
            used = used.replaced(token=self.auth_ref.auth_token)
        with failing_as_authorization():
            fresh = (self._keyring.log_in if self._keyring else log_in)(session, used)
            check_names(fresh)
        self._take(fresh)
        self._set_credentials(credentials)
        self.auth_url = credentials.auth_url
        self.user_id_override = None
        self.region_name = region_name or self.region_name
        self._uses_token_as_is = False

    def drop_given_tokens(self) -> None:
        """Use the login's token from now on, not one that was given."""
        self.token_override = None
        self._uses_token_as_is = False
        self._do_without("token_override", "token")
        self._set_credentials(self._all_credentials().replaced(token=None))

    def get_auth_ref(self, session: Session, **kwargs: Any) -> access.AccessInfo:
        """Log in.

        Raises:
            HttpError: If the server refuses.
            ConnectionError: If nobody answers.
            AuthorizationFailure: If the credentials do not suffice.
        """
        return log_in(session, self._all_credentials())

    def get_token(self, session: Session, **kwargs: Any) -> str | None:
        """Return the token to use, after a login if that is needed; None if none can be had."""
        override: str | None = self._demand("token_override")
        if override:
            return override
        if self._uses_token_as_is:
            token: str | None = self._demand("token")
            return token
        return None if self._has_no_logins() else super().get_token(session)

    def get_endpoint(  # type: ignore[override]  # the rest of the signature is in kwargs
        self,
        session: Session,
        service_type: str | None = None,
        interface: Any = None,
        region_name: str | None = None,
        service_name: str | None = None,
        **kwargs: Any,
    ) -> str | None:
        """Return where to send a request: the auth URL for the public API, else the admin API.

        No version document is read: the URL is taken as it is told. Services other than
        identity are looked up as by any plugin.

        Raises:
            EmptyCatalog: If the token has no catalog to find the admin API in.
            EndpointNotFound: If the catalog does not have it; it says what there is.
        """
        if is_auth_interface(interface) or interface in _PUBLIC:
            return self.auth_url
        if service_type not in (None, "identity"):
            return super().get_endpoint(
                session, service_type, interface, region_name, service_name, **kwargs
            )
        if self.endpoint:
            endpoint: str = self._demand("endpoint")
            return endpoint
        return self.get_access(session).service_catalog.url_for(
            "identity", "admin", self.region_name or region_name, service_name
        )

    def get_user_id(self, session: Session, **kwargs: Any) -> str | None:
        """Return the id of the user, after a login if that is needed; None if none can be had."""
        if self.user_id_override or self._has_no_logins():
            return self.user_id_override
        return self._known_access(session).user_id

    def get_project_id(self, session: Session, **kwargs: Any) -> str | None:
        """Return the id of the tenant, after a login if that is needed; None if none can be had."""
        return None if self._has_no_logins() else self._known_access(session).project_id

    def invalidate(self) -> bool:
        """Forget the token, if another can be had; tell whether."""
        if not self._can_replace_token:
            return False
        held = self.auth_ref
        if self._keyring and held is not None:
            self._keyring.forget(digest(held.auth_token or ""))
        return super().invalidate()

    def renew_headers(self, session: Session, rejected: Mapping[str, str]) -> dict[str, str] | None:
        """Return headers with another token than the *rejected* ones have; None to give up."""
        rejected = sealed(dict(rejected))  # from tracebacks with locals
        if self._can_replace_token:
            return super().renew_headers(session, rejected)
        return BaseAuthPlugin.renew_headers(self, session, rejected)

    def _ask_about(self, session: Session, token: str) -> bool | None:
        auth_url = self.credentials.auth_url
        return vouching.takes(session, auth_url, token) if auth_url else None

    def explain_missing_token(self) -> str | None:
        """Say what a login still needs, where it needs anything."""
        missing = self._all_credentials().missing
        return f"The client has no token, and to log in it needs {missing}." if missing else None

    def explain_rejection(self) -> str | None:
        """Say why there is no other token to try, where that is so."""
        if self.token_override:
            return "The token was set on the client, which cannot get another like it."
        if self._uses_token_as_is:
            return "The token was given to the client as it is, and cannot be replaced."
        if not self.reauthenticate:
            return "The client has an earlier login's token, and no credentials to get another."
        return None

    def _fetch(self, session: Session) -> access.AccessInfo:
        if not self.reauthenticate:
            self._demand("auth_ref")
        if self._keyring is None:
            return super()._fetch(session)
        with adopted():
            return self._keyring.log_in(session, self._all_credentials())

    def _log_in(self, session: Session) -> Outcome:
        outcome = super()._log_in(session)
        if self._keyring is None or self._keyring.has_logged_in:
            return outcome
        return Outcome(outcome.access, 0)

    def _take(self, fresh: access.AccessInfo) -> access.AccessInfo:
        self._has_logged_in = True
        return super()._take(fresh)

    def _known(self, name: str) -> str | None:
        """Return what the client's own login told, else what was given, else an earlier login."""
        given: str | None = getattr(self.credentials, name)
        told: str | None = getattr(self.auth_ref, name, None)
        return told or given if self._has_logged_in else given or told

    def _set_credentials(self, credentials: Credentials) -> None:
        self.credentials = credentials.replaced(**dict.fromkeys(_SECRETS))
        self.password, self.token = credentials.password, credentials.token
        self.trust_id = credentials.trust_id
        self.reauthenticate = credentials.can_log_in

    def _all_credentials(self, changes: Credentials = _NOTHING) -> Credentials:
        """Return the credentials, with what *changes* says in their place.

        Raises:
            AuthorizationFailure: If a pickle has left out a secret that *changes* lacks.
        """
        if not changes.auth_url:
            self._demand("auth_url")
        secrets = {name: getattr(changes, name) or self._demand(name) for name in _SECRETS}
        return self.credentials.replaced(**secrets).updated(changes)

    def _owner(self) -> Owner:
        known = self.credentials
        return Owner(
            auth_url=known.auth_url,
            username=known.username,
            user_id=known.user_id,
            tenant_name=known.tenant_name,
            tenant_id=known.tenant_id,
            trust_id=self.trust_id,
        )

    @property
    def _can_replace_token(self) -> bool:
        return self.reauthenticate and not self.token_override and not self._uses_token_as_is

    def _has_no_logins(self) -> bool:
        """Tell whether there neither was a login nor can be one, as with an admin token.

        Raises:
            AuthorizationFailure: If a pickle has left out the login that there was.
        """
        return not self.reauthenticate and self._demand("auth_ref") is None

    def _known_access(self, session: Session) -> access.AccessInfo:
        return self.auth_ref or self.get_access(session)


def _completed(
    given: Credentials, auth_ref: AccessInfo | None, region_name: str | None
) -> Credentials:
    """Return what was given, and from an earlier login what else it takes to do the like again."""
    if auth_ref is None:
        return given
    earlier = Credentials(
        auth_url=identity_url(auth_ref, "public", region_name),
        username=None if given.user_id else auth_ref.username,
        tenant_id=auth_ref.tenant_id,
        trust_id=auth_ref.trust_id,
    )
    return earlier.updated(given)


def identity_url(found: Any, interface: str, region_name: str | None) -> str | None:
    """Return the identity service's URL in the catalog of *found*, an access info or None."""
    if found is None:
        return None
    catalog = AccessInfo.of(found).service_catalog
    urls = catalog.get_urls(endpoint_type=interface, region_name=region_name)
    return urls[0] if urls else None
