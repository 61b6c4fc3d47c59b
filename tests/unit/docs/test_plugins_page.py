"""docs/plugins.md has every plugin, and what its tables tell of each is so."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ksclient.auth import exceptions, fixture, loading
from ksclient.auth.http_basic import HTTPBasicAuth
from ksclient.auth.identity import generic, v2
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.identity.rackspace import APIKey
from ksclient.auth.noauth import NoAuth
from ksclient.auth.plugin import BaseAuthPlugin
from ksclient.auth.service_token import ServiceTokenAuthWrapper
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.testing import Cloud
from ksclient.token.cache import MemoryStore, TokenCache
from ksclient.v2_0.client import Client
from tests.unit.docs import public
from tests.unit.docs.pages import DOCS

PAGE = (DOCS / "plugins.md").read_text()
TOLD_ELSEWHERE = {"HTTPClient", "Client"}
"""Clients that act as plugins, which docs/client.md tells of."""
BASES = {"Auth", "BaseGenericPlugin"}
"""What plugins share, for their makers in this package."""


def rows(header: str) -> list[list[str]]:
    """Return the cells of the table whose first cell is this *header*."""
    table = PAGE.split(f"\n| {header} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_public_plugin_is_on_the_page():
    names = {each.__name__ for each in public.classes(BaseAuthPlugin)} - TOLD_ELSEWHERE - BASES
    assert {name for name in names if not re.search(rf"`[\w.]*\b{name}\b", PAGE)} == set()
    assert names >= {"Password", "Token", "APIKey", "CachedPlugin", "TestPlugin"}


def test_the_table_of_choices_has_every_plugin_that_is_made_as_it_is():
    said = {re.findall(r"`(ksclient[\w.]+)`", row[1])[0] for row in rows("you have")[:-1]}
    bases = {"BaseAuthPlugin", "BaseIdentityPlugin", "FixedEndpointPlugin", "TestPlugin"}
    wanted = {
        each
        for each in public.classes(BaseAuthPlugin)
        if each.__name__ not in TOLD_ELSEWHERE | BASES | bases
    }
    found = {getattr(importlib.import_module(m), n) for m, _, n in map(rpartition, said)}
    assert found == wanted


def rpartition(path: str) -> tuple[str, str, str]:
    return path.rpartition(".")


def test_names_load_what_stands_beside_them():
    said = {
        name: re.findall(r"`(ksclient[\w.]+)`", row[1])[0]
        for row in rows("you have")[:-1]
        for name in re.findall(r"`(\w+)`", row[2])
    }
    for name, path in said.items():
        module, _, attribute = path.rpartition(".")
        wanted = getattr(importlib.import_module(module), attribute)
        assert loading.get_plugin_loader(name).plugin_class is wanted
    assert set(said) == set(importlib.import_module("ksclient.auth.loading._plugins").OWN)


# --- what they can do --------------------------------------------------------------------------

SEED = {
    "tenants": ["demo"],
    "users": [{"name": "alice", "password": "a", "tenant": "demo", "api_key": "key"}],
}


@pytest.fixture(scope="module")
def clouds() -> Iterator[dict[str, Cloud]]:
    with Cloud(seed=SEED) as pike, Cloud(seed=SEED, profile="rackspace") as rackspace:
        yield {"pike": pike, "rackspace": rackspace}


def password(cloud: Cloud) -> v2.Password:
    return v2.Password(cloud.public_url, "alice", "a", tenant_name="demo")


def made(name: str, clouds: dict[str, Cloud]) -> tuple[Any, Cloud]:
    """Return a plugin of the kind that the table calls *name*, and its cloud."""
    cloud = clouds["rackspace" if name == "APIKey" else "pike"]
    url = cloud.public_url
    whole = Session(auth=password(cloud))
    ways = {
        "v2.Password": lambda: password(cloud),
        "v2.Token": lambda: v2.Token(url, whole.get_token(), tenant_name="demo"),
        "generic.Password": lambda: generic.Password(
            url, "alice", password="a", project_name="demo"
        ),
        "generic.Token": lambda: generic.Token(url, whole.get_token(), project_name="demo"),
        "APIKey": lambda: APIKey(url, "alice", "key", tenant_id="demo"),
        "AccessInfoPlugin": lambda: AccessInfoPlugin(whole.auth.get_access(whole)),
        "CachedPlugin": lambda: TokenCache(MemoryStore()).plugin(password(cloud)),
        "token_endpoint.Token": lambda: Token(url, whole.get_token()),
        "NoAuth": lambda: NoAuth(url),
        "HTTPBasicAuth": lambda: HTTPBasicAuth(url, "alice", "a"),
        "ServiceTokenAuthWrapper": lambda: ServiceTokenAuthWrapper(
            password(cloud), v2.Password(url, "admin", "secret", tenant_name="admin")
        ),
    }
    assert {each for row in rows("plugin") for each in row[0].replace("`", "").split(", ")} == set(
        ways
    )
    return ways[name](), cloud


CASES = [(name, *row[1:]) for row in rows("plugin") for name in row[0].replace("`", "").split(", ")]


@pytest.mark.parametrize(("name", "logs_in", "refused", "catalog", "endpoints"), CASES)
def test_the_table_tells_what_a_plugin_does(
    name: str, logs_in: str, refused: str, catalog: str, endpoints: str, clouds: dict[str, Cloud]
):
    plugin, cloud = made(name, clouds)
    session = Session(auth=plugin)

    cloud.requests.clear()
    headers = session.get_auth_headers()
    asked = list(cloud.requests)

    assert headers
    assert bool(asked) == (not logs_in.startswith("nothing"))
    assert session.get_endpoint(service_type="identity", interface="public") == cloud.public_url
    if catalog == "no":
        assert session.get_endpoint(service_type="compute") == cloud.public_url
    else:
        with pytest.raises(exceptions.EndpointNotFound):
            session.get_endpoint(service_type="compute")
    assert endpoints.startswith("the one it was given") == (catalog == "no")

    if refused and name != "HTTPBasicAuth":
        cloud.revoke(headers["X-Auth-Token"])
        own = Client(session=session, interface="public").tenants
        if refused.startswith("`Unauthorized`"):
            with pytest.raises(exceptions.Unauthorized):
                own.list()
        else:
            assert [tenant.name for tenant in own.list()] == ["demo"]


@pytest.mark.parametrize("name", ["v2.Token", "generic.Token"])
def test_an_exchanged_token_ends_with_the_first(name: str, clouds: dict[str, Cloud]):
    plugin, cloud = made(name, clouds)
    session = Session(auth=plugin)
    exchanged = session.get_token()

    cloud.revoke_all("alice")

    assert session.get_token() == exchanged
    with pytest.raises(exceptions.Unauthorized):
        Client(session=session, interface="public").tenants.list()


def test_without_reauthentication_a_refused_token_is_replaced_all_the_same(
    clouds: dict[str, Cloud],
):
    cloud = clouds["pike"]
    auth = v2.Password(cloud.public_url, "alice", "a", tenant_name="demo", reauthenticate=False)
    session = Session(auth=auth)
    first = session.get_token()
    cloud.revoke(str(first))

    assert Client(session=session, interface="public").tenants.list()
    assert session.get_token() != first


def test_a_plugin_for_tests_asks_nobody():
    plugin = fixture.TestPlugin()
    session = Session(auth=plugin)
    assert session.get_token() == plugin.token
    assert session.get_endpoint(service_type="compute") == plugin.endpoint % {
        "service_type": "compute"
    }
