"""The mirrored libraries themselves, unchanged, with a server: what a user of theirs does first.

With a test cloud, this shows that it serves programs that know nothing of this library.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import keystoneauth1.adapter
import keystoneauth1.discover
import keystoneauth1.exceptions
import keystoneauth1.loading
import keystoneauth1.session
import pytest
import requests
from keystoneauth1.identity import generic, v2
from keystoneauth1.token_endpoint import Token as FixedToken

from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN
from tests.live.servers import Server, temporary_server
from tests.parity.libraries import UPSTREAM

ADMIN = {"username": "admin", "password": ADMIN_PASSWORD, "tenant_name": "admin"}
ALLOWED = {"allow_deprecated": True}
IDENTITY = {"service_type": "identity", "interface": "admin", **ALLOWED}

pytestmark = [
    pytest.mark.live,
    pytest.mark.filterwarnings("ignore:.*deprecated"),  # what upstream says of itself
]

Start = Callable[[Any], keystoneauth1.session.Session]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with temporary_server() as server:
        yield server


@pytest.fixture
def session_with() -> Iterator[Start]:
    """Start a session of keystoneauth1 with a plugin."""
    with requests.Session() as connections:
        yield lambda auth: keystoneauth1.session.Session(auth=auth, session=connections)


@pytest.fixture
def connections() -> Iterator[requests.Session]:
    with requests.Session() as connections:
        yield connections


def unique(what: str) -> str:
    return f"{what}-{uuid.uuid4().hex}"


# --- keystoneauth1 --------------------------------------------------------------------------


def generic_of_loader(name: str, server: Server) -> Any:
    """Return a plugin that is found by its name, as programs with configuration files do."""
    options = {**ADMIN, "auth_url": server.public_url.removesuffix("/v2.0")}
    if not name.startswith("v2"):
        options["project_name"] = options.pop("tenant_name")
    else:
        options["auth_url"] = server.public_url
    return keystoneauth1.loading.get_plugin_loader(name).load_from_options(**options)


LOGINS: dict[str, Callable[[Server], Any]] = {
    "v2": lambda server: v2.Password(server.public_url, **ADMIN),
    "generic, at v2.0": lambda server: generic.Password(
        server.public_url,
        username="admin",
        password=ADMIN_PASSWORD,
        project_name="admin",
    ),
    "generic, at the root": lambda server: generic.Password(
        server.public_url.removesuffix("/v2.0"),
        username="admin",
        password=ADMIN_PASSWORD,
        tenant_name="admin",
    ),
    "loaded by name": lambda server: generic_of_loader("v2password", server),
    "loaded by name, generic": lambda server: generic_of_loader("password", server),
}


@pytest.mark.parametrize("login", LOGINS.values(), ids=LOGINS)
def test_each_plugin_logs_in_and_finds_both_apis(login, server: Server, session_with: Start):
    session = session_with(login(server))

    access = session.auth.get_access(session)

    assert (access.version, access.username, access.tenant_name) == ("v2.0", "admin", "admin")
    assert session.get_endpoint(**IDENTITY) == server.admin_url
    assert session.get("/users", endpoint_filter=IDENTITY).json()["users"]


@pytest.mark.parametrize(
    "of",
    [
        lambda server, token: v2.Token(server.public_url, token, tenant_name="admin"),
        lambda server, token: generic.Token(server.public_url, token=token, tenant_name="admin"),
        lambda server, token: generic.Token(
            server.public_url.removesuffix("/v2.0"), token=token, project_name="admin"
        ),
    ],
    ids=["v2", "generic, at v2.0", "generic, at the root"],
)
def test_a_token_is_exchanged_for_another(of, server: Server, session_with: Start):
    unscoped = v2.Password(server.public_url, "admin", ADMIN_PASSWORD)
    token = session_with(unscoped).get_token()

    access = of(server, token).get_access(session_with(None))

    assert access.project_scoped
    assert access.auth_token != token
    assert access.audit_chain_id == unscoped.auth_ref.audit_id


def test_generic_plugins_that_name_domains_find_no_v3(server: Server, session_with: Start):
    auth = generic.Password(
        server.public_url, username="admin", password="any", user_domain_id="another"
    )

    with pytest.raises(keystoneauth1.exceptions.DiscoveryFailure):
        session_with(auth).get_token()


@pytest.mark.parametrize("place", ["", "/v2.0", "/v2.0/"])
def test_versions_are_discovered(place: str, server: Server, session_with: Start):
    root = server.public_url.removesuffix("/v2.0")

    found = keystoneauth1.discover.Discover(session_with(None), root + place)

    assert found.url_for("2.0", **ALLOWED) in {server.public_url, f"{server.public_url}/"}


def test_all_versions_in_the_catalog_are_told(server: Server, session_with: Start):
    session = session_with(v2.Password(server.public_url, **ADMIN))

    told = session.get_all_version_data(interface="public")["RegionOne"]["public"]["identity"]

    assert ("2.0", "DEPRECATED") in {(each["version"], each["status"]) for each in told}
    adapter = keystoneauth1.adapter.Adapter(
        session, service_type="identity", interface="admin", version=(2, 0)
    )
    assert adapter.get_api_major_version() == (2, 0)
    assert adapter.get("/tenants").json()["tenants"]


def test_a_token_that_died_is_replaced(server: Server, session_with: Start):
    session = session_with(v2.Password(server.public_url, **ADMIN))
    tokens = f"{server.admin_url}/tokens/"
    dead = session.get_token()
    session.delete(tokens + dead, headers={"X-Auth-Token": ADMIN_TOKEN}, authenticated=False)
    server.pass_this_second()

    assert session.get("/users", endpoint_filter=IDENTITY).status_code == 200
    assert session.get_token() != dead


def test_refusals_are_of_the_right_class_and_tell_what_the_server_said(
    server: Server, session_with: Start
):
    wrong = session_with(v2.Password(server.public_url, "admin", "wrong"))
    with pytest.raises(keystoneauth1.exceptions.Unauthorized, match="requires authentication"):
        wrong.get_token()
    session = session_with(FixedToken(server.admin_url, ADMIN_TOKEN))
    with pytest.raises(keystoneauth1.exceptions.NotFound, match="Could not find user") as caught:
        session.get("/users/nobody", endpoint_filter=IDENTITY)

    assert caught.value.request_id.startswith("req-")


def test_threads_share_a_session(server: Server, session_with: Start):
    session = session_with(v2.Password(server.public_url, **ADMIN))

    with ThreadPoolExecutor(8) as threads:
        statuses = threads.map(
            lambda _: session.get("/tenants", endpoint_filter=IDENTITY).status_code, range(40)
        )

    assert set(statuses) == {200}


# --- python-keystoneclient ------------------------------------------------------------------


@pytest.fixture(params=["over a session", "without a session", "by discovery", "admin token"])
def keystone(
    request: pytest.FixtureRequest,
    server: Server,
    session_with: Start,
    connections: requests.Session,
) -> Any:
    """A client of the administrator, made in each of its ways."""
    root = server.public_url.removesuffix("/v2.0")
    if request.param == "over a session":
        auth = v2.Password(server.public_url, **ADMIN)
        return UPSTREAM.Client(session=session_with(auth))
    if request.param == "without a session":
        return UPSTREAM.Client(auth_url=server.public_url, **ADMIN)
    if request.param == "by discovery":
        auth = v2.Password(server.public_url, **ADMIN)
        client = UPSTREAM.client("client").Client
        return client(session=session_with(auth), auth_url=root, version=(2, 0))
    return UPSTREAM.Client(token=ADMIN_TOKEN, endpoint=server.admin_url)


def test_the_main_job_is_done(keystone: Any, server: Server, session_with: Start):
    tenant = keystone.tenants.create(unique("tenant"), "a tenant")
    user = keystone.users.create(unique("user"), "secret", "u@example.test", tenant.id)
    role = keystone.roles.create(unique("role"))
    keystone.roles.add_user_role(user.id, role.id, tenant.id)
    service = keystone.services.create(unique("service"), "compute", "a service")
    endpoint = keystone.endpoints.create(
        "RegionOne", service.id, "http://p.test/%(tenant_id)s", "http://a.test", "http://i.test"
    )
    credential = keystone.ec2.create(user.id, tenant.id)

    person = session_with(v2.Password(server.public_url, user.name, "secret", tenant_id=tenant.id))
    compute = {"service_type": "compute", "interface": "public"}
    assert person.get_endpoint(**compute) == f"http://p.test/{tenant.id}"
    own = UPSTREAM.Client(session=person, interface="public")
    assert [each.id for each in own.tenants.list()] == [tenant.id]
    told = keystone.tokens.validate(person.get_token())
    assert {each["name"] for each in told.user["roles"]} >= {role.name}
    own.users.update_own_password("secret", "another")
    server.pass_this_second()
    assert v2.Password(server.public_url, user.name, "another").get_access(session_with(None))

    ways = [keystone.tenants, keystone.users, keystone.roles, keystone.services]
    for manager, made in zip(ways, [tenant, user, role, service], strict=True):
        assert manager.find(name=made.name).id == made.id
    keystone.ec2.delete(user.id, credential.access)
    keystone.endpoints.delete(endpoint.id)
    keystone.roles.remove_user_role(user.id, role.id, tenant.id)
    for manager, made in zip(ways, [tenant, user, role, service], strict=True):
        manager.delete(made.id)
    assert made.id not in {each.id for each in keystone.services.list()}


def test_a_client_without_a_session_logs_in_by_itself(server: Server):
    keystone = UPSTREAM.Client(auth_url=server.public_url, **ADMIN)

    assert keystone.auth_ref.username == "admin"
    assert keystone.management_url == server.admin_url
    assert "admin" in [each.name for each in keystone.users.list()]


def test_what_the_server_speaks_is_told(server: Server):
    root = server.public_url.removesuffix("/v2.0")

    generic_client = UPSTREAM.client("generic.client").Client()
    told = generic_client.discover(root)

    assert told["v2.0"]["url"] == f"{server.public_url}/"
    assert {each["version"] for each in discovered(root)} >= {(2, 0)}


def discovered(url: str) -> list[dict[str, Any]]:
    discover = UPSTREAM.client("discover").Discover(auth_url=url)
    return list(discover.version_data(**ALLOWED))


def test_a_request_that_it_signed_is_a_login(server: Server, session_with: Start):
    session = session_with(v2.Password(server.public_url, **ADMIN))
    keystone = UPSTREAM.Client(session=session)
    access = session.auth.get_access(session)
    credential = keystone.ec2.create(access.user_id, access.tenant_id)
    signed = {
        "access": credential.access,
        "host": "cloud.example:8773",
        "verb": "GET",
        "path": "/services/Cloud",
        "params": {"SignatureVersion": "2", "AWSAccessKeyId": credential.access, "Action": "Any"},
    }
    signer = UPSTREAM.client("contrib.ec2.utils").Ec2Signer(credential.secret)
    signed["signature"] = signer.generate(signed)

    url = f"{server.public_url}/ec2tokens"
    answer = session.post(url, json={"ec2Credentials": signed}, authenticated=False)

    assert answer.json()["access"]["user"]["id"] == access.user_id
    keystone.ec2.delete(access.user_id, credential.access)
