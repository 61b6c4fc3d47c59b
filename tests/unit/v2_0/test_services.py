"""Services: what a cloud offers."""

import pytest

from ksclient.exceptions import BadRequest, InvalidId, InvalidResponse, NotFound, NoUniqueMatch
from ksclient.v2_0.services import Service

NOVA = {"id": "s1", "name": "nova", "type": "compute", "description": "VMs", "enabled": True}
ROUTE = "/OS-KSADM/services"


def test_get(cloud, keystone):
    cloud.answers("GET", f"{ROUTE}/s1", {"OS-KSADM:service": NOVA})
    service = keystone.services.get("s1")
    assert isinstance(service, Service)
    assert service.to_dict() == NOVA


def test_get_takes_the_service_itself(cloud, keystone):
    cloud.answers("GET", f"{ROUTE}/s1", {"OS-KSADM:service": NOVA})
    assert keystone.services.get(Service(None, NOVA)).type == "compute"


def test_get_of_what_is_not_there(cloud, keystone):
    cloud.answers("GET", f"{ROUTE}/s9", status_code=404)
    with pytest.raises(NotFound):
        keystone.services.get("s9")


def test_list(cloud, keystone):
    cloud.answers("GET", ROUTE, {"OS-KSADM:services": [NOVA]})
    assert [service.name for service in keystone.services.list()] == ["nova"]


def test_find(cloud, keystone):
    cloud.answers("GET", ROUTE, {"OS-KSADM:services": [NOVA, {"id": "s2", "name": "glance"}]})
    assert keystone.services.find(name="nova").id == "s1"


def test_find_where_two_services_have_one_name(cloud, keystone):
    cloud.answers("GET", ROUTE, {"OS-KSADM:services": [NOVA, {**NOVA, "id": "s2"}]})
    with pytest.raises(NoUniqueMatch):
        keystone.services.find(name="nova")


def test_create_sends_all_members(cloud, keystone):
    cloud.answers("POST", ROUTE, {"OS-KSADM:service": NOVA})
    assert keystone.services.create("nova", "compute", "VMs").id == "s1"
    sent = {"name": "nova", "type": "compute", "description": "VMs"}
    assert cloud.last.json() == {"OS-KSADM:service": sent}


def test_create_without_a_description_sends_null(cloud, keystone):
    cloud.answers("POST", ROUTE, {"OS-KSADM:service": NOVA})
    keystone.services.create("nova", "compute")
    assert cloud.last.json()["OS-KSADM:service"]["description"] is None


def test_create_without_a_name(cloud, keystone):
    cloud.answers("POST", ROUTE, status_code=400)
    with pytest.raises(BadRequest):
        keystone.services.create("", "compute")


def test_delete(cloud, keystone):
    gone = cloud.answers("DELETE", f"{ROUTE}/s1", status_code=204)
    response, body = keystone.services.delete("s1")
    assert gone.call_count == 1
    assert (response.status_code, body) == (204, None)


def test_a_service_deletes_itself(cloud, keystone):
    gone = cloud.answers("DELETE", f"{ROUTE}/s1", status_code=204)
    Service(keystone.services, NOVA).delete()
    assert gone.call_count == 1


def test_a_service_asks_for_what_is_missing(cloud, keystone):
    cloud.answers("GET", f"{ROUTE}/s1", {"OS-KSADM:service": NOVA})
    assert Service(keystone.services, {"id": "s1"}).description == "VMs"


@pytest.mark.parametrize("service", [None, "", ".", "..", b"s1", True])
def test_what_is_no_id_is_refused_before_anything_is_sent(cloud, keystone, service):
    for act in (keystone.services.get, keystone.services.delete):
        with pytest.raises(InvalidId):
            act(service)
    assert cloud.mocker.request_history == []


@pytest.mark.parametrize("body", [None, "", [], {}, {"services": [NOVA]}])
def test_an_answer_that_makes_no_sense_is_one_typed_error(cloud, keystone, body):
    cloud.answers("GET", ROUTE, body)
    cloud.answers("GET", f"{ROUTE}/s1", body)
    with pytest.raises(InvalidResponse) as of_the_list:
        keystone.services.list()
    with pytest.raises(InvalidResponse) as of_one:
        keystone.services.get("s1")
    assert of_the_list.value.field == "OS-KSADM:services"
    assert of_one.value.field == "OS-KSADM:service"


def test_repr_is_the_dictionary():
    assert repr(Service(None, NOVA)) == f"<Service {NOVA}>"
