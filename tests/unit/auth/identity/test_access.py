"""A login that was made before is used as it is, and cannot be made again."""

from __future__ import annotations

import copy
import pickle

import keystoneauth1.access
import pytest
import requests_mock as requests_mocks  # noqa: TC002 - pytest reads the annotation

from ksclient.auth import access, exceptions
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.plugin import AUTH_INTERFACE
from ksclient.auth.session import Session

URL = "http://keystone.example:5000/v2.0"


@pytest.fixture
def auth_ref(keystone) -> access.AccessInfo:
    return access.create(body=keystone.token(token_id="t", tenant_id="demo", user_id="u"))


def test_token_ids_and_catalog_come_from_it_without_a_request(auth_ref) -> None:
    auth = AccessInfoPlugin(auth_ref)

    assert auth.get_token(None) == "t"
    assert (auth.get_user_id(None), auth.get_project_id(None)) == ("u", "demo")
    assert auth.get_endpoint(None, service_type="compute") == "http://nova.example/v2"
    assert auth.get_access(None) is auth.get_auth_ref(None) is auth.auth_ref is auth_ref


def test_a_view_of_an_access_info_will_do(auth_ref) -> None:
    class Facade(dict):
        auth_info = auth_ref

    assert AccessInfoPlugin(Facade()).auth_ref is auth_ref


def test_keystoneauth1s_access_info_will_do(keystone) -> None:
    theirs = keystoneauth1.access.create(body=keystone.token(token_id="theirs"))

    assert AccessInfoPlugin(theirs).get_token(None) == "theirs"


@pytest.mark.parametrize("form", ["answer", "inside", "state"])
def test_a_dictionary_that_holds_a_login_will_do(keystone, form: str) -> None:
    body = keystone.token(token_id="t", tenant_id="demo")
    state = {"auth_token": "other", "body": body}
    given = {"answer": body, "inside": body["access"], "state": state}[form]
    before = copy.deepcopy(given)

    auth = AccessInfoPlugin(given)

    assert auth.get_token(None) == ("other" if form == "state" else "t")
    assert auth.get_project_id(None) == "demo"
    auth.auth_ref._data["access"]["token"]["tenant"].clear()
    assert given == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "access"),
        ({"access": {}}, "access.token.id"),
        ({"auth_token": 5, "body": 5}, "auth_token"),
    ],
    ids=str,
)
def test_a_dictionary_without_a_login_is_an_error_that_says_so(wrong, field) -> None:
    with pytest.raises(exceptions.InvalidResponse) as caught:
        AccessInfoPlugin(wrong)

    assert caught.value.field == field


@pytest.mark.parametrize("wrong", [None, "token", [{"access": {}}], object()], ids=str)
def test_anything_else_is_a_type_error_that_says_what_to_pass(wrong) -> None:
    with pytest.raises(TypeError, match=r"access\.create\(body="):
        AccessInfoPlugin(wrong)


def test_auth_interface_is_where_it_came_from(auth_ref) -> None:
    auth = AccessInfoPlugin(auth_ref, URL)

    assert auth.get_endpoint(None, interface=AUTH_INTERFACE, skip_discovery=True) == URL


def test_without_an_auth_url_there_is_no_such_endpoint(auth_ref) -> None:
    auth = AccessInfoPlugin(auth_ref)

    assert auth.get_endpoint(None, interface=AUTH_INTERFACE) is None
    assert auth.get_endpoint_data(None, interface=AUTH_INTERFACE) is None


def test_invalidating_does_nothing_as_in_keystoneauth1(auth_ref) -> None:
    auth = AccessInfoPlugin(auth_ref)

    assert not auth.invalidate()
    assert auth.auth_ref is auth_ref


def test_a_rejected_token_is_not_sent_again(auth_ref) -> None:
    assert AccessInfoPlugin(auth_ref).renew_headers(None, {"X-Auth-Token": "t"}) is None


def test_an_access_info_put_in_its_place_is_used_instead(keystone, auth_ref) -> None:
    auth = AccessInfoPlugin(auth_ref)
    auth.auth_ref = access.create(body=keystone.token(token_id="new"))

    assert auth.renew_headers(None, {"X-Auth-Token": "t"}) == {"X-Auth-Token": "new"}


@pytest.mark.parametrize(("seconds", "words"), [(3600, "If it is the token"), (-1, "has expired")])
def test_the_servers_401_comes_with_the_reason(
    keystone, requests_mock: requests_mocks.Mocker, seconds: int, words: str
) -> None:
    refusal = requests_mock.get("http://nova.example/v2/servers", status_code=401)
    auth = AccessInfoPlugin(access.create(body=keystone.token(seconds)))

    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(auth=auth).get("http://nova.example/v2/servers")

    assert words in str(caught.value)
    assert refusal.call_count == 1


def test_a_pickle_leaves_it_out_and_says_so(auth_ref) -> None:
    restored = pickle.loads(pickle.dumps(AccessInfoPlugin(auth_ref)))

    with pytest.raises(exceptions.AuthorizationFailure, match=r"set plugin\.auth_ref"):
        restored.get_token(None)
