"""docs/client.md has every method, and tells the request that it sends and who may send it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
import requests_mock

from ksclient import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.v2_0 import (
    ec2,
    endpoints,
    extensions,
    roles,
    services,
    tenants,
    tokens,
    users,
)
from ksclient.v2_0.client import Client
from tests.live.method_calls import public_methods
from tests.unit.cloud import ADMIN, PUBLIC, make_token
from tests.unit.docs.pages import DOCS

HEADER = ["call", "request", "API", "who", "returns", "raises"]
NO_REQUEST = "none"
RESOURCES = {
    "tenant": tenants.Tenant,
    "user": users.User,
    "role": roles.Role,
    "service": services.Service,
    "endpoint": endpoints.Endpoint,
    "extension": extensions.Extension,
    "credential": ec2.EC2,
    "token": tokens.Token,
    "token_endpoint": tokens.TokenEndpoint,
}
MANAGERS = {
    "credential": "ec2",
    "token_endpoint": "tokens",
}
"""Whose objects they are, where that is not the plural of their name."""


@dataclass(frozen=True)
class Row:
    """What the page says of one call."""

    call: str
    request: str
    api: str
    who: str
    raises: str

    @property
    def method(self) -> str:
        """The method, as a class has it: ``UserManager.get``."""
        of = ast.parse(self.call, mode="eval").body.func  # type: ignore[attr-defined]
        return f"{_class_named(of.value.id)}.{of.attr}"

    def __str__(self) -> str:
        return self.call


def rows() -> list[Row]:
    found, is_ours = [], False
    for line in (DOCS / "client.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line[:1] == "|" else []
        is_ours = cells == HEADER or (is_ours and bool(cells))
        if is_ours and cells != HEADER and not cells[0].startswith("---"):
            assert len(cells) == len(HEADER), line
            found.append(Row(cells[0].strip("`"), cells[1].strip("`"), *cells[2:4], cells[5]))
    return found


def _class_named(name: str) -> str:
    if name in RESOURCES:
        return RESOURCES[name].__name__
    return type(getattr(Client(session=Session()), name)).__name__


ROWS = rows()


# --- all of them -------------------------------------------------------------------------------


def test_every_public_method_of_managers_and_resources_is_in_a_table():
    wanted = {name for name, _, _ in public_methods()}
    assert {row.method for row in ROWS} == wanted


def test_the_page_says_each_thing_once():
    assert len({row.call for row in ROWS}) == len(ROWS)


def test_what_calls_raise_are_errors():
    named = {name for row in ROWS for name in re.findall(r"`([A-Z]\w+)`", row.raises)}
    assert {name for name in named if not hasattr(exceptions, name)} == set()
    assert "TenantMismatch" in named


# --- what is sent ------------------------------------------------------------------------------


ANSWER = {
    **{key: {"id": "x"} for key in ("tenant", "user", "role", "OS-KSADM:service", "extension")},
    **{key: [] for key in ("tenants", "users", "OS-KSADM:services", "endpoints", "credentials")},
    "endpoint": {"id": "x"},
    "credential": {"access": "x"},
    "extensions": [{"name": "name", "namespace": "name"}],
    **make_token(),
    "signed": "-----BEGIN CMS-----",
}


@pytest.fixture
def wire() -> Iterator[Any]:
    """Answer whatever is asked with all that anybody may look for in it."""
    pem = "-----BEGIN CERTIFICATE-----\nMI\n-----END CERTIFICATE-----"
    with requests_mock.Mocker() as mocker:
        mocker.register_uri(requests_mock.ANY, requests_mock.ANY, json=ANSWER)
        mocker.get(re.compile("/roles"), json={**ANSWER, "roles": []})
        mocker.put(re.compile("/roles"), json={**ANSWER, "roles": {"id": "x"}})
        mocker.get(re.compile("/certificates/"), text=pem)
        yield mocker


def names_of(client: Client, ids: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what a call on the page may name: objects whose ids are their names, and texts."""
    told = {name: name for name in RESOURCES} | (ids or {})
    common = {"user_id": told["user"], "access": told["credential"], "token": {"id": told["token"]}}
    objects = {
        name: of(
            getattr(client, MANAGERS.get(name, f"{name}s")),
            {**common, "id": told[name], "alias": told[name], "name": told[name]},
            loaded=True,
        )
        for name, of in RESOURCES.items()
    }
    managers = {name: getattr(client, name) for name in sorted({*vars(client)} - {"session"})}
    texts = {"name": "name", "kind": "compute", "password": "old", "new": "new"}
    return {**managers, **objects, **texts, "url": "https://nova.example.com", "limit": 7}


