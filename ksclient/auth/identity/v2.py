"""Log in with Identity v2.0: by password, or by an older token."""

from __future__ import annotations

import abc
from collections.abc import MutableMapping
from typing import TYPE_CHECKING

from ksclient.auth import access, exceptions
from ksclient.auth._json import limited
from ksclient.auth._lazy import later
from ksclient.auth._redact import SecretDict, mask_text, plain, sealed, secret, veiled_url
from ksclient.auth.identity import auth_url as auth_urls
from ksclient.auth.identity import hints, vouching
from ksclient.auth.identity.base import BaseIdentityPlugin
from ksclient.auth.identity.password import check_password
from ksclient.auth.identity.state import Owner

if TYPE_CHECKING:
    import logging

    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfoV2
else:
    logging = later("logging", __name__)

__all__ = ["Auth", "Password", "Token"]


class Auth(BaseIdentityPlugin, metaclass=abc.ABCMeta):
    """What all v2.0 logins have in common.

    Args:
        auth_url: The service's v2.0 URL, such as ``http://keystone.example:5000/v2.0``.
        trust_id: A trust to act under.
        tenant_id: The tenant that the token is for; wins over *tenant_name*.
        tenant_name: Its name instead. Without a tenant the token is unscoped: it has no
            catalog, and is good for little but for getting another one.
        reauthenticate: Whether to log in again when the token runs out.
        unscoped: Insist on an unscoped token: a tenant or a trust beside it is an error. What
            is sent is the same as without a tenant; a few servers choose one then.
        include_catalog: Whether to keep the service catalog. v2.0 servers always send it; with
            False it is dropped on arrival, so that states and pickles of the login stay small,
            and endpoints must be given with each call.

    Raises:
        TypeError: If *auth_url* is no text, or *unscoped* contradicts the scope.
        ValueError: If *auth_url* is empty.
    """

    auth_url: str

    def __init__(
        self,
        auth_url: str,
        *,
        trust_id: str | None = None,
        tenant_id: str | None = None,
        tenant_name: str | None = None,
        reauthenticate: bool = True,
        unscoped: bool = False,
        include_catalog: bool = True,
    ) -> None:
        auth_url = veiled_url(auth_url)  # here as below: from tracebacks with locals
        super().__init__(auth_urls.checked(auth_url), reauthenticate)
        self.trust_id = plain(trust_id)
        self.tenant_id = tenant_id
        self.tenant_name = tenant_name
        self.unscoped = unscoped
        self.include_catalog = include_catalog
        if unscoped and self.has_scope_parameters:
            raise TypeError("unscoped=True contradicts tenant_id, tenant_name and trust_id")

    def get_auth_ref(self, session: Session) -> AccessInfoV2:
        """Log in: ``POST {auth_url}/tokens``.

        Raises:
            HttpError: If the server refuses: `Unauthorized` for wrong credentials, an unknown
                tenant, and a tenant on which the user has no role.
            InvalidResponse: If its answer is no token.
            AuthorizationFailure: If the plugin lost its credentials in a pickle.
            ValueError: If *auth_url* names no server.
        """
        headers: dict[str, str] = SecretDict(Accept="application/json")
        url = auth_urls.tokens_url(self._demand("auth_url"))
        body = sealed({"auth": {**self.get_auth_data(headers), **self._scope()}})
        headers = sealed(dict(headers))  # with what the line above has put in
        logging.getLogger(__name__).debug("Making authentication request to %s", mask_text(url))
        try:
            with exceptions.adopted(), limited():
                response = session.post(
                    url, json=body, headers=headers, authenticated=False, log=False
                )
            answer = access.read(response)
        except exceptions.Unauthorized as error:
            exceptions.add_hint(error, self._hint_for_refusal(error, url))
            raise
        except (exceptions.HttpError, exceptions.InvalidResponse) as error:
            exceptions.add_hint(error, hints.for_wrong_url(error, url))
            raise
        return answer if self.include_catalog else _without_catalog(answer)

    @abc.abstractmethod
    def get_auth_data(self, headers: MutableMapping[str, str] | None = None) -> dict[str, object]:
        """Return the part of the login's body that says who logs in.

        Args:
            headers: The headers of the login; a plugin may add to them.
        """

    @property
    def has_scope_parameters(self) -> bool:
        """Whether a tenant or a trust was asked for."""
        return bool(self.tenant_id or self.tenant_name or self.trust_id)

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others."""
        return {
            "auth_url": self.auth_url,
            "tenant_id": self.tenant_id,
            "tenant_name": self.tenant_name,
            "trust_id": self.trust_id,
            "include_catalog": None if self.include_catalog else "False",
        }

    def _scope(self) -> dict[str, str]:
        """Return the part of the login's body that says what the token is for."""
        scope = {}
        if self.tenant_id:
            scope["tenantId"] = self.tenant_id
        elif self.tenant_name:
            scope["tenantName"] = self.tenant_name
        if trust_id := self._demand("trust_id"):
            scope["trust_id"] = trust_id
        return scope

    def _owner(self) -> Owner:
        return Owner(
            auth_url=self.auth_url,
            username=getattr(self, "username", None),
            user_id=getattr(self, "user_id", None),
            tenant_name=None if self.tenant_id else self.tenant_name,
            tenant_id=self.tenant_id,
            trust_id=self.trust_id,
            is_unscoped=not self.has_scope_parameters,
        )

    def _ask_about(self, session: Session, token: str) -> bool | None:
        return vouching.takes(session, self.auth_url, token)

    def _hint_for_refusal(self, error: exceptions.Unauthorized, url: str) -> str | None:  # noqa: ARG002 - for subclasses
        """Return what to tell a person whose credentials the server refused.

        Args:
            error: The refusal.
            url: Where the login was sent.
        """
        return None


