"""The catalog of a login: an admin API on another host, or none at all."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_PASSWORD
from tests.live.raw import unique
from tests.live.servers import Server


@pytest.fixture
def public_only(public_only_keystone: Server) -> Client:
    """A client of a cloud whose catalog has no admin URL."""
    auth = v2.Password(
        public_only_keystone.public_url, "admin", ADMIN_PASSWORD, tenant_name="admin"
    )
    return Client(session=Session(auth=auth))


def test_each_interface_has_its_url(session: Session, keystone: Server):
    urls = {
        interface: session.get_endpoint(service_type="identity", interface=interface)
        for interface in ("public", "internal", "admin", "publicURL", "adminURL")
    }

    assert urls == {
        "public": keystone.public_url,
        "internal": keystone.public_url,
        "admin": keystone.admin_url,
        "publicURL": keystone.public_url,
        "adminURL": keystone.admin_url,
    }


def test_a_list_of_interfaces_is_taken_in_order(session: Session, keystone: Server):
    order = ["admin", "public"]

    assert session.get_endpoint(service_type="identity", interface=order) == keystone.admin_url


def test_the_catalog_answers_by_type_name_and_region(session, person_auth, keystone):
    catalog = person_auth.get_access(session).service_catalog

    assert catalog.url_for(service_type="identity", interface="admin") == keystone.admin_url
    assert catalog.get_urls(service_name="keystone", interface="public") == (keystone.public_url,)
    assert catalog.get_urls(region_name="RegionOne", interface="admin") == (keystone.admin_url,)
    assert catalog.get_urls(region_name="Nowhere", interface="admin") == ()


def test_a_region_that_is_not_there_is_answered_with_those_that_are(session, person_auth):
    catalog = person_auth.get_access(session).service_catalog

    with pytest.raises(exceptions.EndpointNotFound, match="RegionOne"):
        catalog.url_for(service_type="identity", region_name="RegionTwo")


def test_a_service_that_is_not_there_is_answered_with_those_that_are(session: Session):
    with pytest.raises(exceptions.EndpointNotFound, match="identity"):
        session.get("/servers", endpoint_filter={"service_type": "compute"})


def test_an_admin_call_travels_to_the_other_host_with_the_token(admin, keystone):
    agent = unique("admin-call")

    Client(session=admin.session, user_agent=agent).users.list()

    (request,) = keystone.requests(agent)
    assert (request.api, request.target, request.status) == ("admin", "/v2.0/users", 200)


def test_a_catalog_without_admin_urls_raises_instead_of_listing_other_things(public_only: Client):
    with pytest.raises(exceptions.EndpointNotFound) as caught:
        public_only.tenants.list()

    message = str(caught.value)
    assert "public" in message
    assert 'interface="public"' in message
    assert "identity" in message


def test_a_catalog_without_admin_urls_still_lists_the_callers_own_tenants(
    public_only_keystone: Server, public_only: Client
):
    client = Client(session=public_only.session, interface="public")

    assert [tenant.name for tenant in client.tenants.list()] == ["admin"]
