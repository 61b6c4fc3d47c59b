"""What a login answered, as the dictionary that keystoneclient hands out.

The values are read by ``ksclient.auth.access``; here they are items, which programs cache as
JSON or pickles and build a client from in another process.
"""

from __future__ import annotations

import copy
import os
import warnings
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Generic, Self, TypeVar, overload

from ksclient.auth import access as auth_access
from ksclient.auth._redact import SecretDict, hidden, mask, secret
from ksclient.auth.access.forms import is_state
from ksclient.auth.access.reading import ADDED, Part, check_token_id
from ksclient.exceptions import InvalidResponse, UnrecognizedAccess
from ksclient.service_catalog import ServiceCatalog

STALE_TOKEN_DURATION = 30
"""Seconds before its end from which on a token counts as about to expire."""

_V2 = "v2.0"
T = TypeVar("T")


class _Told(Generic[T]):
    """A property that ``ksclient.auth.access`` reads out of the document."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: AccessInfo, owner: type) -> T: ...

    def __get__(self, instance: AccessInfo | None, owner: type) -> Self | T:
        if instance is None:
            return self
        value: T = getattr(instance.auth_info, self._name)
        return value


class AccessInfo(dict[str, Any]):
    """A token, and what the server told with it: the ``access`` document of Identity v2.0.

    The items are the members of that document, and they export as they are:
    ``auth_ref["token"]["id"]``, ``json.dumps(auth_ref)``. Its ``repr`` shows no secret.

    Attributes:
        service_catalog: What the token may use.
    """

    service_catalog: ServiceCatalog

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["version"] = _V2
        token = self.get("token")
        if not isinstance(token, Mapping) or not isinstance(token.get("id"), str):
            raise UnrecognizedAccess(
                message="This is no token of Identity v2.0: it lacks access.token.id.",
                field="access.token.id",
            )
        self.service_catalog = ServiceCatalog.factory(self, region_name=self._region_name)

    def __repr__(self) -> str:
        return repr(mask({"access": dict(self)})["access"])

    def __copy__(self) -> Self:
        twin = type(self).__new__(type(self))
        twin.update(self)
        catalog = copy.copy(self.service_catalog)
        catalog.catalog = twin
        vars(twin).update({**vars(self), "service_catalog": catalog})
        return twin

    @classmethod
    def factory(
        cls,
        resp: Any = None,  # noqa: ARG003 - of upstream's signature, for v3 tokens
        body: Mapping[str, Any] | None = None,
        region_name: str | None = None,
        auth_token: str | None = None,
        **kwargs: Any,
    ) -> AccessInfo:
        """Return the access info of a login's answer, or of a dictionary made from one earlier.

        It has a copy of all that is in there.

        Args:
            resp: The HTTP response. Not needed for v2.0.
            body: Its JSON: ``{"access": {...}}``.
            region_name: The region for catalog look-ups that name none. Deprecated.
            auth_token: A token to use in place of the document's.
            **kwargs: The members of an ``access`` document, where no *body* is given.

        Raises:
            UnrecognizedAccess: If this is no token of Identity v2.0.
        """
        if region_name:
            warnings.warn(
                "region_name is deprecated: name the region in calls to the service catalog.",
                DeprecationWarning,
                stacklevel=2,
            )
        body = SecretDict(body or kwargs)  # here as below: from tracebacks with locals
        kwargs = {}
        members = SecretDict(_copied(_members(body)))
        if region_name:
            members["region_name"] = region_name
        auth_ref = AccessInfoV2(members)
        if auth_token:
            auth_ref.auth_token = auth_token
        return auth_ref

    @classmethod
    def of(cls, source: Any) -> AccessInfo:
        """Return the access info that *source* holds, whatever its form.

        It shares nothing with *source*, unless that is an access info of this module: then it
        is *source* itself.

        Args:
            source: An access info of this module, of ``ksclient.auth.access`` or of
                keystoneauth1; the body of a login's answer; a flat dictionary, such as an
                access info becomes in JSON; or the state of a plugin, once it is read.

        Raises:
            UnrecognizedAccess: If it holds no token of Identity v2.0.
        """
        if isinstance(source, AccessInfo):
            return _checked(source)
        if isinstance(source, Mapping):
            source = SecretDict(source)
            if is_state(source):
                return cls._of(source["body"], source["auth_token"], "body of an auth state")
            return _checked(cls.factory(body=source))
        if isinstance(source, str | bytes):
            source = secret(source)
            raise UnrecognizedAccess(
                message="Text is no token of Identity v2.0: give what json.loads() makes of it."
            )
        source = hidden(source)
        # Neither library gives its document out by a public name.
        body, token = getattr(source, "_data", None), getattr(source, "auth_token", None)
        return cls._of(body, token, type(source).__name__)

    @classmethod
    def _of(cls, body: Any, token: Any, given: str) -> AccessInfo:
        """Return what the *body* of an answer tells, with *token* in place of its own.

        Raises:
            UnrecognizedAccess: If it is none; it says what was *given*.
        """
        if not isinstance(body, Mapping):
            raise UnrecognizedAccess(message=f"This {given} is no token of Identity v2.0.")
        body, token = SecretDict(body), secret(token)
        auth_ref = cls.factory(body=body)
        if token and token != auth_ref.auth_token:
            auth_ref.auth_token = token
        return _checked(auth_ref)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the items to a file, which `load` reads in another process; the token is in there.

        The file is JSON, the same that ``json.dump(auth_ref, file)`` writes. It has mode 0600
        whatever the umask is, and takes the place of another at once: who reads it meanwhile has
        the old one or the new one, whole.

        Raises:
            UnusableFile: If that cannot be done, or not safely.
            InvalidResponse: If there is no token to save.
        """
        from ksclient.auth.access import saved  # noqa: PLC0415 - few programs use files

        saved.write(path, self)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> AccessInfo:
        """Return the login that a file holds.

        The file may come from `save`, here or of ``ksclient.auth.access``, and from ``json.dump``.
        It may as well hold the body of a login's answer, or what ``get_auth_state`` gave, here or
        in keystoneauth1. The token may have expired: ask `will_expire_soon`.

        Raises:
            UnusableFile: If it is not there or holds no login; if it is a symbolic link, belongs
                to another user, or is open to others.
        """
        from ksclient.auth.access import saved  # noqa: PLC0415 - few programs use files

        return _checked(cls.factory(body=saved.read(path)))

    @classmethod
    def is_valid(cls, body: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        """Tell whether a login's answer, or a dictionary made from one, is of Identity v2.0."""
        return "access" in body if body else kwargs.get("version") == _V2

    @property
    def _region_name(self) -> str | None:
        return self.get("region_name")

    @property
    def auth_info(self) -> auth_access.AccessInfoV2:
        """The same token as auth plugins know it, made of what the items are now."""
        document = {key: value for key, value in self.items() if key not in ADDED}
        return auth_access.AccessInfoV2({"access": document}, auth_token=self.get("auth_token"))

    @property
    def auth_token(self) -> str:
        """The token's id, or what was set in its place; deleting brings the id back."""
        token: str = self.get("auth_token") or self["token"]["id"]
        return token

    @auth_token.setter
    def auth_token(self, value: str) -> None:
        self["auth_token"] = value

    @auth_token.deleter
    def auth_token(self) -> None:
        self.pop("auth_token", None)

    def will_expire_soon(self, stale_duration: float | None = None) -> bool:
        """Tell whether the token has expired, or will within *stale_duration* seconds.

        None means 30 seconds.
        """
        seconds = STALE_TOKEN_DURATION if stale_duration is None else stale_duration
        return self.auth_info.will_expire_soon(stale_duration=seconds)

    def has_service_catalog(self) -> bool:
        """Tell whether the server sent a catalog, be it an empty one."""
        return "serviceCatalog" in self

    @property
    def version(self) -> str:
        """The version of the API that the token came from: ``v2.0``."""
        version: str = self["version"]
        return version

    expires = _Told[datetime]("When the token ends, aware.")
    issued = _Told[datetime | None]("When the token was made, aware; None if it is not told.")
    user_id = _Told[str | None]("The user's id, None if it is not told.")
    username = _Told[str | None]("The user's name, None if it is not told.")
    role_ids = _Told[list[str]]("The ids of the user's roles on the tenant.")
    role_names = _Told[list[str]]("The names of the user's roles on the tenant.")
    project_id = _Told[str | None]("The tenant's id, None without a tenant.")
    project_name = _Told[str | None]("The tenant's name, None without a tenant.")
    tenant_id = _Told[str | None]("The tenant's id, None without a tenant.")
    tenant_name = _Told[str | None]("The tenant's name, None without a tenant.")
    trust_id = _Told[str | None]("The trust that the token came from, None without one.")
    trust_scoped = _Told[bool]("Whether the token came from a trust.")
    trustee_user_id = _Told[str | None]("Who was trusted, None without a trust.")
    trustor_user_id = _Told[str | None]("Always None: v2.0 clients do not read it.")
    audit_id = _Told[str | None]("What names the token in audit logs.")
    audit_chain_id = _Told[str | None]("The audit id of the token that this one was made from.")
    initial_audit_id = _Told[str | None]("The audit id of the first token of the chain.")
    domain_id = _Told[None]("Always None: v2.0 knows no domains.")
    domain_name = _Told[None]("Always None: v2.0 knows no domains.")
    domain_scoped = _Told[bool]("Always False: v2.0 knows no domains.")
    oauth_access_token_id = _Told[None]("Always None in v2.0.")
    oauth_consumer_id = _Told[None]("Always None in v2.0.")
    is_federated = _Told[bool]("Always False in v2.0.")

    @property
    def user_domain_id(self) -> str:
        """Always ``default``: the domain that v2.0 users are in."""
        return "default"

    @property
    def user_domain_name(self) -> str:
        """Always ``Default``: the domain that v2.0 users are in."""
        return "Default"

    @property
    def project_domain_id(self) -> str | None:
        """``default``, None without a tenant."""
        return "default" if self.project_id else None

    @property
    def project_domain_name(self) -> str | None:
        """``Default``, None without a tenant."""
        return "Default" if self.project_id else None

    @property
    def project_scoped(self) -> bool:
        """Whether the token is for one tenant."""
        return "tenant" in self["token"]

    @property
    def scoped(self) -> bool:
        """Whether the token is for one tenant and has a catalog. Deprecated."""
        _warn_of("scoped", "project_scoped")
        return bool(self.project_scoped and self.get("serviceCatalog"))

    @property
    def auth_url(self) -> tuple[str, ...] | None:
        """The public URLs of the identity service, None if there are none. Deprecated."""
        _warn_of("auth_url", "service_catalog.get_urls()")
        return self.service_catalog.get_urls(endpoint_type="publicURL")

    @property
    def management_url(self) -> tuple[str, ...] | None:
        """The admin URLs of the identity service, None if there are none. Deprecated."""
        _warn_of("management_url", "service_catalog.get_urls()")
        return self.service_catalog.get_urls(endpoint_type="adminURL")


class AccessInfoV2(AccessInfo):
    """A token of Identity v2.0."""


def _members(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the members of the ``access`` document inside *document*, or of itself."""
    inside = document.get("access", document)
    if isinstance(inside, Mapping):
        return inside
    raise UnrecognizedAccess(message="The token's 'access' is no object.", field="access")


def _copied(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a JSON object, all the way down; copy.deepcopy takes four times as long."""
    try:
        return {name: _copy_of(value) for name, value in members.items()}
    except RecursionError as cause:
        raise UnrecognizedAccess(message="The token document nests too deep.") from cause


def _copy_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy_of(item) for name, item in value.items()}
    return [_copy_of(item) for item in value] if isinstance(value, list) else value


def _checked(auth_ref: AccessInfo) -> AccessInfo:
    """Return *auth_ref*, whose token can be sent.

    Raises:
        UnrecognizedAccess: If it cannot.
    """
    try:
        check_token_id(Part(auth_ref.auth_token, "access.token.id"))
    except InvalidResponse as cause:
        raise UnrecognizedAccess(message=cause.message, field=cause.field) from cause
    return auth_ref


def _warn_of(name: str, instead: str) -> None:
    warnings.warn(
        f"AccessInfo.{name} is deprecated: use {instead}.", DeprecationWarning, stacklevel=3
    )
