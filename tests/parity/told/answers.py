"""Answers of servers that make no sense."""

from __future__ import annotations

from tests.parity.difference import Difference

MALFORMED = "A malformed answer is `KeyError`"

ANSWERS = [
    Difference(
        MALFORMED,
        ("a login answered without expires", "a login answered without a token id"),
        {"result": ("t1", None), "error": (None, "InvalidResponse")},
    ),
    Difference(
        MALFORMED,
        ("a login answered without a token",),
        {"error": ("KeyError", "InvalidResponse")},
    ),
    Difference(
        MALFORMED,
        (
            "a login answered without access",
            "a login answered with a list",
            "a login answered in v3",
        ),
        {"error": ("InvalidResponse", "UnknownAnswer")},
    ),
    Difference(
        MALFORMED,
        (
            "a login answered in plain text",
            "a login answered with nothing",
            "a login answered with 300",
        ),
        {
            "error.message": (
                "Invalid response from server.",
                "The server's answer is not JSON (answered by http://public/v2.0/tokens)…",
            )
        },
    ),
    *(
        Difference(
            MALFORMED,
            (f"Client: a login that is answered {what}",),
            {
                "error.message": (
                    f"Authorization Failed: {theirs}",
                    f"Authorization Failed: {ours}",
                )
            },
        )
        for what, theirs, ours in (
            ("no JSON", "ClientException", "The server's answer is not JSON…"),
            ("an empty body", "ClientException", "The server's answer is not JSON…"),
            ("no token", "'token'", "access.token.id is missing…"),
            ("a v3 answer", "ClientException", "Unrecognized auth response: in place of…"),
            (
                "a list",
                "list indices must be integers or slices, not str",
                "Unrecognized auth response: it holds…",
            ),
        )
    ),
    Difference(
        MALFORMED,
        ("Client: a login without a user",),
        {"error": ("KeyError", "AuthorizationFailure")},
    ),
    Difference(
        MALFORMED,
        tuple(f"users.{call} answered with another member" for call in ("list", "get", "update")),
        {"error": ("KeyError", "InvalidResponse")},
    ),
    Difference(
        MALFORMED,
        (
            *(f"users.list answered with {what}" for what in ("a list", "text", "nothing")),
            *(f"users.get answered with {what}" for what in ("a list", "text", "nothing")),
            "users.list answered with null",
        ),
        {"error": ("TypeError", "InvalidResponse")},
    ),
    Difference(
        MALFORMED,
        ("users.update answered with a list",),
        {"result": ([], None), "error": (None, "InvalidResponse")},
    ),
    Difference(
        MALFORMED,
        ("users.update answered with text",),
        {"error": (None, "InvalidResponse")},
    ),
    Difference(
        MALFORMED,
        (
            "users.get answered with null",
            "users.update answered with null",
            "users.* answered with a list of texts",
        ),
        {"error": ("AttributeError", "InvalidResponse")},
    ),
    Difference(
        "`access.create` of a v3 answer gives `AccessInfoV3`",
        ("auth access of v3",),
        {"error": (None, "UnknownAnswer")},
    ),
    Difference(
        "`access.create` of a v3 answer gives `AccessInfoV3`",
        ("client access of v3",),
        {"result": ("u9", None), "error": (None, "UnrecognizedAccess")},
    ),
    Difference(
        MALFORMED,
        ("auth access of nonsense",),
        {"error": ("ValueError", "UnknownAnswer")},
    ),
    Difference(
        MALFORMED,
        ("client access of nonsense",),
        {"error": ("NotImplementedError", "UnrecognizedAccess")},
    ),
    Difference(
        "`ServiceCatalog.get_urls(attr)` without a `filter_value` warns",
        (
            "client catalog unscoped: get_urls by half an attribute",
            "client catalog bare: get_urls by half an attribute",
        ),
        {"warnings": ([], ["UserWarning"])},
    ),
    Difference(
        "The catalog of a token without one is `{}`",
        ("auth catalog bare: catalog",),
        {"result": ({}, [])},
    ),
]
