"""What the server told with a token: who, where, as what, and until when."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ksclient.auth import exceptions
from ksclient.auth._json import read_json
from ksclient.auth._redact import digest, hidden
from ksclient.auth._time import Clock, utcnow
from ksclient.auth.access.reading import ADDED, Part, check, is_inside, unknown
from ksclient.auth.access.service_catalog import ServiceCatalog, ServiceCatalogV2

if TYPE_CHECKING:
    from datetime import datetime

    from ksclient.auth._protocols import Response
    from ksclient.auth.access.service_providers import ServiceProviders

__all__ = ["AccessInfo", "AccessInfoV2", "create", "read"]

STALE_TOKEN_DURATION = 30
"""How long before its end a token counts as about to expire, in seconds."""


class AccessInfo:
    """A token, and what the server told with it.

    The document is kept as it is. Each value is read when it is asked for, so that a value
    nobody asks for may be malformed; one that is asked for and is malformed raises
    ``InvalidResponse``, which names the field. Values that the document lacks are None.

    Threads may share one. It pickles and copies together with its token; ``repr`` hides it.

    Args:
        body: The answer of ``POST /v2.0/tokens``.
        auth_token: The token, if it is not the one in *body*.
    """

    version: str = "v2.0"

    def __init__(self, body: Any, auth_token: str | None = None) -> None:
        self._data = body
        self._auth_token = auth_token
        self._service_catalog: ServiceCatalog | None = None

    @cached_property
    def _access(self) -> Part:
        return Part(self._data).member("access")

    @cached_property
    def _token(self) -> Part:
        return self._access.member("token")

    @property
    def _user(self) -> Part:
        return self._access.member("user")

    @property
    def _trust(self) -> Part:
        return self._access.member("trust")

    # The token

    @property
    def auth_token(self) -> str | None:
        """The token's id, which grants access to whoever has it."""
        return self._auth_token or self._token.member("id").text_or_none()

    @property
    def expires(self) -> datetime:
        """When the token ends, aware."""
        return self._token.member("expires").time()

    @property
    def issued(self) -> datetime | None:
        """When the token was made, aware; None if the server is too old to say."""
        issued = self._token.member("issued_at")
        return None if issued.value is None else issued.time()

    def will_expire_soon(
        self, stale_duration: float = STALE_TOKEN_DURATION, *, clock: Clock = utcnow
    ) -> bool:
        """Tell whether the token ends within the next *stale_duration* seconds, or has ended."""
        return self.expires < clock() + timedelta(seconds=stale_duration)

    @property
    def audit_id(self) -> str | None:
        """What logs call this token."""
        return self._audit_id(0)

    @property
    def audit_chain_id(self) -> str | None:
        """What logs call the token that this one was made from; None if it was a login."""
        return self._audit_id(1)

    @property
    def initial_audit_id(self) -> str | None:
        """What logs call the token of the login that this one goes back to."""
        return self.audit_chain_id or self.audit_id

    def _audit_id(self, index: int) -> str | None:
        ids = self._token.member("audit_ids").items()
        return ids[index].text() if len(ids) > index else None

    @property
    def bind(self) -> dict[str, Any] | None:
        """What the token is bound to, such as ``{"kerberos": principal}``."""
        return self._token.member("bind").members()

    # The user

    @property
    def user_id(self) -> str | None:
        """The user's id."""
        return self._user.member("id").text_or_none()

    @property
    def username(self) -> str | None:
        """The user's name."""
        name, username = self._user.member("name"), self._user.member("username")
        return name.text_or_none() or username.text_or_none()

    @property
    def role_ids(self) -> list[str]:
        """The ids of the user's roles on the tenant; in no order that role_names has."""
        return [role.text() for role in self._access.member("metadata").member("roles").items()]

    @property
    def role_names(self) -> list[str]:
        """The names of the user's roles on the tenant."""
        return [role.member("name").text() for role in self._user.member("roles").items()]

    # The tenant, which later versions of the API call a project

    @property
    def project_id(self) -> str | None:
        """The tenant's id; None if the token is unscoped."""
        tenant = self._token.member("tenant")
        if tenant.value is not None:
            return tenant.member("id").text_or_none()
        # Servers before Grizzly, and before Diablo.
        user, token = self._user.member("tenantId"), self._token.member("tenantId")
        return user.text_or_none() or token.text_or_none()

    @property
    def project_name(self) -> str | None:
        """The tenant's name; None if the token is unscoped."""
        tenant = self._token.member("tenant")
        if tenant.value is not None:
            return tenant.member("name").text_or_none()
        # Servers before Grizzly; those before Diablo told the id only.
        user, token = self._user.member("tenantName"), self._token.member("tenantId")
        return user.text_or_none() or token.text_or_none()

    @property
    def tenant_id(self) -> str | None:
        """The same as project_id."""
        return self.project_id

    @property
    def tenant_name(self) -> str | None:
        """The same as project_name."""
        return self.project_name

    @property
    def project_scoped(self) -> bool:
        """Whether the token is for one tenant."""
        return bool(self.project_id)

    @property
    def scoped(self) -> bool:
        """The same as project_scoped. Deprecated."""
        return self.project_scoped

    # The trust

    @property
    def trust_id(self) -> str | None:
        """The id of the trust that the token was made from."""
        return self._trust.member("id").text_or_none()

    @property
    def trust_scoped(self) -> bool:
        """Whether the token was made from a trust."""
        return bool(self._trust.members())

    @property
    def trustee_user_id(self) -> str | None:
        """Who was trusted."""
        return self._trust.member("trustee_user_id").text_or_none()

    # The catalog

    @property
    def service_catalog(self) -> ServiceCatalog:
        """The services that the token may use, read once."""
        if self._service_catalog is None:
            self._service_catalog = ServiceCatalogV2.from_token(self._data)
        return self._service_catalog

    def has_service_catalog(self) -> bool:
        """Tell whether the server sent a catalog, be it an empty one."""
        return self._access.member("serviceCatalog").value is not None

    # What v2.0 does not tell, or does not know

    user_domain_id: Final[str | None] = None
    user_domain_name: Final[str | None] = None
    project_domain_id: Final[str | None] = None
    project_domain_name: Final[str | None] = None
    project_is_domain: Final[bool | None] = False
    domain_id: Final[str | None] = None
    domain_name: Final[str | None] = None
    domain_scoped: Final[bool] = False
    system_scoped: Final[bool] = False
    trustor_user_id: Final[str | None] = None
    is_federated: Final[bool] = False
    is_admin_project: Final[bool] = True
    oauth_access_token_id: Final[str | None] = None
    oauth_consumer_id: Final[str | None] = None
    service_providers: Final[ServiceProviders | None] = None

    # A file

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write this to a file, which `load` reads in another process; the token is in there.

        The file is JSON, the same that ``json.dump(client.auth_ref, file)`` writes. It has mode
        0600 whatever the umask is, and takes the place of another at once: who reads it
        meanwhile has the old one or the new one, whole.

        Raises:
            UnusableFile: If that cannot be done, or not safely.
            InvalidResponse: If there is no token to save.
        """
        from ksclient.auth.access import saved  # noqa: PLC0415 - few programs use files

        given = {"auth_token": self._auth_token} if self._auth_token else {}
        saved.write(path, {**(self._access.members() or {}), "version": self.version, **given})

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> AccessInfo:
        """Return what `save` has written to a file.

        The file may as well hold the body of a login's answer, or what ``get_auth_state`` gave,
        here or in keystoneauth1. The token may have expired: ask `will_expire_soon`.

        Raises:
            UnusableFile: If it is not there or holds no login; if it is a symbolic link, belongs
                to another user, or is open to others.
        """
        from ksclient.auth.access import saved  # noqa: PLC0415 - few programs use files

        return create(body=saved.read(path))

    def __reduce__(self) -> tuple[Any, ...]:
        # A pickle outlives the classes that hide secrets from tracebacks.
        data = dict(self._data) if isinstance(self._data, dict) else self._data
        return (type(self), (data, self._auth_token))

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{name}={self._shown(value)}"
            for name, value in (
                ("user", "username"),
                ("project", "project_name"),
                ("expires", "expires"),
                ("token", "auth_token"),
            )
        )
        return f"<{type(self).__name__} {shown}>"

    def _shown(self, name: str) -> str:
        try:
            value = getattr(self, name)
        except exceptions.InvalidResponse:
            return "?"
        return digest(value) if name == "auth_token" and value else str(value)


class AccessInfoV2(AccessInfo):
    """A token of Identity v2.0, and what the server told with it."""


def create(
    resp: Response | None = None,
    body: dict[str, Any] | None = None,
    auth_token: str | None = None,
) -> AccessInfo:
    """Make an access info of an answer, looking no closer than at its version.

    Args:
        resp: The answer, where there is no *body*.
        body: Its document; or what ``client.auth_ref`` becomes in JSON, which is the inside of
            such a document.
        auth_token: The token, if it is not the one in the document.

    Raises:
        ValueError: If it is neither; an ``InvalidResponse``, too.
        InvalidResponse: If *resp* holds no JSON.
    """
    if not body:
        if resp is None:
            raise TypeError("create() needs a response or its body")
        body = _document(resp)
    body = hidden(body)
    if is_inside(body):
        auth_token = auth_token or body.get("auth_token")
        body = {"access": {name: body[name] for name in body if name not in ADDED}}
    if not isinstance(body, dict) or "access" not in body:
        raise unknown(body, resp)
    return AccessInfoV2(body, auth_token)


def read(response: Response) -> AccessInfoV2:
    """Read the answer of a login, and make sure that it can be used.

    Raises:
        InvalidResponse: If it is no ``access`` document with a token; the error's ``field``
            says what was wrong.
    """
    body = hidden(_document(response))  # from tracebacks with locals
    check(body, response)
    return AccessInfoV2(body)


def _document(response: Response) -> Any:
    try:
        return read_json(response)
    except ValueError as cause:
        raise Part(None, response=response).error(f"The server's answer {cause}") from cause
