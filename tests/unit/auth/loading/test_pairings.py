"""Plugins loaded by name, of either library and of another package, in sessions of either."""

from __future__ import annotations

import keystoneauth1.loading
import keystoneauth1.plugin
import keystoneauth1.session
import pytest
import requests

from ksclient.auth import loading, plugin
from ksclient.auth.identity.rackspace import AUTH_URL
from ksclient.auth.session import Session
from ksclient.testing.cloud import Cloud
from ksclient.testing.profile import named

SEED = {
    "tenants": [{"name": "demo"}],
    "users": [{"name": "alice", "password": "s3cret", "api_key": "k3y", "tenant": "demo"}],
}
LOGIN = {"username": "alice", "password": "s3cret"}
IDENTITY = {"service_type": "identity", "interface": "public"}


@pytest.fixture(scope="module")
def keystone():
    with Cloud(seed=SEED) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def rackspace():
    with Cloud(profile=named("rackspace"), seed=SEED) as cloud:
        yield cloud


@pytest.fixture(
    params=[Session, keystoneauth1.session.Session], ids=["our session", "their session"]
)
def session(request):
    with requests.Session() as connections:
        yield request.param(session=connections)


def tenants_seen(session, auth):
    answer = session.get("/tenants", endpoint_filter=IDENTITY, auth=auth)
    return [tenant["name"] for tenant in answer.json()["tenants"]]


@pytest.mark.parametrize(
    ("name", "tenant"), [("password", "project_name"), ("v2password", "tenant_name")]
)
def test_a_plugin_of_ours_logs_in(keystone, session, name, tenant):
    auth = loading.get_plugin_loader(name).load_from_options(
        auth_url=keystone.auth_url, **LOGIN, **{tenant: "demo"}
    )

    assert isinstance(auth, plugin.BaseAuthPlugin)
    assert tenants_seen(session, auth) == ["demo"]


@pytest.mark.parametrize("name", ["token", "v2token"])
def test_a_plugin_of_ours_exchanges_a_token(keystone, session, name):
    first = loading.get_plugin_loader("v2password").load_from_options(
        auth_url=keystone.auth_url, **LOGIN
    )
    auth = loading.get_plugin_loader(name).load_from_options(
        auth_url=keystone.auth_url,
        token=session.get_token(first),
        **{"project_name" if name == "token" else "tenant_name": "demo"},
    )

    assert tenants_seen(session, auth) == ["demo"]


@pytest.mark.parametrize("name", ["admin_token", "token_endpoint"])
def test_a_plugin_of_ours_sends_a_token_as_it_is(keystone, session, name):
    first = loading.get_plugin_loader("v2password").load_from_options(
        auth_url=keystone.auth_url, **LOGIN
    )
    auth = loading.get_plugin_loader(name).load_from_options(
        endpoint=keystone.auth_url, token=session.get_token(first)
    )

    assert tenants_seen(session, auth) == ["demo"]


@pytest.mark.parametrize(
    ("name", "options", "header"),
    [
        ("none", {}, None),
        ("http_basic", LOGIN, "Basic YWxpY2U6czNjcmV0"),
    ],
)
def test_a_plugin_of_ours_does_without_tokens(session, requests_mock, name, options, header):
    requests_mock.get("http://server/path")
    auth = loading.get_plugin_loader(name).load_from_options(endpoint="http://server", **options)

    session.get("/path", endpoint_filter=IDENTITY, auth=auth)

    assert requests_mock.last_request.headers.get("Authorization") == header


def test_rackspaces_api_key_logs_in(rackspace, session):
    auth = loading.get_plugin_loader("rackspace_apikey").load_from_options(
        auth_url=rackspace.auth_url, username="alice", api_key="k3y"
    )

    assert session.get_project_id(auth) == "demo"


def test_rackspaces_api_key_logs_in_at_rackspace_unless_told_otherwise():
    loader = loading.get_plugin_loader("rackspace_apikey")

    told_nothing = loader.load_from_options(username="alice", api_key="k3y")
    told_none = loader.load_from_options_getter(lambda _option: None, username="a", api_key="k")

    assert told_nothing.auth_url == told_none.auth_url == AUTH_URL


def test_a_plugin_of_keystoneauth1_loads_by_name_and_works(session, requests_mock):
    requests_mock.post(
        "http://k/v3/auth/tokens",
        headers={"X-Subject-Token": "of-v3"},
        json={"token": {"methods": ["password"], "expires_at": "2999-01-01T00:00:00.000000Z"}},
    )
    auth = loading.get_plugin_loader("v3password").load_from_options(
        auth_url="http://k/v3", user_id="u", password="p"
    )

    assert isinstance(auth, keystoneauth1.plugin.BaseAuthPlugin)
    assert session.get_token(auth) == "of-v3"


def test_a_plugin_of_another_package_loads_by_name_and_works(rackspace, session):
    """rackspaceauth was made for keystoneauth1, in 2018, and knows nothing of this library."""
    loader = loading.get_plugin_loader("rackspace_password")
    auth = loader.load_from_options(auth_url=rackspace.auth_url, **LOGIN)

    assert type(auth).__module__ == "rackspaceauth.v2"
    assert session.get_project_id(auth) == "demo"


def test_our_api_key_comes_before_the_one_of_another_package():
    ours = loading.get_plugin_loader("rackspace_apikey")
    theirs = keystoneauth1.loading.get_plugin_loader("rackspace_apikey")

    assert type(ours).__module__ == "ksclient.auth.loading._plugins.identity.rackspace"
    assert type(theirs).__module__ == "rackspaceauth.loading.v2"


def test_the_options_of_our_api_key_are_spelt_as_theirs():
    """But for trusts, which Rackspace does not have."""
    ours = loading.get_plugin_options("rackspace_apikey")
    theirs = keystoneauth1.loading.get_plugin_options("rackspace_apikey")

    known = {(option.name, option.dest) for option in ours}
    assert {(option.name, option.dest) for option in theirs} - known == {("trust-id", "trust_id")}


def test_keystoneauth1_keeps_its_own_plugins_under_their_names():
    loader = keystoneauth1.loading.get_plugin_loader("password")

    assert type(loader).__module__ == "keystoneauth1.loading._plugins.identity.generic"