def run(row: Row, client: Client, ids: dict[str, str] | None = None) -> Any:
    code = compile(row.call, "docs/client.md", "eval")
    return eval(code, names_of(client, ids))


def sent(wire: Any) -> list[str]:
    """Return all that was sent but the login, as the page writes it."""
    found = []
    for request in wire.request_history:
        base = ADMIN if request.url.startswith(ADMIN) else PUBLIC
        api = "admin" if base == ADMIN else "public"
        found.append(f"{request.method} {unquote(request.url.removeprefix(base))} {api}")
    return [each for each in found if each != "POST /tokens public"]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_call_sends_the_request_that_the_page_tells(row: Row, wire: Any):
    client = Client(session=Session(auth=v2.Password(PUBLIC, "demo", "s3cret", tenant_name="p")))
    values = {"limit": "7", "own": "u1", **{name: name for name in RESOURCES}}
    said = re.sub(r"\{(\w+)\}", lambda found: values[found[1]], row.request)

    # All is answered with 200: it is find() that finds nothing, and what has no route that refuses.
    with suppress(exceptions.NotFound, exceptions.MethodNotImplemented):
        run(row, client)

    assert sent(wire) == ([] if said == NO_REQUEST else [f"{said} {row.api}"])


# --- who may -----------------------------------------------------------------------------------

SEED = {
    "tenants": ["demo"],
    "roles": ["member", "service"],
    "users": [
        {"name": "alice", "password": "a", "tenant": "demo"},
        {"name": "nova", "password": "n", "roles": {"demo": ["service"]}},
    ],
}
ALLOWED = {
    "admin": {"admin"},
    "admin, service": {"admin", "nova"},
    "own user, admin": {"admin", "alice, for herself"},
    "any user": {"admin", "nova", "alice", "alice, for herself"},
    "anyone": {"admin", "nova", "alice", "alice, for herself", "nobody"},
}


@pytest.fixture(scope="module")
def callers() -> Iterator[dict[str, Client]]:
    with Cloud(seed=SEED) as cloud:

        def of(name: str, password: str, tenant: str) -> Client:
            auth = v2.Password(cloud.public_url, name, password, tenant_name=tenant)
            return Client(session=Session(auth=auth))

        yield {
            "admin": of("admin", "secret", "admin"),
            "nova": of("nova", "n", "demo"),
            "alice": of("alice", "a", "demo"),
            "alice, for herself": of("alice", "a", "demo"),
            "nobody": Client(session=Session(), endpoint_override=cloud.admin_url),
        }


def is_let_in(row: Row, caller: str, client: Client) -> bool:
    """Tell whether a server lets *client* in, be it to hear that there is no such thing."""
    ids = {"user": str(client.user_id)} if "herself" in caller else {}
    try:
        run(row, client, ids)
    except (exceptions.Forbidden, exceptions.InvalidId):  # nobody has no id to change a password of
        return False
    except exceptions.Unauthorized as error:
        # A wrong password is no lack of a right.
        return error.method == "PATCH" or "was sent the user" in str(error)
    except exceptions.HttpError:
        return True
    return True


@pytest.mark.parametrize("row", [row for row in ROWS if row.request != NO_REQUEST], ids=str)
def test_those_may_call_it_whom_the_page_names(row: Row, callers: dict[str, Client]):
    let_in = {name for name, client in callers.items() if is_let_in(row, name, client)}
    assert let_in == ALLOWED[row.who]


def test_what_sends_nothing_asks_for_no_right():
    assert {(row.api, row.who) for row in ROWS if row.request == NO_REQUEST} == {("", "")}
