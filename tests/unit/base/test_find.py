"""Finding nothing, and why."""

import pytest

from ksclient.exceptions import CommandError, NotFound
from ksclient.utils import find_resource
from ksclient.v2_0.client import Client

BOB = {"id": "u1", "name": "bob", "enabled": True}
ENDPOINTS = [{"id": "e1", "region": "One"}, {"id": "e2", "region": "Two", "name": "named"}]


@pytest.fixture
def users(cloud):
    return cloud.answers("GET", "/users", {"users": [BOB]})


@pytest.fixture
def endpoints(cloud):
    return cloud.answers("GET", "/endpoints", {"endpoints": ENDPOINTS})


def test_a_misspelt_attribute_is_named_with_the_nearest(users, keystone):
    with pytest.raises(NotFound, match=r"No User has an attribute 'nmae'.*Did you mean 'name'\?"):
        keystone.users.find(nmae="bob")


def test_an_attribute_without_a_neighbour_is_named_alone(users, keystone):
    with pytest.raises(NotFound, match=r"No User has an attribute 'xyzzy'\.$"):
        keystone.users.find(xyzzy=1, name="bob")


def test_an_attribute_that_is_there_is_not_blamed(users, keystone):
    with pytest.raises(NotFound) as caught:
        keystone.users.find(name="alice")
    assert str(caught.value) == "No User matching {'name': 'alice'}."


def test_an_attribute_of_an_empty_list_is_not_blamed(cloud, keystone):
    cloud.answers("GET", "/users", {"users": []})
    with pytest.raises(NotFound) as caught:
        keystone.users.find(nmae="bob")
    assert str(caught.value) == "No User matching {'nmae': 'bob'}."


def test_nothing_found_is_a_404_that_no_server_has_said(users, keystone):
    with pytest.raises(NotFound) as caught:
        keystone.users.find(name="alice")
    error = caught.value
    assert (error.http_status, error.response, error.details) == (404, None, None)
    assert error.message == str(error)


def test_a_password_that_is_looked_for_is_not_shown(users, keystone):
    with pytest.raises(NotFound) as caught:
        keystone.users.find(password="s3cret")
    assert "s3cret" not in str(caught.value)


# --- find_resource ---


def test_an_endpoint_is_found_by_id_in_the_list(endpoints, keystone):
    assert find_resource(keystone.endpoints, "e2").region == "Two"


def test_an_endpoint_is_found_by_name_in_the_list(endpoints, keystone):
    assert find_resource(keystone.endpoints, "named").id == "e2"


def test_an_endpoint_that_is_not_there_is_told(endpoints, keystone):
    with pytest.raises(CommandError, match="No endpoint with a name or ID of 'e9' exists"):
        find_resource(keystone.endpoints, "e9")


def test_an_endpoint_is_found_with_metadata(endpoints, session):
    keystone = Client(session=session, include_metadata=True)
    assert find_resource(keystone.endpoints, "e2").data.region == "Two"


def test_credentials_cannot_be_found_without_their_user(cloud, keystone):
    with pytest.raises(CommandError, match=r"ec2.*user_id"):
        find_resource(keystone.ec2, "access")
    assert cloud.mocker.request_history == []
