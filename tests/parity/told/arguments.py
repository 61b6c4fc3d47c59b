"""Ids, limits and markers."""

from __future__ import annotations

from tests.parity.cases.documents import ROLE, USER
from tests.parity.cases.resources import WITH_ID
from tests.parity.compare import Change
from tests.parity.difference import Difference
from tests.parity.told.lines import ADMIN, BOTH_TENANTS, BOTH_USERS, login, resource

ROUTES = {
    "users.get": ("GET", "/users/"),
    "users.delete": ("DELETE", "/users/"),
    "tenants.get": ("GET", "/tenants/"),
    "roles.delete": ("DELETE", "/OS-KSADM/roles/"),
    "services.get": ("GET", "/OS-KSADM/services/"),
    "endpoints.delete": ("DELETE", "/endpoints/"),
    "tokens.validate": ("GET", "/tokens/"),
}
assert set(ROUTES) == set(WITH_ID)


def _ids(call: str) -> list[Difference]:
    """Return what is different in a call whose path ends in an id."""
    row = "Ids go into paths as they are"
    method, path = ROUTES[call]

    def refused(name: str, sent: str, error: str = "NotFound") -> Difference:
        lines = [login(), f"{method} {ADMIN}{sent} client token-1"]
        changes = {"wire": (lines, []), "error": (error, "InvalidId")}
        return Difference(row, (f"{call}, id is {name}",), changes)

    def encoded(name: str, theirs: str, sent: str | None, ours: str) -> Difference:
        changes: dict[str, Change] = {
            "error.url": (f"{ADMIN}{path}{theirs}", f"{ADMIN}{path}{ours}")
        }
        if sent:
            changes["wire"] = (
                [f"{method} {ADMIN}{path}{sent} client token-1"],
                [f"{method} {ADMIN}{path}{ours} client token-1"],
            )
        return Difference(row, (f"{call}, id is {name}",), changes)

    # `requests` drops dots, as the standard for URLs says: two of them name what is above.
    above = path[: path[:-1].rindex("/") + 1]
    is_document = above == "/" and method == "GET"
    return [
        refused("empty", path),
        refused("None", f"{path}None"),
        refused("a dot", path),
        refused("two dots", above, "KeyError" if is_document else "NotFound"),
        encoded("a slash", "a/b", "a/b", "a%2Fb"),
        encoded("a space", "a b", None, "a%20b"),
        encoded("a percent sign", "50%", None, "50%25"),
        encoded("a question mark", "a?b=c", "a?b=c", "a%3Fb%3Dc"),
        encoded("a hash", "a#b", "a", "a%23b"),
        encoded("umlauts", "\u00fc", None, "%C3%BC"),
    ]


EMPTY = '`users.list("")`, `tenants.list_users(None)` list all users'
NO_TENANT = "`tenants.add_user(None, …)`"
NO_LIMIT = "`limit=0` is left out"
NO_MARKER = '`marker=""` is left out'

ARGUMENTS = [
    *(difference for call in ROUTES for difference in _ids(call)),
    Difference(
        EMPTY,
        ("users.list of an empty tenant", "tenants.list_users of None"),
        {
            "wire": ([login(), f"GET {ADMIN}/users client token-1"], []),
            "result": (BOTH_USERS, None),
            "error": (None, "InvalidId"),
        },
    ),
    *(
        Difference(
            row,
            (name,),
            {
                "wire": ([login(), request], []),
                "result": (result, None),
                "error": (None, "InvalidId"),
            },
        )
        for row, name, request, result in (
            (
                NO_TENANT,
                "tenants.add_user to None",
                f"PUT {ADMIN}/users/u1/roles/OS-KSADM/r1 client token-1",
                resource("Role", ROLE),
            ),
            (
                NO_TENANT,
                "tenants.remove_user from nothing",
                f"DELETE {ADMIN}/users/u1/roles/OS-KSADM/r1 client token-1",
                [{"status": 204, "text": ""}, None],
            ),
            (
                NO_TENANT,
                "roles.roles_for_user in nothing",
                f"GET {ADMIN}/users/u1/roles client token-1",
                [resource("Role", ROLE)],
            ),
            (
                NO_MARKER,
                "users.create in an empty tenant",
                (
                    f"POST {ADMIN}/users client token-1 "
                    '{"user": {"email": null, "enabled": true, "name": "carol", "password": null, '
                    '"tenantId": ""}}'
                ),
                resource("User", USER),
            ),
            (
                NO_MARKER,
                "users.list page marker empty",
                f"GET {ADMIN}/users client token-1",
                BOTH_USERS,
            ),
            (
                NO_MARKER,
                "tenants.list page marker empty",
                f"GET {ADMIN}/tenants client token-1",
                BOTH_TENANTS,
            ),
        )
    ),
    *(
        Difference(
            NO_LIMIT,
            (f"{what}.list page limit 0",),
            {
                "wire": (
                    [f"GET {ADMIN}/{what} client token-1"],
                    [f"GET {ADMIN}/{what}?limit=0 client token-1"],
                )
            },
        )
        for what in ("users", "tenants")
    ),
    *(
        Difference(
            NO_LIMIT,
            (f"{what}.list page limit {name}",),
            {
                "wire": ([login(), f"GET {ADMIN}/{what}?limit={limit} client token-1"], []),
                "result": (found, None),
                "error": (None, "InvalidArgument"),
            },
        )
        for what, name, limit, found in (
            ("users", "negative", "-1", BOTH_USERS),
            ("tenants", "negative", "-1", BOTH_TENANTS),
            ("tenants", "word", "two", BOTH_TENANTS),
        )
    ),
]
