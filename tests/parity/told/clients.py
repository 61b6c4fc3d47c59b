"""Clients without a session."""

from __future__ import annotations

from typing import Any

from tests.parity.compare import ABSENT
from tests.parity.difference import Difference
from tests.parity.told.lines import ADMIN, PUBLIC, UNSCOPED, login

AGAIN = "`authenticate(tenant_name=…)`, and each renewal, logs in for the id"


def _scoped_again(name: str, *token: str, to: str = PUBLIC, ours: Any = None, **more: Any) -> Any:
    """Return the difference of a second login, which upstream does by the tenant's id."""
    auth = {"token": {"id": token[0] if token else "token-1"}, **more}
    header = token or ("token-1",)
    lines = [
        [login(*header, to=to, auth=auth, **scope)]
        for scope in ({"tenantId": "t1"}, ours or {"tenantName": "acme"})
    ]
    return Difference(AGAIN, (f"Client.authenticate({name})",), {"wire": (lines[0], lines[1])})


CLIENTS = [
    Difference(
        "A client of an unscoped login raises `EndpointNotFound`",
        tuple(
            f"Client({keywords}): used"
            for keywords in (
                "username password",
                "user_id and username",
                "timeout",
                "timeout text",
                "insecure",
                "cacert",
                "verify",
                "debug",
                "trust_id",
                "*domain_*",
                "force_new_token",
            )
        ),
        {"error": ("EndpointNotFound", "EmptyCatalog")},
    ),
    Difference(
        "`Client(user_id=…, password=…)` cannot log in",
        ("Client(user_id): made",),
        {
            "wire": (
                [],
                [
                    login(
                        auth={"passwordCredentials": {"password": "secret", "userId": "u9"}},
                        **UNSCOPED,
                    )
                ],
            ),
            "result": (
                None,
                {
                    "auth_token": "token-0",
                    "auth_url": PUBLIC,
                    "password": "secret",
                    "project_domain_id": "default",
                    "stale_duration": 30,
                    "user_id": "u9",
                    "version": "v2.0",
                },
            ),
            "error": ("AuthorizationFailure", None),
        },
    ),
    Difference(
        "`Client(user_id=…, password=…)` cannot log in",
        ("Client(user_id): used",),
        {
            "wire": (
                [],
                [
                    login(
                        auth={"passwordCredentials": {"password": "secret", "userId": "u9"}},
                        **UNSCOPED,
                    )
                ],
            ),
            "error": ("AuthorizationFailure", "EmptyCatalog"),
        },
    ),
    Difference(
        "An endpoint not found names what was asked",
        ("Client(unknown region_name): used",),
        {
            "error.message": (
                "Endpoint for identity service",
                "admin endpoint for identity service in Nowhere region not found. The catalog has…",
            )
        },
    ),
    Difference(
        "The bundle, or the client certificate, is no file",
        ("Client(cert): *", "Client(cert key): *"),
        {
            "error.message": (
                (
                    "Authorization Failed: Could not find the TLS certificate file, invalid path: "
                    "/nowhere/cert.pem"
                ),
                f"Authorization Failed: SSL exception connecting to {PUBLIC}/tokens: Could not …",
            )
        },
    ),
    Difference(
        "`service_name=…` has no effect without a session",
        ("Client(unknown service_name): used",),
        {
            "wire": ([f"GET {ADMIN}/users client token-1"], []),
            "result": ([[], "token-1"], None),
            "error": (None, "EndpointNotFound"),
        },
    ),
    Difference(
        "Unknown keywords of `Client` are ignored",
        ("Client(unknown keyword)",),
        {
            "wire": ([login(**UNSCOPED)], []),
            "error": (None, "TypeError"),
            "warnings": (["DeprecationWarning"], []),
        },
    ),
    Difference(
        "`Client(auth=plugin)` without a session is taken",
        ("Client(auth without session)",),
        {
            "wire": ([login(**UNSCOPED)], []),
            "error": (None, "TypeError"),
            "warnings": (["DeprecationWarning"], []),
        },
    ),
    Difference(
        "`Client(endpoint=…)` with credentials does not log in",
        ("Client(endpoint): made",),
        {
            "wire": ([], [login()]),
            "result.auth_token": (ABSENT, "token-1"),
            "result.project_id": (ABSENT, "t1"),
            "result.tenant_id": (ABSENT, "t1"),
            "result.user_id": (ABSENT, "u9"),
        },
    ),
    Difference(
        "`Client(endpoint=…)` with credentials does not log in",
        ("Client(endpoint): used",),
        {
            "wire": ([], [login(), f"GET {ADMIN}/users client token-1"]),
            "result": (None, [[], "token-1"]),
            "error": ("AuthorizationFailure", None),
        },
    ),
    Difference(
        "`tenants.list()` lists your own tenants",
        ("Client: tenants.list with an unscoped token",),
        {"warnings": (["DeprecationWarning"], ["DeprecationWarning", "OwnTenantsWarning"])},
    ),
    Difference(
        AGAIN,
        ("Client: a token about to expire is replaced",),
        {
            "wire": tuple(
                [login(auth={"passwordCredentials": {"password": "p", "username": "a"}}, **scope)]
                for scope in ({"tenantId": "t1"}, {"tenantName": "acme"})
            )
        },
    ),
    _scoped_again("again"),
    _scoped_again("user_id"),
    _scoped_again("domain_name"),
    _scoped_again("other password"),
    _scoped_again("region_name"),
    _scoped_again("token", "tok"),
    _scoped_again("tenant_name", ours={"tenantName": "globex"}),
    _scoped_again("project_name", ours={"tenantName": "globex"}),
    _scoped_again("trust_id", trust_id="trust-1"),
    _scoped_again("auth_url", to=ADMIN),
    Difference(
        "`authenticate(password=…)` is forgotten",
        ("Client.authenticate(other password)*",),
        {"result.1.password": ("secret", "pw"), "result.1.username": ("admin", "carol")},
    ),
    Difference(
        "`authenticate(password=…)` is forgotten",
        ("Client.authenticate(trust_id)*",),
        {"result.1.trust_id": (ABSENT, "trust-1")},
    ),
    Difference(
        "`authenticate(password=…)` is forgotten",
        ("Client.authenticate(auth_url)*",),
        {"result.1.auth_url": (PUBLIC, ADMIN)},
    ),
    Difference(
        "`client.password = …`",
        ("Client: * is changed",),
        {"error": (None, "AttributeError")},
    ),
    Difference(
        "`auth_user_id` and `auth_tenant_id`",
        ("Client: whose login it has, before one",),
        {"result": (None, [None, None, None]), "error": ("AttributeError", None)},
    ),
    Difference(
        "`auth_user_id` and `auth_tenant_id`",
        ("Client: whose login it has, an earlier one",),
        {"result": (None, ["u9", "t1", None]), "error": ("AttributeError", None)},
    ),
    Difference(
        "`management_url` stays that of the old region",
        ("Client.authenticate(region_name)",),
        {"result.1.management_url": (ADMIN, ABSENT)},
    ),
    Difference(
        "`Client(auth_ref=…)` of an unscoped login raises `TypeError`",
        ("Client(auth_ref of an unscoped login)",),
        {
            "result": (
                None,
                {
                    "auth_token": "token-0",
                    "project_domain_id": "default",
                    "stale_duration": 30,
                    "user_domain_id": "default",
                    "user_id": "u9",
                    "username": "admin",
                    "version": "v2.0",
                },
            ),
            "error": ("TypeError", None),
        },
    ),
]
