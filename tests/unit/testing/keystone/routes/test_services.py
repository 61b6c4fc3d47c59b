"""``/OS-KSADM/services``."""

import pytest

from ksclient.testing.keystone.tables import Endpoint, Service
from tests.unit.testing.keystone.routes.small_cloud import UNKNOWN, SmallCloud

SERVICES = "/OS-KSADM/services"


def create(cloud, **asked):
    return cloud.ask("POST", SERVICES, {"OS-KSADM:service": asked})


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", SERVICES, None),
        ("POST", SERVICES, {"OS-KSADM:service": {"type": "x"}}),
        ("GET", f"{SERVICES}/{UNKNOWN}", None),
        ("DELETE", f"{SERVICES}/{UNKNOWN}", None),
    ],
)
def test_services_are_for_administrators(method, path, body):
    assert SmallCloud().refuses_all_but_administrators(method, path, body)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_service_is_not_found(method):
    refusal = SmallCloud().refusal(method, f"{SERVICES}/{UNKNOWN}")
    assert refusal == (404, f"Could not find service: {UNKNOWN}.")


def test_a_service_that_was_made_is_shown_and_listed():
    cloud = SmallCloud()
    answer = create(cloud, type="compute", name="nova", description="Compute")
    service = answer.json["OS-KSADM:service"]
    assert answer.status_code == 200
    assert service == {
        "id": service["id"],
        "type": "compute",
        "name": "nova",
        "description": "Compute",
        "enabled": True,
    }
    assert cloud.ask("GET", f"{SERVICES}/{service['id']}").json == {"OS-KSADM:service": service}
    assert cloud.ask("GET", f"{SERVICES}?name=ignored").json == {"OS-KSADM:services": [service]}


def test_a_type_is_all_it_takes():
    made = create(SmallCloud(), type="volume").json["OS-KSADM:service"]
    assert made == {"id": made["id"], "type": "volume", "name": "", "enabled": True}


def test_other_members_are_kept_under_their_names():
    made = create(SmallCloud(), **{"type": "x", "enabled": False, "a:b": 1, "extra": {"z": 1}})
    shown = made.json["OS-KSADM:service"]
    assert shown == {"id": shown["id"], "type": "x", "name": "", "enabled": False, "a:b": 1}


def test_neither_name_nor_type_is_taken_and_the_id_is_keystones_choice():
    cloud = SmallCloud()
    made = [
        create(cloud, type="x", name="n", id="mine").json["OS-KSADM:service"]["id"] for _ in "ab"
    ]
    assert len({*made, "mine"}) == 3


def test_a_bad_body_is_refused_before_who_asks_is_known():
    body = {"OS-KSADM:service": {"name": "x"}}
    status, message = SmallCloud().refusal("POST", SERVICES, body, token=None)
    assert (status, message.partition("\n")[0]) == (400, "'type' is a required property")


def test_without_schemas_who_asks_is_known_first_and_a_type_may_be_missing():
    cloud = SmallCloud(has_schemas=False)
    body = {"OS-KSADM:service": {"name": "x"}}
    assert cloud.refusal("POST", SERVICES, body, token=None)[0] == 401
    assert cloud.ask("POST", SERVICES, body).json["OS-KSADM:service"]["type"] is None


def test_the_key_has_to_be_the_extensions():
    message = "create_service() got an unexpected keyword argument 'service'"
    assert SmallCloud().refusal("POST", SERVICES, {"service": {"type": "x"}}) == (400, message)


def test_a_service_goes_with_its_endpoints():
    cloud = SmallCloud()
    gone, left = (cloud.state.services.add(Service(kind)) for kind in ("compute", "volume"))
    for service in (gone, gone, left):
        cloud.state.endpoints.add(Endpoint(service.id, None, {"public": "http://h/"}))
    assert cloud.ask("DELETE", f"{SERVICES}/{gone.id}").status == "204 No Content"
    assert [each.service_id for each in cloud.state.endpoints] == [left.id]
    assert list(cloud.state.services) == [left]
