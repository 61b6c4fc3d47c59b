"""What Keystone stores, and how it shows it in v2.0."""

from __future__ import annotations

import hashlib
import hmac
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from ksclient.testing.keystone import refusals

Extra = dict[str, Any]
"""Attributes that Keystone does not know, and keeps."""

LONGEST_PASSWORD = 4096
"""Characters of a password that count."""


def new_id() -> str:
    """Return a random id: 32 hex digits."""
    return uuid.uuid4().hex


class Password:
    """A password that was set: it can be compared, and not be read."""

    __slots__ = ("_digest", "_salt")

    def __init__(self, plain: str) -> None:
        self._salt = os.urandom(16)
        self._digest = self._digest_of(plain)

    def is_(self, plain: str) -> bool:
        """Tell whether *plain* is this password."""
        return hmac.compare_digest(self._digest, self._digest_of(plain))

    def _digest_of(self, plain: str) -> bytes:
        # Fast on purpose: this guards nothing but tests.
        counted = plain[:LONGEST_PASSWORD].encode("utf-8", "surrogatepass")
        return hashlib.blake2b(counted, salt=self._salt).digest()


@dataclass
class Tenant:
    """A tenant, which Keystone calls a project."""

    name: str
    id: str = field(default_factory=new_id)
    description: str | None = ""
    enabled: bool = True
    extra: Extra = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        """Return it as v2.0 shows it."""
        return {
            **self.extra,
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "enabled": self.enabled,
        }


@dataclass
class User:
    """A user."""

    name: str
    id: str = field(default_factory=new_id)
    password: Password | None = None
    api_key: str | None = field(default=None, repr=False)
    tenant_id: str | None = None
    enabled: bool = True
    extra: Extra = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        """Return it as v2.0 shows it; never with its password."""
        shown = {"username": self.name, **self.extra}
        shown |= {"id": self.id, "name": self.name, "enabled": self.enabled}
        return shown | ({"tenantId": self.tenant_id} if self.tenant_id else {})


@dataclass
class Role:
    """A role."""

    name: str
    id: str = field(default_factory=new_id)
    extra: Extra = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        """Return it as v2.0 shows it."""
        return {**self.extra, "id": self.id, "name": self.name, "domain_id": None}


@dataclass
class Service:
    """A service."""

    type: str
    name: str = ""
    id: str = field(default_factory=new_id)
    enabled: bool = True
    extra: Extra = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        """Return it as v2.0 shows it."""
        return {
            **self.extra,
            "id": self.id,
            "type": self.type,
            "name": self.name,
            "enabled": self.enabled,
        }


@dataclass
class Endpoint:
    """An endpoint: the URLs of a service in a region.

    Attributes:
        urls: By interface: ``public``, ``internal``, ``admin``; templates as they were given.
        catalog_id: Its id in a catalog, which is not *id*.
    """

    service_id: str
    region: str | None
    urls: dict[str, str]
    id: str = field(default_factory=new_id)
    catalog_id: str = field(default_factory=new_id)
    enabled: bool = True
    extra: Extra = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        """Return it as v2.0 lists it."""
        shown = {
            **self.extra,
            "id": self.id,
            "service_id": self.service_id,
            "region": self.region,
            "enabled": self.enabled,
        }
        return shown | {f"{interface}url": url for interface, url in self.urls.items()}


@dataclass
class Credential:
    """An EC2 credential; its id is its access key."""

    user_id: str
    tenant_id: str
    id: str = field(default_factory=new_id)
    secret: str = field(default_factory=new_id, repr=False)
    trust_id: str | None = None

    def wire(self) -> dict[str, Any]:
        """Return it as v2.0 shows it, secret included."""
        return {
            "user_id": self.user_id,
            "tenant_id": self.tenant_id,
            "access": self.id,
            "secret": self.secret,
            "trust_id": self.trust_id,
        }


@dataclass
class Trust:
    """A user acts for another one; v2.0 uses trusts, and cannot make them."""

    trustor_user_id: str
    trustee_user_id: str
    tenant_id: str | None
    role_ids: list[str]
    id: str = field(default_factory=new_id)
    impersonation: bool = True
    remaining_uses: int | None = None

    def use(self) -> None:
        """Consume a use, of those of which there are not endlessly many."""
        if self.remaining_uses is not None:
            self.remaining_uses -= 1

    def wire(self) -> dict[str, Any]:
        """Return it as a token shows it."""
        return {
            "id": self.id,
            "impersonation": self.impersonation,
            "trustee_user_id": self.trustee_user_id,
            "trustor_user_id": self.trustor_user_id,
        }


@dataclass(frozen=True)
class Grant:
    """A user has a role on a tenant. The user need not exist."""

    tenant_id: str
    user_id: str
    role_id: str


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


class Table(Generic[T]):
    """Things of one kind, by id, in the order in which they were made.

    Args:
        kind: Keystone's word for them, in errors.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._rows: dict[str, T] = {}

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._rows

    def get(self, identifier: str) -> T:
        """Return the one of this id.

        Raises:
            Refusal: 404 if there is none.
        """
        found = self.find(identifier)
        if found is None:
            raise refusals.not_found(self.kind, identifier)
        return found

    def find(self, identifier: object) -> T | None:
        """Return the one of this id; None if there is none."""
        return self._rows.get(identifier) if isinstance(identifier, str) else None

    def named(self, name: object) -> T | None:
        """Return the first of this name; None if there is none."""
        return next((row for row in self if getattr(row, "name", None) == name), None)

    def add(self, row: T) -> T:
        """Store *row*, and return it."""
        self._rows[row.id] = row
        return row

    def remove(self, identifier: str) -> T:
        """Remove the one of this id, and return it.

        Raises:
            Refusal: 404 if there is none.
        """
        row = self.get(identifier)
        del self._rows[identifier]
        return row
