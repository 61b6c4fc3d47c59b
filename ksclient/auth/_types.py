"""The shapes of v2.0 documents on the wire.

What servers send, not what this library promises: every member that some server leaves out
is ``NotRequired``, and readers check before they trust.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class Tenant(TypedDict):
    """The tenant that a token is scoped to."""

    id: str
    name: str
    description: NotRequired[str | None]
    enabled: NotRequired[bool]


class Token(TypedDict):
    """``access.token``."""

    id: str
    expires: str
    issued_at: NotRequired[str]
    audit_ids: NotRequired[list[str]]
    tenant: NotRequired[Tenant]
    tenantId: NotRequired[str]
    bind: NotRequired[dict[str, Any]]


class Endpoint(TypedDict):
    """One region's URLs in a catalog; absent interfaces are absent keys."""

    id: NotRequired[str]
    region: NotRequired[str | None]
    publicURL: NotRequired[str]
    internalURL: NotRequired[str]
    adminURL: NotRequired[str]


class Service(TypedDict):
    """One entry of a catalog."""

    type: str
    name: NotRequired[str]
    endpoints: NotRequired[list[Endpoint]]
    endpoints_links: NotRequired[list[Any]]


class Role(TypedDict):
    """A role that a token carries."""

    name: str
    id: NotRequired[str]
    tenantId: NotRequired[str]


class User(TypedDict):
    """``access.user``."""

    id: str
    name: str
    username: NotRequired[str]
    roles: NotRequired[list[Role]]
    roles_links: NotRequired[list[Any]]
    tenantId: NotRequired[str]
    tenantName: NotRequired[str]


class Metadata(TypedDict):
    """``access.metadata``."""

    is_admin: NotRequired[int]
    roles: NotRequired[list[str]]


class Trust(TypedDict):
    """``access.trust``, present on trust-scoped tokens only."""

    id: str
    impersonation: NotRequired[bool]
    trustee_user_id: NotRequired[str]
    trustor_user_id: NotRequired[str]


class Access(TypedDict):
    """What ``POST /tokens`` answers, inside its ``access`` envelope."""

    token: Token
    user: User
    serviceCatalog: NotRequired[list[Service]]
    metadata: NotRequired[Metadata]
    trust: NotRequired[Trust]


class AccessBody(TypedDict):
    """The whole answer of ``POST /tokens`` and ``GET /tokens/{id}``."""

    access: Access
