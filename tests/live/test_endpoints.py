"""Endpoints of the catalog, on the admin API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ksclient.auth import exceptions
from ksclient.auth.adapter import Adapter
from ksclient.v2_0.client import Client
from ksclient.v2_0.endpoints import Endpoint
from ksclient.v2_0.services import Service
from tests.live.libraries import Library
from tests.live.raw import Person, unique
from tests.live.servers import Server


@pytest.fixture
def service(admin: Client) -> Iterator[Service]:
    """A service to have endpoints; it goes away again, as it is in everyone's catalog."""
    made = admin.services.create(unique("service"), unique("type"))
    yield made
    admin.services.delete(made)


@pytest.fixture
def endpoint(admin: Client, service: Service) -> Endpoint:
    """An endpoint that the library made."""
    return admin.endpoints.create(
        "RegionOne", service.id, "http://p.example", "http://a.example", "http://i.example"
    )


def test_an_endpoint_is_made_with_its_urls(admin: Client, service: Service):
    region = unique("region")

    made = admin.endpoints.create(
        region, service.id, "http://p.example", "http://a.example", "http://i.example"
    )

    (listed,) = admin.endpoints.findall(id=made.id)
    assert (listed.region, listed.service_id) == (region, service.id)
    assert listed.publicurl == made.publicurl == "http://p.example"
    assert listed.adminurl == made.adminurl == "http://a.example"
    assert listed.internalurl == made.internalurl == "http://i.example"
    assert listed.enabled


def test_an_endpoint_needs_a_public_url_only(admin: Client, service: Service):
    made = admin.endpoints.create("RegionOne", service, "http://p.example")

    listed = admin.endpoints.find(id=made.id)
    assert set(listed.to_dict()) >= {"id", "region", "service_id", "publicurl"}
    assert not hasattr(listed, "adminurl")
    assert not hasattr(listed, "internalurl")


def test_an_endpoint_may_have_no_region(admin: Client, service: Service):
    made = admin.endpoints.create(None, service, "http://p.example")

    assert admin.endpoints.find(id=made.id).region is None


def test_a_template_is_kept_and_filled_in_for_a_token(
    admin: Client, service: Service, library: Library, keystone: Server, person: Person
):
    template = "http://p.example/%(tenant_id)s"
    made = admin.endpoints.create("RegionOne", service, template)

    login = library.client(library.person(keystone, person))

    assert admin.endpoints.find(id=made.id).publicurl == template
    assert login.auth_ref.service_catalog.url_for(
        service_type=service.type, endpoint_type="publicURL"
    ) == template % {"tenant_id": person.tenant_id}


def test_a_template_that_nothing_fills_in_is_a_bad_request(admin: Client, service: Service):
    with pytest.raises(exceptions.BadRequest, match="nonsense"):
        admin.endpoints.create("RegionOne", service, "http://p.example/%(nonsense)s")


def test_endpoints_are_found_by_their_service(admin: Client, service: Service, endpoint: Endpoint):
    other = admin.endpoints.create(unique("region"), service.id, "http://other.example")

    assert {e.id for e in admin.endpoints.findall(service_id=service.id)} == {
        endpoint.id,
        other.id,
    }
    assert admin.endpoints.find(publicurl="http://other.example", service_id=service.id) == (
        admin.endpoints.find(id=other.id)
    )


def test_a_deleted_endpoint_is_gone(admin: Client, endpoint: Endpoint):
    response, body = admin.endpoints.delete(endpoint.id)

    assert (response.status_code, body) == (204, None)
    assert admin.endpoints.findall(id=endpoint.id) == []


def test_an_endpoint_deletes_itself(admin: Client, endpoint: Endpoint):
    endpoint.delete()

    with pytest.raises(exceptions.NotFound, match=endpoint.id):
        endpoint.delete()


def test_there_is_no_route_to_one_endpoint(admin: Client, endpoint: Endpoint):
    assert not hasattr(admin.endpoints, "get")

    with pytest.raises(exceptions.NotFound):
        Adapter(admin.session, service_type="identity", interface="admin").get(
            f"/endpoints/{endpoint.id}"
        )
