"""Applications that changed only some of their import lines."""

from __future__ import annotations

import pytest
from keystoneauth1 import adapter as their_adapter
from keystoneauth1 import exceptions as their_exceptions
from keystoneauth1 import session as their_session
from keystoneauth1.identity import v2 as their_v2

from ksclient.auth import exceptions
from ksclient.auth.adapter import Adapter
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_PASSWORD
from tests.live.servers import Server

LOGIN = {"username": "admin", "password": ADMIN_PASSWORD, "tenant_name": "admin"}


@pytest.fixture
def their_admin(keystone: Server) -> Client:
    """Our client over a session and a plugin of keystoneauth1."""
    auth = their_v2.Password(keystone.public_url, **LOGIN)
    return Client(session=their_session.Session(auth=auth))


def test_our_adapter_works_over_our_session(session: Session, person):
    adapter = Adapter(session, service_type="identity", interface="public")

    tenants = adapter.get("/tenants").json()["tenants"]

    assert [tenant["id"] for tenant in tenants] == [person.tenant_id]


def test_their_adapter_works_over_our_session(admin_auth, keystone: Server):
    adapter = their_adapter.Adapter(
        Session(auth=admin_auth), service_type="identity", interface="admin"
    )

    assert adapter.get("/users").status_code == 200
    assert adapter.get_endpoint() == keystone.admin_url
    assert adapter.get_api_major_version() == (2, 0)


def test_our_client_works_over_their_session(their_admin: Client):
    names = [tenant.name for tenant in their_admin.tenants.list()]

    assert "admin" in names
    assert their_admin.auth_ref["user"]["name"] == "admin"


def test_our_plugin_works_in_their_session(keystone: Server):
    session = their_session.Session(auth=v2.Password(keystone.public_url, **LOGIN))

    answer = session.get(
        "/users", endpoint_filter={"service_type": "identity", "interface": "admin"}
    )

    assert answer.status_code == 200


def test_their_plugin_works_in_our_session(keystone: Server):
    session = Session(auth=their_v2.Password(keystone.public_url, **LOGIN))

    assert [tenant.name for tenant in Client(session=session).tenants.list()]


@pytest.mark.parametrize("library", [exceptions, their_exceptions], ids=["ours", "theirs"])
class TestTheErrorIsCaughtByTheClassOf:
    """Either library's class catches what the other one raised."""

    def test_an_error_of_our_session(self, library, admin_auth):
        adapter = their_adapter.Adapter(
            Session(auth=admin_auth), service_type="identity", interface="admin"
        )

        with pytest.raises(library.NotFound):
            adapter.get("/users/nobody")

    def test_an_error_of_their_session(self, library, their_admin: Client):
        with pytest.raises(library.NotFound):
            their_admin.users.get("nobody")

    def test_a_login_refused_in_their_session(self, library, keystone: Server):
        auth = v2.Password(keystone.public_url, "admin", "wrong", tenant_name="admin")

        with pytest.raises(library.Unauthorized):
            Client(session=their_session.Session(auth=auth)).tenants.list()

    def test_a_login_refused_in_our_session(self, library, keystone: Server):
        auth = their_v2.Password(keystone.public_url, "admin", "wrong", tenant_name="admin")

        with pytest.raises(library.Unauthorized):
            Client(session=Session(auth=auth)).tenants.list()

    def test_nobody_listening(self, library):
        auth = v2.Password("http://127.0.0.1:1/v2.0", "admin", "any", tenant_name="admin")

        with pytest.raises(library.ConnectFailure):
            their_session.Session(auth=auth).get_token()
