"""EC2 credentials."""

import logging

import pytest

from ksclient.exceptions import (
    Forbidden,
    InvalidArgument,
    InvalidId,
    InvalidResponse,
    NotFound,
    NoUniqueMatch,
)
from ksclient.v2_0.ec2 import EC2
from ksclient.v2_0.tenants import Tenant
from ksclient.v2_0.users import User

KEY = {"access": "a1", "secret": "c4n4ry", "user_id": "u1", "tenant_id": "t1", "trust_id": None}
ROUTE = "/users/u1/credentials/OS-EC2"
USER = User(None, {"id": "u1"})


def test_create_sends_the_tenant_alone(cloud, keystone):
    cloud.answers("POST", ROUTE, {"credential": KEY})
    credential = keystone.ec2.create("u1", "t1")
    assert isinstance(credential, EC2)
    assert (credential.access, credential.secret) == ("a1", "c4n4ry")
    assert cloud.last.json() == {"tenant_id": "t1"}


def test_create_takes_the_user_and_the_tenant_themselves(cloud, keystone):
    cloud.answers("POST", ROUTE, {"credential": KEY})
    keystone.ec2.create(USER, Tenant(None, {"id": "t1"}))
    assert cloud.last.json() == {"tenant_id": "t1"}


def test_create_for_an_unknown_tenant(cloud, keystone):
    cloud.answers("POST", ROUTE, status_code=404)
    with pytest.raises(NotFound):
        keystone.ec2.create("u1", "t9")


@pytest.mark.parametrize("user", ["u1", USER])
def test_list(cloud, keystone, user):
    cloud.answers("GET", ROUTE, {"credentials": [KEY]})
    assert [credential.id for credential in keystone.ec2.list(user)] == ["a1"]


def test_list_of_another_users(cloud, keystone):
    cloud.answers("GET", ROUTE, status_code=403)
    with pytest.raises(Forbidden):
        keystone.ec2.list("u1")


@pytest.mark.parametrize("access", ["a1", EC2(None, KEY)])
def test_get(cloud, keystone, access):
    cloud.answers("GET", f"{ROUTE}/a1", {"credential": KEY})
    assert keystone.ec2.get("u1", access).to_dict() == KEY


@pytest.mark.parametrize("access", ["a1", EC2(None, KEY)])
def test_delete(cloud, keystone, access):
    gone = cloud.answers("DELETE", f"{ROUTE}/a1", status_code=204)
    response, body = keystone.ec2.delete("u1", access)
    assert gone.call_count == 1
    assert (response.status_code, body) == (204, None)


def test_a_credential_deletes_itself(cloud, keystone):
    gone = cloud.answers("DELETE", f"{ROUTE}/a1", status_code=204)
    EC2(keystone.ec2, KEY).delete()
    assert gone.call_count == 1


@pytest.mark.parametrize("wrong", [None, "", ".", "..", b"u1", {"id": "u1"}])
def test_what_is_no_id_is_refused_before_anything_is_sent(cloud, keystone, wrong):
    for act in (
        lambda: keystone.ec2.create(wrong, "t1"),
        lambda: keystone.ec2.create("u1", wrong),
        lambda: keystone.ec2.list(wrong),
        lambda: keystone.ec2.get(wrong, "a1"),
        lambda: keystone.ec2.get("u1", wrong),
        lambda: keystone.ec2.delete(wrong, "a1"),
        lambda: keystone.ec2.delete("u1", wrong),
        lambda: keystone.ec2.find(user_id=wrong),
    ):
        with pytest.raises(InvalidId):
            act()
    assert cloud.mocker.request_history == []


def test_an_access_key_cannot_leave_its_place_in_the_path(cloud, keystone):
    get = cloud.answers("GET", f"{ROUTE}/..%2Fa", {"credential": KEY})
    keystone.ec2.get("u1", "../a")
    assert get.call_count == 1


# --- find ---

TWO = {"credentials": [KEY, {**KEY, "access": "a2", "tenant_id": "t2"}]}


@pytest.mark.parametrize("user", ["u1", USER])
def test_find_looks_through_the_credentials_of_a_user(cloud, keystone, user):
    cloud.answers("GET", ROUTE, TWO)
    assert keystone.ec2.find(user_id=user, tenant_id="t2").access == "a2"


