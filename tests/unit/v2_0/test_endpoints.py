"""Endpoints: where the services of a cloud are."""

import pytest

from ksclient.exceptions import BadRequest, InvalidId, InvalidResponse, NotFound
from ksclient.v2_0.endpoints import Endpoint
from ksclient.v2_0.services import Service

PUBLIC_ONLY = {
    "id": "e1",
    "region": "One",
    "service_id": "s1",
    "publicurl": "http://nova.example/%(tenant_id)s",
    "enabled": True,
}


def test_list(cloud, keystone):
    cloud.answers("GET", "/endpoints", {"endpoints": [PUBLIC_ONLY]})
    [endpoint] = keystone.endpoints.list()
    assert isinstance(endpoint, Endpoint)
    assert endpoint.to_dict() == PUBLIC_ONLY


def test_find(cloud, keystone):
    listed = [PUBLIC_ONLY, {**PUBLIC_ONLY, "id": "e2", "region": "Two"}]
    cloud.answers("GET", "/endpoints", {"endpoints": listed})
    assert keystone.endpoints.find(service_id="s1", region="Two").id == "e2"


def test_create_sends_all_members(cloud, keystone):
    cloud.answers("POST", "/endpoints", {"endpoint": PUBLIC_ONLY})
    endpoint = keystone.endpoints.create("One", "s1", "http://p/", "http://a/", "http://i/")
    assert endpoint.id == "e1"
    assert cloud.last.json() == {
        "endpoint": {
            "region": "One",
            "service_id": "s1",
            "publicurl": "http://p/",
            "adminurl": "http://a/",
            "internalurl": "http://i/",
        }
    }


def test_create_sends_null_for_what_is_nowhere(cloud, keystone):
    cloud.answers("POST", "/endpoints", {"endpoint": PUBLIC_ONLY})
    keystone.endpoints.create(None, "s1", "http://p/")
    sent = cloud.last.json()["endpoint"]
    assert (sent["region"], sent["adminurl"], sent["internalurl"]) == (None, None, None)


def test_create_takes_the_service_itself(cloud, keystone):
    cloud.answers("POST", "/endpoints", {"endpoint": PUBLIC_ONLY})
    keystone.endpoints.create("One", Service(None, {"id": "s1"}), "http://p/")
    assert cloud.last.json()["endpoint"]["service_id"] == "s1"


@pytest.mark.parametrize("service", [None, "", ".", {"id": "s1"}])
def test_create_for_what_is_no_service_is_refused_before_anything_is_sent(cloud, keystone, service):
    with pytest.raises(InvalidId):
        keystone.endpoints.create("One", service, "http://p/")
    assert cloud.mocker.request_history == []


def test_create_for_an_unknown_service(cloud, keystone):
    cloud.answers("POST", "/endpoints", status_code=400)
    with pytest.raises(BadRequest):
        keystone.endpoints.create("One", "s9", "http://p/")


def test_delete(cloud, keystone):
    gone = cloud.answers("DELETE", "/endpoints/e1", status_code=204)
    response, body = keystone.endpoints.delete("e1")
    assert gone.call_count == 1
    assert (response.status_code, body) == (204, None)


def test_an_endpoint_deletes_itself(cloud, keystone):
    gone = cloud.answers("DELETE", "/endpoints/e1", status_code=204)
    Endpoint(keystone.endpoints, PUBLIC_ONLY).delete()
    assert gone.call_count == 1


def test_delete_of_what_is_not_there(cloud, keystone):
    cloud.answers("DELETE", "/endpoints/e9", status_code=404)
    with pytest.raises(NotFound):
        keystone.endpoints.delete("e9")


@pytest.mark.parametrize("endpoint", [None, "", ".", "..", b"e1"])
def test_what_is_no_id_is_refused_before_anything_is_sent(cloud, keystone, endpoint):
    with pytest.raises(InvalidId):
        keystone.endpoints.delete(endpoint)
    assert cloud.mocker.request_history == []


def test_what_a_server_leaves_out_is_no_attribute_and_is_not_asked_for(cloud, keystone):
    cloud.answers("POST", "/endpoints", {"endpoint": PUBLIC_ONLY})
    endpoint = keystone.endpoints.create("One", "s1", "http://p/")
    endpoint.get()
    assert not hasattr(endpoint, "adminurl")
    assert [method for method, _ in cloud.sent] == ["POST"]


@pytest.mark.parametrize("body", [None, "", [], {}, {"endpoints": None}, {"endpoints": "x"}])
def test_an_answer_that_makes_no_sense_is_one_typed_error(cloud, keystone, body):
    cloud.answers("GET", "/endpoints", body)
    with pytest.raises(InvalidResponse) as caught:
        keystone.endpoints.list()
    assert caught.value.field == "endpoints"


def test_repr_is_the_dictionary():
    assert repr(Endpoint(None, PUBLIC_ONLY)) == f"<Endpoint {PUBLIC_ONLY}>"
