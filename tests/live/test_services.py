"""Services of the catalog, on the admin API."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.exceptions import NoUniqueMatch
from ksclient.v2_0.client import Client
from ksclient.v2_0.services import Service
from tests.live.raw import Raw, unique


@pytest.fixture
def service(admin: Client) -> Service:
    """A service that the library made."""
    return admin.services.create(unique("service"), unique("type"), "Made by a test")


def test_a_service_is_made_with_its_description(admin: Client):
    name, kind = unique("service"), unique("type")

    made = admin.services.create(name, kind, "d")

    assert (made.name, made.type, made.description, made.enabled) == (name, kind, "d", True)
    assert admin.services.get(made.id).description == "d"


def test_a_service_needs_no_description(admin: Client):
    made = admin.services.create(unique("service"), "compute")

    assert admin.services.get(made.id).description is None


def test_all_services_are_listed(admin: Client, raw: Raw, service: Service):
    everything = {s["id"] for s in raw("GET", "/OS-KSADM/services")["OS-KSADM:services"]}

    listed = admin.services.list()

    assert {s.id for s in listed} == everything
    assert service in listed


def test_a_service_is_got_by_id_and_by_object(admin: Client, service: Service):
    assert admin.services.get(service.id) == service
    assert admin.services.get(service) == service


def test_a_service_is_found_by_name_and_type(admin: Client, service: Service):
    assert admin.services.find(name=service.name, type=service.type) == service
    assert admin.services.findall(type=service.type) == [service]


def test_a_type_that_two_services_have_is_no_unique_match(admin: Client, service: Service):
    admin.services.create(unique("twin"), service.type)

    with pytest.raises(NoUniqueMatch) as caught:
        admin.services.find(type=service.type)
    assert caught.value.count == 2


def test_a_service_loads_itself(admin: Client, service: Service):
    known = Service(admin.services, {"id": service.id})

    assert known.type == service.type


def test_a_deleted_service_is_gone_with_its_endpoints(admin: Client, service: Service):
    endpoint = admin.endpoints.create("RegionOne", service.id, "http://public.example")

    response, body = admin.services.delete(service.id)

    assert (response.status_code, body) == (204, None)
    with pytest.raises(exceptions.NotFound, match=service.id):
        admin.services.get(service.id)
    assert endpoint.id not in [e.id for e in admin.endpoints.list()]


def test_a_service_deletes_itself(admin: Client, service: Service):
    service.delete()

    with pytest.raises(exceptions.NotFound, match=service.id):
        service.delete()
