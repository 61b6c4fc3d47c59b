"""The admin token of a new cloud is sent as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ksclient.auth import exceptions
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token

if TYPE_CHECKING:
    import requests_mock as requests_mocks

URL = "http://keystone.example:35357/v2.0"


@pytest.fixture
def auth() -> Token:
    return Token(URL, "ADMIN")


def test_every_request_carries_the_token_to_the_endpoint(
    auth: Token, requests_mock: requests_mocks.Mocker
) -> None:
    requests_mock.get(f"{URL}/tenants", request_headers={"X-Auth-Token": "ADMIN"}, text="all")

    answer = Session(auth=auth).get("/tenants", endpoint_filter={"service_type": "identity"})

    assert answer.text == "all"


def test_the_endpoint_is_the_same_whatever_is_asked_for(auth: Token) -> None:
    assert auth.get_endpoint(None, service_type="compute", endpoint_override="http://x") == URL


def test_the_version_is_read_from_the_url_without_a_request(auth: Token) -> None:
    assert auth.get_api_major_version(None) == (2, 0)


def test_an_override_decides_the_endpoint_data(auth: Token) -> None:
    data = auth.get_endpoint_data(
        None, endpoint_override="http://x.example/v3", discover_versions=False
    )

    assert data is not None
    assert data.url == "http://x.example/v3"


def test_nothing_is_known_of_the_token(auth: Token) -> None:
    assert (auth.get_auth_ref(None), auth.get_user_id(None), auth.get_project_id(None)) == (
        None,
        None,
        None,
    )


def test_a_refused_token_is_not_tried_twice_and_the_error_says_why(
    auth: Token, requests_mock: requests_mocks.Mocker
) -> None:
    refusal = requests_mock.get(f"{URL}/tenants", status_code=401)

    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(auth=auth).get(f"{URL}/tenants")

    assert refusal.call_count == 1
    assert "cannot get another" in str(caught.value)


def test_an_endpoint_of_the_public_api_is_told_where_admin_calls_go(
    requests_mock: requests_mocks.Mocker,
) -> None:
    public = "http://keystone.example:5000/v2.0"
    requests_mock.get(f"{public}/users", status_code=401)

    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(auth=Token(public, "ADMIN")).get(f"{public}/users")

    assert f"{public!r}, the service's admin URL? That usually has port 35357" in str(caught.value)


@pytest.mark.parametrize("token", [None, ""])
def test_a_token_that_was_not_given_is_named(token: str | None) -> None:
    with pytest.raises(exceptions.AuthorizationFailure, match=f"its token is {token!r}"):
        Session(auth=Token(URL, token)).get(URL)


def test_a_token_that_was_given_is_not_missed(auth: Token) -> None:
    assert auth.explain_missing_token() is None
