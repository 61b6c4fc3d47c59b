"""Tokens: getting, checking and revoking them."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from ksclient.access import AccessInfo
from ksclient.auth._redact import SecretDict, hidden, secret
from ksclient.auth.access.reading import Part
from ksclient.auth.exceptions.hints import add_hint
from ksclient.auth.plugin import AUTH_INTERFACE
from ksclient.base import Manager, WireResource, answer, path
from ksclient.exceptions import (
    EndpointNotFound,
    MethodNotImplemented,
    NotFound,
    TenantMismatch,
    Unauthorized,
)
from ksclient.v2_0 import logins
from ksclient.v2_0.token_ids import REVOKED, id_of, veiled
from ksclient.v2_0.token_questions import access_of, ask_about, is_about


class Token(WireResource):
    """A token, and what the server told with it: the ``access`` document.

    Its ``repr`` shows no secret. `TokenManager.validate_access_info` returns the same with
    more to ask of it.

    Attributes:
        token: An object with its id, when it ends, and its tenant.
        user: An object that says whose it is, and with which roles.
        serviceCatalog: Where it may be used; absent without a tenant.
        metadata: What else the server tells, such as the ids of roles.
    """

    token: dict[str, Any]
    user: dict[str, Any]
    serviceCatalog: list[dict[str, Any]]  # noqa: N815 - the server's spelling
    metadata: dict[str, Any]

    manager: TokenManager
    ID_IS_SECRET = True

    @property
    def id(self) -> str | None:
        """The token itself, which is what requests send."""
        token_id: str | None = self._told("id")
        return token_id

    @property
    def expires(self) -> str | None:
        """When it ends, as the server wrote it: ISO 8601."""
        expires: str | None = self._told("expires")
        return expires

    @property
    def tenant(self) -> dict[str, Any] | None:
        """The tenant that it is for; None for an unscoped token."""
        tenant: dict[str, Any] | None = self._told("tenant")
        return tenant

    def _told(self, name: str) -> Any:
        token = self._known().get("token")
        return token.get(name) if isinstance(token, Mapping) else None


class TokenEndpoint(WireResource):
    """Where a service is that a token may use: one line of the token's catalog.

    Attributes:
        id: The id of the endpoint.
        name: The name of the service.
        type: What the service offers, such as ``compute``.
        region: The region that it is in.
        publicURL: Where anyone reaches it.
        internalURL: Where it is reached from inside the cloud.
        adminURL: Where operators reach it.
    """

    id: str | None
    name: str | None
    type: str | None
    region: str | None
    publicURL: str | None  # noqa: N815 - the server's spelling, here as below
    internalURL: str | None  # noqa: N815
    adminURL: str | None  # noqa: N815

    def delete(self) -> Any:
        """Refuse: this belongs to a token's catalog, which has no such route.

        Raises:
            MethodNotImplemented: Always.
        """
        raise MethodNotImplemented(
            "The endpoints of a token are a view of the cloud's catalog and cannot be deleted. "
            "Find the endpoint in keystone.endpoints.list(), and delete that."
        )


class TokenManager(Manager[Token]):
    """The tokens of an Identity v2.0 service.

    Wherever a token is asked for, it may be the token itself, a `Token`, or an access info of
    this library or keystoneauth1's. What cannot be a token raises ``InvalidId`` before anything
    is sent. Tokens never reach a log, though they stand in URLs.
    """

    resource_class = Token

    def authenticate(
        self,
        username: str | None = None,
        tenant_id: Any = None,
        tenant_name: str | None = None,
        password: str | None = None,
        token: Any = None,
        return_raw: bool = False,
    ) -> Any:
        """Get a token, by a token or else by a password: ``POST /v2.0/tokens``.

        Anyone may do this. The login is sent once and without the caller's own token, to the
        admin API, or where the caller's login went if there is no admin API.

        Args:
            username: Who logs in.
            tenant_id: The id of the tenant to log in for, or the tenant. None to go by name.
            tenant_name: The name of that tenant. None for a token for no tenant.
            password: The password.
            token: A token to log in with; it is preferred over a password.
            return_raw: Whether to return the ``access`` document rather than a `Token`.

        Raises:
            InvalidArgument: Without a token, or a name and a password; nothing is sent.
            EndpointNotFound: If there is neither an admin API nor a login of the caller's.
            Unauthorized: If the server refuses the login.
        """
        password, token = secret(password), veiled(token)
        body = logins.body_of(username, password, token, tenant_id, tenant_name)
        try:
            response, found = self._log_in(body)
        except Unauthorized as error:
            add_hint(error, logins.hint_for_refusal(error, body))
            raise
        return access_of(response, found) if return_raw else self._token(response, found)

    def validate(self, token: Any, belongs_to: Any = None) -> Token:
        """Fetch a token that is good: ``GET /v2.0/tokens/{token}``.

        Needs a token with the role admin or service.

        Args:
            token: The token to look at.
            belongs_to: The tenant that it must be for, or its id. None for any or none.

        Raises:
            NotFound: If the token is unknown, has expired or was revoked.
            TenantMismatch: If it is good, and not for the tenant *belongs_to*.
            Unauthorized: If the caller's own token is refused.
            Forbidden: If the caller has neither role.
        """
        token = veiled(token)
        response, body = ask_about(self.client, token, belongs_to)
        return self._token(response, body)

    def check(self, token: Any, belongs_to: Any = None) -> bool:
        """Tell whether a token is good: ``HEAD /v2.0/tokens/{token}``.

        Needs a token with the role admin or service.

        Args:
            token: The token to look at.
            belongs_to: The tenant that it must be for, or its id. None for any or none.

        Returns:
            False if the token is unknown, has expired or was revoked, and if it is not for the
            tenant *belongs_to*.

        Raises:
            Unauthorized: If the caller's own token is refused. That says nothing about *token*.
            Forbidden: If the caller has neither role.
            InvalidResponse: If the answer is none of an Identity service: a redirect that is not
                followed, or a web page.
        """
        token = veiled(token)
        try:
            response, _ = ask_about(self.client, token, belongs_to, method="HEAD")
        except (NotFound, TenantMismatch) as answered:
            if not is_about(answered, "HEAD"):
                raise
            return self._prepare_return_value(answered.response, False)
        return self._prepare_return_value(response, True)

    def get_token_data(self, token: Any, belongs_to: Any = None) -> dict[str, Any]:
        """Fetch what a server knows about a token: ``GET /v2.0/tokens/{token}``, as plain JSON.

        Needs a token with the role admin or service.

        Args:
            token: The token to look at.
            belongs_to: The tenant that it must be for, or its id. None for any or none.

        Returns:
            The whole document: an object with ``access``.

        Raises:
            NotFound: If the token is unknown, has expired or was revoked.
            TenantMismatch: If it is good, and not for the tenant *belongs_to*.
            Unauthorized: If the caller's own token is refused.
            Forbidden: If the caller has neither role.
        """
        token = veiled(token)
        response, body = ask_about(self.client, token, belongs_to)
        return answer.document_of(response, body)

    def validate_access_info(self, token: Any, belongs_to: Any = None) -> AccessInfo:
        """Fetch a token that is good: ``GET /v2.0/tokens/{token}``, as an access info.

        Needs a token with the role admin or service.

        Args:
            token: The token to look at.
            belongs_to: The tenant that it must be for, or its id. None for any or none.

        Raises:
            NotFound: If the token is unknown, has expired or was revoked.
            TenantMismatch: If it is good, and not for the tenant *belongs_to*.
            Unauthorized: If the caller's own token is refused.
            Forbidden: If the caller has neither role.
        """
        token = veiled(token)
        body = self.get_token_data(token, belongs_to)
        return AccessInfo.factory(auth_token=id_of(token), body=body)

    def endpoints(self, token: Any) -> builtins.list[TokenEndpoint]:
        """List where a token may go: ``GET /v2.0/tokens/{token}/endpoints``.

        Needs a token with the admin role.

        Args:
            token: The token to look at, which must be for a tenant.

        Returns:
            One object for each service and region; none if the token's catalog is empty.

        Raises:
            NotFound: If the token is unknown, has expired or was revoked.
            InternalServerError: From Keystone, if it is for no tenant.
            Unauthorized: If the caller's own token is refused.
            Forbidden: If the caller lacks the admin role.
        """
        token = veiled(token)
        response, body = self.client.get(hidden(path("tokens", id_of(token), "endpoints")))
        # Keystone's word for no endpoints is an empty object.
        found = [] if body == {} else answer.objects_at(response, body, "endpoints")
        listed = [TokenEndpoint(self, item, loaded=True) for item in found]
        return self._prepare_return_value(response, listed)

    def delete(self, token: Any) -> tuple[Any, Any]:
        """Revoke a token: ``DELETE /v2.0/tokens/{token}``.

        Needs a token with the admin role. Tokens that were made from it stay good.

        Returns:
            The response, and None.

        Raises:
            NotFound: If the token is unknown, has expired or was revoked.
            Unauthorized: If the caller's own token is refused.
            Forbidden: If the caller lacks the admin role.
        """
        token = veiled(token)
        return self._delete(hidden(path("tokens", id_of(token))))

    def get_revoked(self) -> dict[str, Any]:
        """Fetch the list of revoked tokens: ``GET /v2.0/tokens/revoked``.

        Needs a token with the role admin or service.

        Returns:
            An object whose member ``signed`` is a signed message (CMS, PEM text). In it is a
            JSON document, ``{"revoked": [{"id": …, "expires": …}]}``.

        Raises:
            Gone: If this server does not revoke tokens by id.
            InternalServerError: If it has no certificate to sign with.
            Unauthorized: If the caller's own token is refused.
            Forbidden: If the caller has neither role.
        """
        response, body = self.client.get(path("tokens", REVOKED))
        revoked = answer.document_of(response, body, "signed")
        Part(revoked, response=response).member("signed").text()
        return revoked

    def _log_in(self, body: dict[str, Any]) -> tuple[Any, Any]:
        sent = SecretDict(body=body, authenticated=False, log=False)
        try:
            answered: tuple[Any, Any] = self.client.post(path("tokens"), **sent)
        except EndpointNotFound:
            sent["endpoint_filter"] = {"interface": AUTH_INTERFACE}
            try:
                answered = self.client.post(path("tokens"), **sent)
            except EndpointNotFound as error:
                add_hint(
                    error,
                    "There is no admin API, and the caller did not log in anywhere either. Say "
                    "where to log in: make the client with endpoint_override.",
                )
                raise
        return answered

    def _token(self, response: Any, body: Any) -> Token:
        made = Token(self, access_of(response, body), loaded=True)
        return self._prepare_return_value(response, made)
