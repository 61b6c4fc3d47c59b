"""Setting a new cloud up with the admin token, which no login accepts."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_TOKEN
from tests.live.libraries import Library
from tests.live.raw import unique
from tests.live.servers import Server


@pytest.fixture(params=["over a session", "without a session"])
def operator(request: pytest.FixtureRequest, bootstrap: Client, keystone: Server) -> Client:
    """A client with the admin token, in both ways that the documentation tells."""
    if request.param == "over a session":
        return bootstrap
    with pytest.warns(DeprecationWarning, match="without a session"):
        return Client(token=ADMIN_TOKEN, endpoint=keystone.admin_url)


def test_the_admin_token_sets_a_cloud_up(operator: Client, library: Library, keystone: Server):
    tenant = operator.tenants.create(unique("tenant"), description="The first", enabled=True)
    user = operator.users.create(unique("user"), password="its-password")
    role = operator.roles.create(unique("role"))
    operator.roles.add_user_role(user, role, tenant)
    service = operator.services.create(unique("service"), unique("type"), "What the cloud is for")
    operator.endpoints.create("RegionOne", service.id, "http://p.example/%(tenant_id)s")

    login = library.password(
        keystone.public_url, user.name, "its-password", tenant_name=tenant.name
    )
    client = library.client(login)

    assert client.auth_ref.role_names == [role.name]
    assert (client.user_id, client.tenant_id) == (user.id, tenant.id)
    assert client.session.get_endpoint(service_type=service.type, interface="public") == (
        f"http://p.example/{tenant.id}"
    )
    service.delete()


def test_a_user_that_is_made_with_a_tenant_can_log_in_for_it(bootstrap, library, keystone):
    tenant = bootstrap.tenants.create(unique("tenant"))
    user = bootstrap.users.create(unique("user"), password="its-password", tenant_id=tenant.id)

    login = library.password(keystone.public_url, user.name, "its-password", tenant_id=tenant.id)
    access = login.get_access(library.session(auth=login))

    assert (access.user_id, access.tenant_id) == (user.id, tenant.id)


def test_the_admin_token_never_logs_in(library: Library, keystone: Server):
    agent = unique("bootstrap")
    auth = library.fixed_token(keystone.admin_url, ADMIN_TOKEN)

    client = library.client(auth, user_agent=agent)
    client.tenants.list()

    assert client.auth_ref is None
    mine = [(r.api, r.method, r.target) for r in keystone.requests(agent)]
    assert mine == [("admin", "GET", "/v2.0/tenants")]


def test_the_admin_token_without_a_session_never_logs_in(keystone: Server):
    agent = unique("bootstrap")

    with pytest.warns(DeprecationWarning, match="without a session"):
        client = Client(token=ADMIN_TOKEN, endpoint=keystone.admin_url, user_agent=agent)
    client.tenants.list()

    assert client.auth_ref is None
    mine = [(r.api, r.method, r.target) for r in keystone.requests(agent)]
    assert mine == [("admin", "GET", "/v2.0/tenants")]


def test_the_admin_token_cannot_be_renewed_so_a_wrong_one_is_refused_once(library, keystone):
    agent = unique("wrong-admin-token")
    auth = library.fixed_token(keystone.admin_url, "not-the-token")

    with pytest.raises(exceptions.Unauthorized):
        library.client(auth, user_agent=agent).tenants.list()

    assert len(keystone.requests(agent)) == 1


def test_the_admin_token_as_a_login_is_answered_with_what_works(keystone: Server):
    client = Client(session=Session(auth=v2.Token(keystone.public_url, ADMIN_TOKEN)))

    with pytest.raises(exceptions.Unauthorized) as caught:
        client.tenants.list()

    assert "token_endpoint.Token" in str(caught.value)
    assert "endpoint=" in str(caught.value)
