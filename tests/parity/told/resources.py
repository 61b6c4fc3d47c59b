"""Resources, and finding them."""

from __future__ import annotations

from tests.parity.cases.documents import USER
from tests.parity.difference import Difference
from tests.parity.told.lines import ADMIN, login

LOOKED_UP = "`find_resource` looks up what it is given"

RESOURCES = [
    Difference(
        "Resources are not hashable",
        ("resources: hash",),
        {"result": (None, 1), "error": ("TypeError", None)},
    ),
    Difference(
        "Data is in `vars(user)`",
        ("resources: vars",),
        {"result": (sorted(USER), [])},
    ),
    Difference(
        "`copy.deepcopy(user)` fails",
        ("resources: a deep copy",),
        {
            "wire": ([], [f"GET {ADMIN}/users/u1 client token-1"]),
            "result": (None, True),
            "error": ("TypeError", None),
        },
    ),
    Difference(
        "A member that the server calls `delete` replaces the method",
        ("base.Resource of a member called delete: delete",),
        {"result": (False, True)},
    ),
    Difference(
        "A member that the server calls `delete` replaces the method",
        ("base.Resource of a member called human_id: repr",),
        {"result": ("<Resource id=x1, name=n>", "<Resource human_id=server's, id=x1, name=n>")},
    ),
    Difference(
        "`repr(user)` shows a password in the body",
        ("base.Resource of a password: repr",),
        {
            "result": (
                "<Resource id=x1, name=n, password=secret>",
                "<Resource id=x1, name=n, password=DIGEST>",
            )
        },
    ),
    Difference(
        "`getid` takes a resource's `uuid` before its `id`",
        ("resources: one just made, as an argument",),
        {"wire": ([f"GET {ADMIN}/users/u1 client token-1"], [])},
    ),
    Difference(
        "`getid` takes a resource's `uuid` before its `id`",
        ("base.getid of a resource with a uuid",),
        {"result": ("y1", "x1")},
    ),
    *(
        Difference(
            "`find` without a match says `404 (HTTP 404)`",
            (f"users.{find}",),
            {
                "error.details": (f"No User matching {wanted}.", None),
                "error.message": ("404 (HTTP 404)", told),
            },
        )
        for find, wanted, told in (
            ("find nobody", "{'name': 'nobody'}", "No User matching {'name': 'nobody'}."),
            (
                "find by an unknown attribute",
                "{'colour': 'red'}",
                "No User has an attribute 'colour'.",
            ),
        )
    ),
    Difference(
        "`find` without a match raises `IndexError` with `include_metadata`",
        ("users.find nobody with metadata", "users.find by an unknown attribute with metadata"),
        {"error": ("IndexError", "NotFound")},
    ),
    Difference(
        "`find` without a match says `404 (HTTP 404)`",
        ("users.find several", "users.find several with metadata"),
        {
            "error.message": (
                "ClientException",
                "2 of User match {'enabled': True}; ask for one by its id.",
            )
        },
    ),
    Difference(
        LOOKED_UP,
        ("find_resource of a name in bytes",),
        {
            "wire": (
                [f"GET {ADMIN}/users/b'dave' client token-1"],
                [f"GET {ADMIN}/users/dave client token-1"],
            )
        },
    ),
    Difference(
        LOOKED_UP,
        ("find_resource of None",),
        {
            "wire": (
                [
                    login(),
                    f"GET {ADMIN}/users/None client token-1",
                    f"GET {ADMIN}/users client token-1",
                ],
                [],
            ),
            "error.message": (
                "No user with a name or ID of 'None' exists.",
                "None is neither an id nor a name, so nothing was looked for.",
            ),
        },
    ),
    Difference(
        LOOKED_UP,
        ("find_resource of a dot", "find_resource of nothing"),
        {"wire": ([f"GET {ADMIN}/users/ client token-1"], [])},
    ),
    Difference(
        LOOKED_UP,
        ("find_resource of bytes that are no text",),
        {
            "wire": ([login(), f"GET {ADMIN}/users/b'%5Cxff' client token-1"], []),
            "error": ("UnicodeDecodeError", "CommandError"),
        },
    ),
]
