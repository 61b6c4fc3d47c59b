"""``/endpoints``."""

import pytest

from ksclient.testing.keystone.tables import Endpoint, Service
from tests.unit.testing.keystone.routes.small_cloud import UNKNOWN, SmallCloud

URL = "http://127.0.0.1:8774/v2/$(tenant_id)s"
TRIPPED = (500, "An unexpected error prevented the server from fulfilling your request.")


@pytest.fixture
def cloud():
    cloud = SmallCloud()
    cloud.state.services.add(Service("compute", id="nova"))
    return cloud


def body(**asked):
    return {"endpoint": {"service_id": "nova", "publicurl": URL, **asked}}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/endpoints", None),
        ("POST", "/endpoints", {"endpoint": {}}),
        ("DELETE", f"/endpoints/{UNKNOWN}", None),
    ],
)
def test_endpoints_are_for_administrators_who_are_asked_for_first(cloud, method, path, body):
    assert cloud.refuses_all_but_administrators(method, path, body)


def test_one_is_listed_with_its_urls_as_they_were_given(cloud):
    asked = body(region="R", internalurl="http://i/%(user_id)s", adminurl="http://a/", colour="red")
    answer = cloud.ask("POST", "/endpoints", asked)
    made = answer.json["endpoint"]
    assert answer.status_code == 200
    assert made == {**asked["endpoint"], "id": made["id"]}
    assert cloud.ask("GET", "/endpoints").json == {"endpoints": [{**made, "enabled": True}]}


def test_what_was_not_asked_for_is_not_repeated_and_listed_nevertheless(cloud):
    made = cloud.ask("POST", "/endpoints", body()).json["endpoint"]
    assert made.keys() == {"id", "service_id", "publicurl"}
    listed = cloud.ask("GET", "/endpoints").json["endpoints"]
    assert listed == [{**made, "region": None, "enabled": True}]


def test_urls_that_are_none_are_neither_repeated_nor_listed(cloud):
    made = cloud.ask("POST", "/endpoints", body(adminurl=None, internalurl="")).json["endpoint"]
    listed = cloud.ask("GET", "/endpoints").json["endpoints"][0]
    assert not {"adminurl", "internalurl"} & (made.keys() | listed.keys())


@pytest.mark.parametrize(
    ("asked", "listed"), [(False, False), (None, True), ("x", True), (1, True)]
)
def test_whether_it_is_enabled_is_repeated_as_asked_and_stored_as_understood(cloud, asked, listed):
    made = cloud.ask("POST", "/endpoints", body(enabled=asked)).json["endpoint"]
    assert made["enabled"] == asked
    assert cloud.ask("GET", "/endpoints").json["endpoints"][0]["enabled"] is listed


def test_members_that_keystone_stores_it_under_are_repeated_and_not_stored(cloud):
    odd = {"id": "mine", "interface": "x", "url": "y", "region_id": "z", "extra": {"a": 1}}
    made = cloud.ask("POST", "/endpoints", body(**odd)).json["endpoint"]
    assert made == {**body(**odd)["endpoint"], "id": made["id"]}
    assert made["id"] != "mine"
    listed = cloud.ask("GET", "/endpoints").json["endpoints"][0]
    assert not odd.keys() - {"id"} & listed.keys()


def test_the_same_may_be_there_twice(cloud):
    ids = {cloud.ask("POST", "/endpoints", body()).json["endpoint"]["id"] for _ in "ab"}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"publicurl": None, "service_id": ""}, "publicurl field is required and cannot be empty"),
        ({"publicurl": ""}, "publicurl field is required and cannot be empty"),
        ({"service_id": None}, "service_id field is required and cannot be empty"),
        ({"adminurl": "http://h/%(nope)s", "service_id": "?"}, "http://h/%(nope)s"),
        ({"internalurl": "http://h/%"}, "http://h/%"),
        ({"publicurl": "http://h/$(tenant_id)d"}, "http://h/$(tenant_id)d"),
        ({"region": {"a": 1}, "service_id": "?"}, "unhashable type: 'dict'"),
        ({"region": []}, "unhashable type: 'list'"),
    ],
)
def test_what_is_wrong_is_said(cloud, asked, message):
    assert cloud.refusal("POST", "/endpoints", body(**asked)) == (400, message)
    assert len(cloud.state.endpoints) == 0


@pytest.mark.parametrize("service_id", [UNKNOWN, 7])
def test_an_unknown_service_is_a_bad_request(cloud, service_id):
    status, message = cloud.refusal("POST", "/endpoints", body(service_id=service_id))
    assert status == 400
    assert message.startswith("Expecting to find endpoint service_id in service table. The server")


@pytest.mark.parametrize("asked", [{"publicurl": 7}, {"adminurl": ["a"]}, {"region": 7}])
def test_wrong_types_trip_keystone(cloud, asked):
    assert cloud.refusal("POST", "/endpoints", body(**asked)) == TRIPPED


@pytest.mark.parametrize("endpoint", [None, [], "x"])
def test_so_does_an_endpoint_that_is_no_object(cloud, endpoint):
    assert cloud.refusal("POST", "/endpoints", {"endpoint": endpoint}) == TRIPPED


def test_one_is_removed(cloud):
    gone, left = (cloud.state.endpoints.add(Endpoint("nova", None, {"public": URL})) for _ in "ab")
    path = f"/endpoints/{gone.id}"
    assert cloud.ask("DELETE", path).status == "204 No Content"
    assert list(cloud.state.endpoints) == [left]
    assert cloud.refusal("DELETE", path) == (404, f"Could not find endpoint: {gone.id}.")


def test_one_cannot_be_asked_for(cloud):
    made = cloud.state.endpoints.add(Endpoint("nova", None, {"public": URL}))
    assert cloud.ask("GET", f"/endpoints/{made.id}").status_code == 404