@pytest.mark.parametrize("user", ["u1", USER])
def test_findall_by_user_alone_returns_all_that_are_listed(cloud, keystone, user):
    cloud.answers("GET", ROUTE, TWO)
    assert [found.access for found in keystone.ec2.findall(user_id=user)] == ["a1", "a2"]


def test_find_does_not_ask_a_server_to_tell_the_user_again(cloud, keystone):
    cloud.answers("GET", ROUTE, {"credentials": [{"access": "a1"}]})
    assert keystone.ec2.find(user_id="u1").access == "a1"


def test_find_works_with_metadata(cloud, keystone):
    keystone._adapter.include_metadata = True
    cloud.answers("GET", ROUTE, TWO)
    assert keystone.ec2.find(user_id="u1", tenant_id="t2").data.access == "a2"


def test_find_without_a_match_names_the_user_too(cloud, keystone):
    cloud.answers("GET", ROUTE, TWO)
    with pytest.raises(NotFound, match="'user_id': 'u1'"):
        keystone.ec2.find(user_id="u1", tenant_id="t9")


def test_find_with_several_matches(cloud, keystone):
    cloud.answers("GET", ROUTE, TWO)
    with pytest.raises(NoUniqueMatch):
        keystone.ec2.find(user_id="u1")


@pytest.mark.parametrize("wanted", [{}, {"tenant_id": "t1"}])
def test_find_without_a_user_says_what_is_missing(cloud, keystone, wanted):
    for look in (keystone.ec2.find, keystone.ec2.findall):
        with pytest.raises(InvalidArgument, match="user_id="):
            look(**wanted)
    assert cloud.mocker.request_history == []


# --- what is missing ---


def test_what_is_missing_is_asked_for_by_user_and_access_key(cloud, keystone):
    get = cloud.answers("GET", f"{ROUTE}/a1", {"credential": KEY})
    assert EC2(keystone.ec2, {"access": "a1", "user_id": "u1"}).tenant_id == "t1"
    assert get.call_count == 1


@pytest.mark.parametrize("info", [{}, {"access": "a1"}, {"user_id": "u1"}, {"access": None}])
def test_a_credential_that_cannot_be_asked_for_has_no_more_attributes(cloud, keystone, info):
    assert not hasattr(EC2(keystone.ec2, info), "trust_id")
    assert cloud.mocker.request_history == []


def test_a_member_called_id_does_not_replace_the_access_key():
    credential = EC2(None, {**KEY, "id": "other"})
    assert credential.id == "a1"
    assert credential.to_dict()["id"] == "other"


# --- secrets, nonsense ---


def test_a_secret_is_in_no_repr_and_no_log(cloud, keystone, caplog):
    caplog.set_level(logging.DEBUG)
    cloud.answers("POST", ROUTE, {"credential": KEY})
    cloud.answers("GET", ROUTE, {"credentials": [KEY]})
    cloud.answers("GET", f"{ROUTE}/a1", {"credential": KEY})
    shown = repr([keystone.ec2.create("u1", "t1"), keystone.ec2.list("u1")])
    shown += repr(keystone.ec2.get("u1", "a1"))
    assert "c4n4ry" not in shown
    assert "a1" in shown
    assert "RESP BODY" in caplog.text
    assert "c4n4ry" not in caplog.text


def test_find_by_secret_does_not_show_it(cloud, keystone):
    cloud.answers("GET", ROUTE, {"credentials": []})
    with pytest.raises(NotFound) as caught:
        keystone.ec2.find(user_id="u1", secret="c4n4ry")
    assert "c4n4ry" not in str(caught.value)


@pytest.mark.parametrize("body", [None, "", [], {}, {"credential": None, "credentials": None}])
def test_an_answer_that_makes_no_sense_is_one_typed_error(cloud, keystone, body):
    cloud.answers("POST", ROUTE, body)
    cloud.answers("GET", ROUTE, body)
    cloud.answers("GET", f"{ROUTE}/a1", body)
    for act, field in (
        (lambda: keystone.ec2.create("u1", "t1"), "credential"),
        (lambda: keystone.ec2.get("u1", "a1"), "credential"),
        (lambda: keystone.ec2.list("u1"), "credentials"),
    ):
        with pytest.raises(InvalidResponse) as caught:
            act()
        assert caught.value.field == field
