"""A client of whatever version the server speaks."""

import inspect
import subprocess
import sys

import pytest

from ksclient import baseclient, client
from ksclient.auth import fixture
from ksclient.auth.identity import generic
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.exceptions import DiscoveryFailure, Unauthorized, VersionNotAvailable
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token

ROOT = "http://127.0.0.1:5000"
LOGIN = {"username": "demo", "password": "s3cret", "tenant_name": "project"}
HEAVY = "requests urllib3 stevedore keystoneauth1 keystoneclient ssl http.client asyncio"

without_a_session = pytest.mark.filterwarnings(
    "ignore:(Client|Discover) without a session:DeprecationWarning"
)


@pytest.fixture
def server(requests_mock):
    """A Keystone that speaks v2.0 and v3."""
    requests_mock.get(ROOT, json=fixture.DiscoveryList(ROOT), status_code=300)
    requests_mock.get(PUBLIC, json={"version": fixture.V2Discovery(PUBLIC)})
    requests_mock.post(f"{PUBLIC}/tokens", json=make_token())
    return requests_mock


def asked(server):
    return [(request.method, request.url.rstrip("/")) for request in server.request_history]


@pytest.mark.parametrize(
    "module",
    ["ksclient.client", "ksclient.discover", "ksclient.generic.client", "ksclient.auth.base"],
)
def test_importing_it_loads_nothing_that_takes_long(module):
    code = f"import sys, {module}; print(*set({HEAVY!r}.split()) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


def test_its_signature_is_upstreams():
    theirs = pytest.importorskip("keystoneclient.client")
    mine, upstream = inspect.signature(client.Client), inspect.signature(theirs.Client)
    assert [(each.name, each.kind, each.default) for each in mine.parameters.values()] == [
        (each.name, each.kind, each.default) for each in upstream.parameters.values()
    ]


def test_over_a_session_it_asks_where_the_plugin_logs_in(server):
    session = Session(auth=generic.Password(ROOT, **LOGIN))
    keystone = client.Client(session=session)
    assert type(keystone) is Client
    assert keystone.session is session


def test_over_a_session_it_logs_in_once(server):
    server.get(f"{ADMIN}/users", json={"users": []})
    server.get(ADMIN, json={"version": fixture.V2Discovery(ADMIN)})
    keystone = client.Client(session=Session(auth=generic.Password(ROOT, **LOGIN)))
    keystone.users.list()
    assert asked(server).count(("POST", f"{PUBLIC}/tokens")) == 1


def test_it_sends_one_request_where_no_token_is_wanted(server):
    client.Client(session=Session(auth=generic.Password(ROOT, **LOGIN)), authenticated=False)
    assert asked(server) == [("GET", ROOT)]


@without_a_session
def test_without_a_session_it_logs_in_at_the_version_found(server):
    keystone = client.Client(auth_url=ROOT, **LOGIN)
    assert keystone.auth_url == PUBLIC
    assert keystone.project_id == "p1"
    assert asked(server) == [("GET", ROOT), ("POST", f"{PUBLIC}/tokens")]


@without_a_session
def test_a_wrong_password_is_sent_once(server):
    server.post(f"{PUBLIC}/tokens", status_code=401)
    with pytest.raises(Unauthorized):
        client.Client(auth_url=ROOT, **LOGIN)
    assert asked(server) == [("GET", ROOT), ("POST", f"{PUBLIC}/tokens")]


@without_a_session
def test_an_admin_token_for_an_endpoint_needs_no_login(server):
    server.get(f"{PUBLIC}/users", json={"users": []})
    assert client.Client(endpoint=ROOT, token="ADMIN").users.list() == []
    assert asked(server) == [("GET", ROOT), ("GET", f"{PUBLIC}/users")]
    assert server.last_request.headers["X-Auth-Token"] == "ADMIN"


def test_a_sessions_admin_token_needs_no_login(server):
    server.get(f"{PUBLIC}/users", json={"users": []})
    assert client.Client(session=Session(auth=Token(PUBLIC, "ADMIN"))).users.list() == []
    assert asked(server) == [("GET", PUBLIC), ("GET", f"{PUBLIC}/users")]


def test_a_version_is_looked_for_before_anything_is_sent(server):
    with pytest.raises(TypeError, match="Invalid version"):
        client.Client("two", session=Session(auth=Token(PUBLIC, "ADMIN")))
    assert asked(server) == []


def test_v3_is_not_spoken(server):
    with pytest.raises(VersionNotAvailable, match=r"for 3\.0: .* ksclient speaks v2\.0 only"):
        client.Client((3, 0), session=Session(auth=Token(ROOT, "ADMIN")))


def test_unstable_versions_are_passed_on(server):
    server.get(ROOT, json={"version": fixture.V2Discovery(PUBLIC, status="beta")})
    session = Session(auth=Token(ROOT, "ADMIN"))
    assert type(client.Client(unstable=True, session=session)) is Client


@without_a_session
def test_without_anything_it_says_what_to_give():
    with pytest.raises(DiscoveryFailure, match="give auth_url="):
        client.Client()


@without_a_session
def test_an_unknown_keyword_is_an_error_before_anything_is_sent(server):
    with pytest.raises(TypeError, match=r"'usrname'\. Did you mean 'username'"):
        client.Client(auth_url=ROOT, usrname="demo")
    assert asked(server) == []


# --- keystoneclient.baseclient ---


@pytest.fixture
def base():
    with pytest.warns(DeprecationWarning, match="baseclient") as caught:
        made = baseclient.Client(Session(auth=Token(PUBLIC, "t0ken")))
    assert [warning.filename for warning in caught] == [__file__]
    return made


@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "patch", "delete"])
def test_a_base_client_sends_its_token_with_every_verb(requests_mock, base, verb):
    requests_mock.register_uri(verb.upper(), f"{PUBLIC}/users")
    getattr(base, verb)(f"{PUBLIC}/users")
    assert requests_mock.last_request.headers["X-Auth-Token"] == "t0ken"


def test_a_base_client_sends_no_token_if_that_is_said(requests_mock, base):
    requests_mock.get(PUBLIC)
    assert base.request(PUBLIC, "GET", authenticated=False).status_code == 200
    assert "X-Auth-Token" not in requests_mock.last_request.headers


# --- keystoneclient.auth.base ---


@pytest.mark.parametrize("name", ["AUTH_INTERFACE", "BaseAuthPlugin", "IDENTITY_AUTH_HEADER_NAME"])
def test_the_contract_of_plugins_is_at_its_old_path(name):
    from ksclient.auth import base, plugin

    assert getattr(base, name) is getattr(plugin, name)
