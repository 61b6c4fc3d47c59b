"""Clients over a session."""

from __future__ import annotations

from tests.parity.cases.documents import TENANT
from tests.parity.difference import Difference
from tests.parity.told.lines import ADMIN, BOTH_USERS, PUBLIC, login, resource

TELL = "So are `user_id`, `project_id`"

OVER_SESSIONS = [
    Difference(
        "Unknown keywords of `Client` are ignored",
        ("client over a session: unknown keyword",),
        {
            "wire": ([login(), f"GET {ADMIN}/users client token-1"], []),
            "result": (BOTH_USERS, None),
            "error": (None, "TypeError"),
        },
    ),
    Difference(
        "`timeout`, `cacert` and others of connections are ignored",
        ("client over a session: timeout",),
        {"warnings": ([], ["IgnoredOptionsWarning"])},
    ),
    Difference(
        "`Client(session=plugin)` fails at the first request",
        ("client over a session: what it is given as session is a plugin",),
        {"error": ("AttributeError", "TypeError"), "warnings": (["UserWarning"], [])},
    ),
    Difference(
        '`Client("admin", …)` counts positional arguments',
        ("client over a session: positional arguments",),
        {
            "error.message": (
                "Client.__init__() takes 1 positional argument but 2 were given",
                "Client() takes keywords only, and was given a str without one.",
            )
        },
    ),
    Difference(
        "`Client(session=…).auth_ref` is None",
        ("client over a session: auth_ref",),
        {"wire": ([], [login()]), "result": (None, "AccessInfoV2")},
    ),
    *(
        Difference(
            TELL,
            (f"client over a session: {name}",),
            {"wire": ([], [login()]), "result": (theirs, ours)},
        )
        for name, theirs, ours in (
            ("auth_token", None, "token-1"),
            ("user_id", None, "u9"),
            ("project_id", None, "t1"),
            ("tenant_name", None, "acme"),
            ("service_catalog", None, "ServiceCatalogV2"),
            ("has_service_catalog", False, True),
            ("management_url", None, ADMIN),
        )
    ),
    Difference(
        "`tenant_name` and `tenant_id` of a client are deprecated",
        ("client over a session: tenant_name",),
        {"warnings": (["DeprecationWarning"], [])},
    ),
    Difference(
        "`tenants.list()` lists your own tenants",
        ("client over a session: tenants.list with an unscoped token",),
        {"warnings": ([], ["OwnTenantsWarning"])},
    ),
    Difference(
        "`tenants.list()` lists your own tenants",
        ("client over a session: tenants.list in an unknown region",),
        {
            "wire": ([f"GET {PUBLIC}/tenants client token-1"], []),
            "result": ([resource("Tenant", TENANT)], None),
            "error": (None, "EndpointNotFound"),
        },
    ),
    Difference(
        "`users.update_own_password` with an admin token",
        ("client over a session: update_own_password without a login",),
        {
            "wire": (
                [
                    (
                        f"PATCH {PUBLIC}/OS-KSCRUD/users/None client ADMIN-TOKEN "
                        '{"user": {"original_password": "a", "password": "b"}}'
                    )
                ],
                [],
            ),
            "error": ("NotFound", "InvalidId"),
        },
    ),
]
