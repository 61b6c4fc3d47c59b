"""Managers."""

from __future__ import annotations

from typing import Any

from tests.parity.cases.documents import CREDENTIAL, MESSAGES, USER
from tests.parity.difference import Difference
from tests.parity.told.lines import ADMIN, PUBLIC, UNSCOPED, login, resource, with_metadata

AUTHENTICATE = "`tokens.authenticate` sends the caller's own token"
CREDENTIALS = f"{ADMIN}/users/u1/credentials/OS-EC2"
CAROL = {"passwordCredentials": {"password": "pw", "username": "carol"}}
LOGINS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "password": (CAROL, {"tenantName": "acme"}),
    "token": ({"token": {"id": "tok"}}, {"tenantId": "t1"}),
    "unscoped": (CAROL, UNSCOPED),
    "raw": ({"token": {"id": "tok"}}, UNSCOPED),
}


def _authenticated(*token: str, auth: Any, scope: Any) -> str:
    return login(*token, to=ADMIN, by="client", auth=auth, **scope)


MANAGERS = [
    Difference(
        "`users.update_enabled` returns None",
        ("users.update_enabled ok",),
        {"result": (None, resource("User", USER))},
    ),
    Difference(
        "`users.update_enabled` returns None",
        ("users.update_enabled with metadata",),
        {"result": (None, with_metadata(resource("User", USER)))},
    ),
    Difference(
        "A wrong old password there drops the token",
        ("users.update_own_password 401",),
        {
            "wire": (
                [
                    login(),
                    (
                        f"PATCH {PUBLIC}/OS-KSCRUD/users/u9 client token-2 "
                        '{"user": {"original_password": "old", "password": "new"}}'
                    ),
                ],
                [],
            )
        },
    ),
    Difference(
        "`users.update_own_password` with a token that has died",
        ("users.update_own_password 404",),
        {"wire": ([], [f"GET {PUBLIC}/tenants client token-1"])},
    ),
    *(
        Difference(
            AUTHENTICATE,
            tuple(
                f"tokens.authenticate {name} {kind}"
                for kind in ("ok", "with metadata", *MESSAGES)
                if kind != 401
            ),
            {
                "wire": (
                    [_authenticated("token-1", auth=auth, scope=scope)],
                    [_authenticated(auth=auth, scope=scope)],
                )
            },
        )
        for name, (auth, scope) in LOGINS.items()
    ),
    *(
        Difference(
            AUTHENTICATE,
            (f"tokens.authenticate {name} 401",),
            {
                "wire": (
                    [
                        _authenticated("token-1", auth=auth, scope=scope),
                        login(),
                        _authenticated("token-2", auth=auth, scope=scope),
                    ],
                    [_authenticated(auth=auth, scope=scope)],
                )
            },
        )
        for name, (auth, scope) in LOGINS.items()
    ),
    Difference(
        AUTHENTICATE,
        ("tokens.authenticate with an unscoped token",),
        {
            "wire": tuple(
                [login(*token, by="client", auth={"token": {"id": "tok"}}, **UNSCOPED)]
                for token in (("token-0",), ())
            )
        },
    ),
    *(
        Difference(
            "`tokens.endpoints` raises `KeyError`",
            (f"tokens.endpoints {kind}",),
            {"result": (None, found), "error": ("KeyError", None)},
        )
        for kind, found in (
            (
                "ok",
                [resource("TokenEndpoint", {"id": "ei1", "name": "keystone", "type": "identity"})],
            ),
            (
                "with metadata",
                with_metadata(
                    [
                        resource(
                            "TokenEndpoint", {"id": "ei1", "name": "keystone", "type": "identity"}
                        )
                    ]
                ),
            ),
        )
    ),
    Difference(
        "An answer whose secrets the server quotes shows them",
        ("tokens.validate of a token that the server quotes",),
        {"result": (True, False)},
    ),
    Difference(
        "Wrong arguments are a bare `ValueError`",
        ("tokens.authenticate without credentials", "users.list page limit word"),
        {"error": ("ValueError", "InvalidArgument")},
    ),
    Difference(
        '`tokens.delete("revoked")`',
        ("tokens.delete of the list of revoked tokens",),
        {
            "wire": ([login(), f"DELETE {ADMIN}/tokens/revoked client token-1"], []),
            "error": ("NotFound", "InvalidId"),
        },
    ),
    Difference(
        "A login page comes back as a certificate",
        ("certificates.get_ca_certificate from a login page",),
        {"result": ("<html>Log in</html>", None), "error": (None, "InvalidResponse")},
    ),
    Difference(
        "`EC2.delete()` is a `TypeError`",
        ("ec2: a credential deletes itself",),
        {
            "wire": (
                [],
                [f"DELETE {CREDENTIALS}/{CREDENTIAL['access']} client token-1"],
            ),
            "result": (None, [{"status": 204, "text": ""}, None]),
            "error": ("TypeError", None),
        },
    ),
    Difference(
        "`ec2.find(…)` is a `TypeError`",
        ("ec2: find",),
        {
            "wire": (
                [],
                [login(), f"GET {CREDENTIALS} client token-1"],
            ),
            "result": (None, resource("EC2", CREDENTIAL)),
            "error": ("TypeError", None),
        },
    ),
    Difference(
        "`repr(user)` shows a password in the body",
        ("ec2: repr",),
        {
            "result": tuple(
                f"<EC2 {{'access': '97fe30436a5c4edc', 'secret': '{secret}', "
                "'tenant_id': 't1', 'user_id': 'u1', 'trust_id': None}>"
                for secret in ("a3fb6dbbcfe64709", "DIGEST")
            )
        },
    ),
    Difference(
        "A second 401 is the caller's",
        ("resources: Tenant.update answered 401",),
        {"wire": ([], [f"GET {PUBLIC}/tenants?limit=1 session token-2"])},
    ),
    *(
        Difference(
            "`Tenant.update` returns None on any error",
            (f"resources: Tenant.update answered {status}",),
            {"error": (None, error)},
        )
        for status, error in (
            (400, "BadRequest"),
            (401, "Unauthorized"),
            (403, "Forbidden"),
            (404, "NotFound"),
            (409, "Conflict"),
            (500, "InternalServerError"),
            (503, "ServiceUnavailable"),
        )
    ),
]
