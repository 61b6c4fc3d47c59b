"""Auth plugins, and what they log in with."""

from __future__ import annotations

import json

from tests.parity.compare import ABSENT
from tests.parity.difference import Difference
from tests.parity.told.lines import PUBLIC, UNSCOPED, login

V3_PASSWORD = {
    "methods": ["password"],
    "password": {"user": {"name": "admin", "password": "secret"}},
}
V3_SCOPE = {"project": {"name": "acme"}}

PLUGINS = [
    *(
        Difference(
            "`v2.Password(url, username=None)` is sent and refused",
            cases,
            {
                "wire": ([login(auth=auth, **UNSCOPED)], []),
                "result": ("token-1", None),
                "error": (None, "TypeError"),
            },
        )
        for cases, auth in (
            (
                ("making v2.Password of nobody", "making v2.Password with an empty name"),
                {"passwordCredentials": {"password": "secret"}},
            ),
            (("making v2.Token without token",), {"token": {"id": None}}),
            (("making v2.Token with an empty token",), {"token": {"id": ""}}),
        )
    ),
    Difference(
        "`generic.Password` without a password raises `Exception`",
        ("making generic.Password without password",),
        {"error": ("Exception", "AuthorizationFailure")},
    ),
    Difference(
        "`generic.Password` with a domain says",
        ("making generic.Password of a domain",),
        {
            "error.message": (
                (
                    "Could not find versioned identity endpoints when attempting to authenticate. "
                    "Please check that your auth_url is correct."
                ),
                "Cannot use v2 authentication with domain scope: …",
            )
        },
    ),
    Difference(
        "An `auth_url` that is no URL fails somewhere",
        ("making v2.Password without auth_url", "making v2.Password with a number as auth_url"),
        {"error": ("AttributeError", "TypeError")},
    ),
    Difference(
        "An `auth_url` that is no URL fails somewhere",
        (
            "making v2.Password with an empty auth_url",
            "making v2.Password with nonsense as auth_url",
        ),
        {"error": ("EndpointNotFound", "ValueError")},
    ),
    Difference(
        "`AccessInfoPlugin` takes `AccessInfo`",
        ("making AccessInfoPlugin of a dictionary",),
        {"error": ("AttributeError", None), "result": (None, "token-1")},
    ),
    Difference(
        "`generic.*` picks v3 where it can",
        ("generic.Password where v3 is alone",),
        {
            "wire": (
                [
                    "POST http://public/v3/auth/tokens session "
                    + json.dumps({"auth": {"identity": V3_PASSWORD, "scope": V3_SCOPE}})
                ],
                [],
            ),
            "error": ("NotFound", "DiscoveryFailure"),
        },
    ),
    Difference(
        "`set_auth_state` takes anybody's state",
        ("AccessInfoPlugin: get_auth_state",),
        {"result.owner": (ABSENT, {})},
    ),
    Difference(
        "`set_auth_state` takes anybody's state",
        ("AccessInfoPlugin auth_url: get_auth_state",),
        {"result.owner": (ABSENT, {"auth_url": PUBLIC})},
    ),
    Difference(
        "`set_auth_state` takes anybody's state",
        ("set_auth_state(no JSON)",),
        {"error": ("JSONDecodeError", "AuthorizationFailure")},
    ),
    Difference(
        "`set_auth_state` takes anybody's state",
        ("set_auth_state(a list)",),
        {"error": ("TypeError", "AuthorizationFailure")},
    ),
    Difference(
        "`set_auth_state` takes anybody's state",
        ("set_auth_state of another user's",),
        {"result": ("token-1", None), "error": (None, "AuthorizationFailure")},
    ),
    Difference(
        "`issued`, `user_id`, `username` and `role_names` raise",
        ("a login answered without issued_at",),
        {"result.issued": (ABSENT, None)},
    ),
    Difference(
        "`issued`, `user_id`, `username` and `role_names` raise",
        ("a login answered without a user",),
        {
            "result.role_names": (ABSENT, []),
            "result.user_id": (ABSENT, None),
            "result.username": (ABSENT, None),
        },
    ),
]