class Password(Auth):
    """Logs in with a user's name, or id, and password.

    Args:
        auth_url: The service's v2.0 URL, such as ``http://keystone.example:5000/v2.0``.
        username: The user's name; wins over *user_id*.
        password: The password.
        user_id: The user's id instead of the name; not sent beside *username*.
        trust_id: See `Auth`, as for all that follow.
        tenant_id: The tenant that the token is for; wins over *tenant_name*.
        tenant_name: Its name instead; not sent beside *tenant_id*.
        reauthenticate: Whether to log in again when the token runs out.
        unscoped: Insist on an unscoped token.
        include_catalog: Whether to keep the service catalog.

    Raises:
        TypeError: If there is neither a name nor an id, or the password is bytes.
    """

    def __init__(  # noqa: PLR0913 - the mirrored signature
        self,
        auth_url: str,
        username: str | None = None,
        password: str | None = None,
        user_id: str | None = None,
        *,
        trust_id: str | None = None,
        tenant_id: str | None = None,
        tenant_name: str | None = None,
        reauthenticate: bool = True,
        unscoped: bool = False,
        include_catalog: bool = True,
    ) -> None:
        self.password, password = password, secret(password)
        auth_url, trust_id = veiled_url(auth_url), secret(trust_id)
        super().__init__(
            auth_url,
            trust_id=trust_id,
            tenant_id=tenant_id,
            tenant_name=tenant_name,
            reauthenticate=reauthenticate,
            unscoped=unscoped,
            include_catalog=include_catalog,
        )
        self.username = username
        self.user_id = user_id
        check_password(password)
        if not (self.username or self.user_id):
            raise TypeError("You need to specify either a username or user_id")

    def get_auth_data(self, headers: MutableMapping[str, str] | None = None) -> dict[str, object]:  # noqa: ARG002 - the contract's
        """Return ``passwordCredentials``."""
        credentials = {"password": self._demand("password")}
        if self.username:
            credentials["username"] = self.username
        elif self.user_id:
            credentials["userId"] = self.user_id
        return SecretDict(passwordCredentials=credentials)

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others, the password included."""
        return {
            **super().get_cache_id_elements(),
            "username": self.username,
            "user_id": self.user_id,
            "password": self.password,
        }

    def _hint_for_refusal(self, error: exceptions.Unauthorized, url: str) -> str | None:  # noqa: ARG002 - the contract's
        name = None if self.tenant_id else self.tenant_name
        scope = hints.by_name_or_id("tenant", name, self.tenant_id)
        scope = scope or ("a trust" if self.trust_id else None)
        user = hints.by_name_or_id("user", self.username, self.user_id) or "no user"
        return hints.for_refused_password(url, user, scope, is_given=self.password is not None)


class Token(Auth):
    """Exchanges a token for another one, such as one for a certain tenant.

    The new token expires when the old one does. The admin token of a new cloud cannot be
    exchanged: for that use `ksclient.auth.token_endpoint.Token`.

    Args:
        auth_url: The service's v2.0 URL, such as ``http://keystone.example:5000/v2.0``.
        token: The old token.
        trust_id: See `Auth`, as for all that follow.
        tenant_id: The tenant that the new token is for.
        tenant_name: Its name instead.
        reauthenticate: Whether to log in again when the token runs out.
        unscoped: Insist on an unscoped token.
        include_catalog: Whether to keep the service catalog.

    Raises:
        TypeError: If *token* is None or empty.
    """

    def __init__(
        self,
        auth_url: str,
        token: str,
        *,
        trust_id: str | None = None,
        tenant_id: str | None = None,
        tenant_name: str | None = None,
        reauthenticate: bool = True,
        unscoped: bool = False,
        include_catalog: bool = True,
    ) -> None:
        self.token, token = token, secret(token)
        auth_url, trust_id = veiled_url(auth_url), secret(trust_id)
        super().__init__(
            auth_url,
            trust_id=trust_id,
            tenant_id=tenant_id,
            tenant_name=tenant_name,
            reauthenticate=reauthenticate,
            unscoped=unscoped,
            include_catalog=include_catalog,
        )
        if not token:
            raise TypeError("You need to specify a token")

    def get_auth_data(self, headers: MutableMapping[str, str] | None = None) -> dict[str, object]:
        """Return ``token``, and put the token into *headers* as well."""
        token = self._demand("token")
        if headers is not None:
            headers["X-Auth-Token"] = token
        return SecretDict(token={"id": token})

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others, the token included."""
        return {**super().get_cache_id_elements(), "token": self.token}

    def _hint_for_refusal(self, error: exceptions.Unauthorized, url: str) -> str | None:  # noqa: ARG002 - the contract's
        return hints.BOOTSTRAP


def _without_catalog(answer: AccessInfoV2) -> AccessInfoV2:
    document = answer._data["access"]  # noqa: SLF001 - there is no copy without it to be had
    kept = {name: value for name, value in document.items() if name != "serviceCatalog"}
    return access.AccessInfoV2({"access": kept})
