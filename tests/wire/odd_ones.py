"""The exchanges that need a word, each with its reason. A line that is of no use fails a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

BY_HAND = {
    # Requests of other clients, or of none.
    "discovery-accept-xml": "asks for XML",
    "discovery-root-json-home": "asks for JSON Home",
    "discovery-forwarded-proto*": "has a proxy's header",
    "discovery-host-header": "has a Host header of its own",
    "discovery-head-root": "versions are read by GET",
    "discovery-post-root": "versions are read by GET",
    "discovery-healthcheck": "is no part of the API",
    "ec2tokens-*": "is what a service asks with a signature that a user sent it",
    "s3tokens-*": "is what Swift asks with a signature that a user sent it",
    "rolerefs-*": "is a route of before v2.0 was final",
    "*-compat-route": "is an older name of a route",
    "kscrud-unknown-route": "is no route",
    "routing-options-*": "is for browsers",
    "routing-double-slash": "has a slash too many",
    "routing-trailing-slash": "has a slash too many",
    "routing-patch-user": "users are changed by PUT",
    "routing-unknown-*": "is no route",
    "routing-wrong-method": "is no route",
    "endpoints-get": "is no route",
    "roles-update-put": "is no route",
    "tokens-get-collection": "is no route",
    "*-get-by-name*": "things are found by name in the whole list, which every server has",
    "*-list-name": "things are found by name in the whole list",
    "mytenants-name": "things are found by name in the whole list",
    "tenants-update": "tenants are changed by POST, which every server takes",
    "tenants-update-blank-name": "by PUT",
    "tenants-update-duplicate": "by PUT",
    "tenants-update-empty": "by PUT",
    "tenants-update-no-token": "by PUT",
    "tenants-update-non-admin": "by PUT",
    "tenants-update-null-description": "by PUT",
    "tenants-update-other-id": "by PUT",
    "tenants-update-unknown": "by PUT",
    "tenants-update-with-id": "by PUT",
    "tenants-disable": "by PUT",
    "tenants-enable": "by PUT",
    # Bodies that no call makes.
    "*-not-json": "is no JSON",
    "tokens-cut-json": "is no JSON",
    "tokens-json-*": "is no object",
    "*-wrong-type": "is of another media type",
    "tokens-form-body": "is of another media type",
    "tokens-xml-body": "is of another media type",
    "tokens-text-plain-json": "is of another media type",
    "tokens-content-type-charset": "names a charset",
    "tokens-no-content-type": "does not say what it is",
    "policy-*": "is a GET with a body",
    "grants-add-with-body": "has a body where none belongs",
    "tenants-create-no-body": "has no body",
    "tokens-empty-body": "has no body",
    "*-no-root": "lacks the object around its members",
    "*-root-null": "lacks the object around its members",
    "tenants-create-empty-object": "lacks the object around its members",
    "ec2-create-no-tenant": "lacks a member",
    "endpoints-create-no-publicurl": "lacks a member",
    "endpoints-create-no-service": "lacks a member",
    "kscrud-no-original": "lacks a member",
    "kscrud-no-password": "lacks a member",
    "roles-create-no-name": "lacks a member",
    "services-create-minimal": "lacks a member",
    "services-create-no-type": "lacks a member",
    "tenants-create-empty-tenant": "lacks a member",
    "tenants-create-no-name": "lacks a member",
    "users-create-no-name": "lacks a member",
    "users-create-username": "lacks a member, and has another instead",
    "users-enabled-missing": "lacks a member",
    "users-password-missing": "lacks a member",
    "users-password-ksadm-name": "has a member under an older name",
    "users-create-ksadm-password": "has a member under an older name",
    "users-create-tenant-id-snake": "has a member under another name",
    "users-create-null-tenant": "has a member under two names",
    "roles-create-given-id": "has a member of the caller's own",
    "services-create-given-id": "has a member of the caller's own",
    "users-create-given-id": "has a member of the caller's own",
    "endpoints-create-extra": "has members of the caller's own",
    "services-create-extra": "has members of the caller's own",
    "users-create-extra-fields": "has members of the caller's own",
    "roles-create-description": "has members of the caller's own",
    "roles-create-too-large": "has members of the caller's own",
    "services-create-too-large": "has members of the caller's own",
    "endpoints-create-too-large": "has members of the caller's own",
    "users-create-too-large": "has members of the caller's own",
    # Logins that no plugin sends.
    "tokens-accept-xml": "asks for XML",
    "tokens-error-accept-html": "asks for HTML",
    "tokens-error-german": "asks for German",
    "tokens-password-no-accept": "asks for nothing",
    "tokens-too-large-accept-*": "asks for something else than JSON",
    "tokens-password-trailing-slash": "has a slash too many",
    "tokens-with-bad-auth-token-header": "logs in with a token as well",
    "tokens-token-and-password": "logs in with a token as well",
    "tokens-auth-*": "has no credentials",
    "tokens-empty-credentials": "has no credentials",
    "tokens-null-credentials": "has no credentials",
    "tokens-missing-auth": "has no credentials",
    "tokens-missing-password": "has no password",
    "tokens-token-no-id": "has no token",
    "tokens-token-null": "has no token",
    "tokens-rax-api-key": "is Rackspace's",
    "tokens-v3-body": "is v3's",
    "tokens-unknown-fields*": "has members of the caller's own",
    "validate-empty-token": "has an empty token, which is none",
}
"""What no call but `Adapter.request` sends, and why: by names, in which ``*`` stands for any."""


@dataclass(frozen=True)
class Refusal:
    """A call that raises before it sends anything."""

    call: str
    exchange: str
    error: str
    """The class that is raised."""

    reason: str


_NO_NUMBER = "a page has a whole number of items, from 0 up"
_NO_ID = "an id is not empty"

REFUSALS = [
    *(
        Refusal(call, exchange, "InvalidArgument", _NO_NUMBER)
        for call in ("tenants.list", "tenants.list_own")
        for exchange in (
            "mytenants-limit-empty",
            "mytenants-limit-negative",
            "mytenants-limit-word",
            "tenants-list-limit-word",
        )
    ),
    Refusal("tenants.list", "mytenants-marker-empty", "InvalidId", _NO_ID),
    Refusal("tenants.list_own", "mytenants-marker-empty", "InvalidId", _NO_ID),
    *(
        Refusal(call, "validate-belongs-to-empty", "InvalidId", _NO_ID)
        for call in ("tokens.validate", "tokens.get_token_data", "tokens.validate_access_info")
    ),
    Refusal(
        "tokens.authenticate_by_password",
        "tokens-null-password",
        "InvalidArgument",
        "a login needs a password",
    ),
    Refusal("v2.Password", "tokens-missing-username", "TypeError", "a login needs a user"),
    Refusal(
        "users.update_own_password",
        "kscrud-no-token",
        "InvalidId",
        "the caller is nobody, so there is no own password",
    ),
]


@dataclass(frozen=True)
class Difference:
    """A call that says something else than was recorded, in words that mean the same."""

    call: str
    exchanges: tuple[str, ...]
    reason: str
    adds: dict[str, Any] = field(default_factory=dict)
    """Members of the recorded object that are sent where the recording lacks them."""

    leaves_out: tuple[str, ...] = ()
    """Recorded members that are not sent."""

    has_token: bool = False
    """Whether the token in the body is in the header, too."""


_ALL_ARGUMENTS = "every argument is sent, also where it is None, as python-keystoneclient does"
_ID_IN_PATH = "the id stands in the path"

DIFFERENCES = [
    Difference(
        "tenants.create",
        (
            "tenants-create-bad-token",
            "tenants-create-blank-name",
            "tenants-create-duplicate",
            "tenants-create-empty-name",
            "tenants-create-extra-fields",
            "tenants-create-given-id",
            "tenants-create-is-domain",
            "tenants-create-long-name",
            "tenants-create-minimal",
            "tenants-create-no-token",
            "tenants-create-no-token-invalid",
            "tenants-create-non-admin",
            "tenants-create-non-admin-invalid",
            "tenants-create-null-name",
            "tenants-create-number-name",
            "tenants-create-unicode",
        ),
        _ALL_ARGUMENTS,
        adds={"description": None, "enabled": True},
    ),
    Difference(
        "tenants.create",
        (
            "tenants-create-disabled",
            "tenants-create-enabled-null",
            "tenants-create-enabled-string",
            "tenants-create-enabled-word",
        ),
        _ALL_ARGUMENTS,
        adds={"description": None},
    ),
    Difference(
        "tenants.create", ("tenants-create-too-large",), _ALL_ARGUMENTS, adds={"enabled": True}
    ),
    Difference(
        "tenants.update",
        ("tenants-update-by-post",),
        "the id is sent in the body as well, as python-keystoneclient does",
        adds={"id": "b7ce9ec3ca0648b4831d6c647f8cc585"},
    ),
    Difference(
        "users.create",
        (
            "users-create-bad-token",
            "users-create-long-name",
            "users-create-minimal",
            "users-create-non-admin",
            "users-create-null-name",
            "users-create-number-name",
        ),
        _ALL_ARGUMENTS,
        adds={"password": None, "email": None, "tenantId": None, "enabled": True},
    ),
    Difference(
        "users.create",
        (
            "users-create-duplicate",
            "users-create-empty-name",
            "users-create-empty-password",
            "users-create-long-password",
            "users-create-no-token",
            "users-create-null-password",
            "users-create-number-password",
            "users-create-unicode",
        ),
        _ALL_ARGUMENTS,
        adds={"email": None, "tenantId": None, "enabled": True},
    ),
    Difference(
        "users.create",
        ("users-create-enabled-null", "users-create-enabled-string"),
        _ALL_ARGUMENTS,
        adds={"password": None, "email": None, "tenantId": None},
    ),
    Difference(
        "users.create",
        ("users-create", "users-create-alice"),
        _ALL_ARGUMENTS,
        adds={"tenantId": None},
    ),
    Difference(
        "users.create",
        ("users-create-null-email",),
        _ALL_ARGUMENTS,
        adds={"tenantId": None, "enabled": True},
    ),
    Difference(
        "users.create",
        ("users-create-disabled",),
        _ALL_ARGUMENTS,
        adds={"email": None, "tenantId": None},
    ),
    Difference(
        "users.create",
        ("users-create-bob-with-tenant",),
        _ALL_ARGUMENTS,
        adds={"email": None},
    ),
    Difference(
        "users.create",
        ("users-create-unknown-tenant",),
        _ALL_ARGUMENTS,
        adds={"email": None, "enabled": True},
    ),
    Difference("users.update_enabled", ("users-disable",), _ID_IN_PATH, leaves_out=("id",)),
    Difference("users.update_password", ("users-password",), _ID_IN_PATH, leaves_out=("id",)),
    Difference("users.update_tenant", ("users-tenant",), _ID_IN_PATH, leaves_out=("id",)),
    Difference(
        "services.create",
        (
            "services-create-empty-type",
            "services-create-no-token",
            "services-create-non-admin",
            "services-create-number-type",
            "services-create-same-name-and-type",
        ),
        _ALL_ARGUMENTS,
        adds={"description": None},
    ),
    Difference(
        "endpoints.create",
        ("endpoints-create-bad-substitution", "endpoints-create-public-only"),
        _ALL_ARGUMENTS,
        adds={"adminurl": None, "internalurl": None},
    ),
    Difference(
        "endpoints.create",
        ("endpoints-create-no-region",),
        _ALL_ARGUMENTS,
        adds={"region": None, "adminurl": None, "internalurl": None},
    ),
    Difference(
        "v2.Token",
        (
            "revoke-then-rescope",
            "tokens-token-admin-token",
            "tokens-token-scoped-to-other-tenant",
            "tokens-token-scoped-to-unscoped",
            "tokens-token-to-tenant-id",
            "tokens-token-to-tenant-name",
            "tokens-token-too-long",
            "tokens-token-unknown",
            "tokens-trust-unknown",
            "variant-expired-rescope",
        ),
        "the token is put into the header as well, as keystoneauth1 does",
        has_token=True,
    ),
    *(
        Difference(call, exchanges, reason, leaves_out=leaves_out)
        for call in ("v2.Password", "tokens.authenticate_by_password")
        for exchanges, reason, leaves_out in (
            (
                ("tokens-password-tenant-both-agree", "tokens-password-tenant-both-differ"),
                "the id says it all: the server does not look at the name",
                ("tenantName",),
            ),
            (
                ("tokens-password-unscoped-empty-tenant",),
                "an empty name is none, to the server as well",
                ("tenantName",),
            ),
        )
    ),
    Difference(
        "v2.Password",
        ("tokens-password-user-id-and-name",),
        "the name says it all: the server does not look at the id",
        leaves_out=("userId",),
    ),
]

MISMATCHES = {
    "validate-belongs-to-name",
    "validate-belongs-to-unscoped",
    "validate-belongs-to-wrong",
    "validate-head-belongs-to-wrong",
}
"""Where 401 says that the token asked about is of another tenant, and nothing of the caller's."""

DEAD_TOKENS = {
    "kscrud-admin-token": "mytenants-admin-token",
    "kscrud-bad-token": "mytenants-bad-token",
}
"""Where 404 says that the caller's token is none, and the question that proves it."""

QUOTED_OTHERWISE = {
    "validate-garbage-id": "no%20such/token%20%C3%A9",
}
"""How the server quotes what can be no token. What is behind the slash may be shown."""
