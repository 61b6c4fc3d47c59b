"""Clocks that differ, tokens that end at a bad moment, and tokens that hardly live."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import keystoneauth1.identity.v2 as their_v2
import keystoneauth1.session as their_session
import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.token.cache import TokenCache
from ksclient.token.cache.stores.memory import MemoryStore

DAY = 86400
CALLS = 5


@pytest.fixture
def cloud():
    with Cloud() as running:
        yield running


def password(library: Any, cloud: Cloud) -> Any:
    return library.Password(cloud.public_url, "admin", "secret", tenant_name="admin")


def sessions(cloud: Cloud) -> dict[str, Session]:
    return {
        "plain": Session(auth=password(v2, cloud)),
        "cached": Session(auth=TokenCache(MemoryStore()).plugin(password(v2, cloud))),
    }


def ask(session: Any, cloud: Cloud, calls: int = CALLS) -> None:
    for _ in range(calls):
        assert session.get(f"{cloud.public_url}/tenants").status_code == 200


@pytest.mark.parametrize("kind", ["plain", "cached"])
@pytest.mark.parametrize("skew", [-DAY, DAY])
def test_a_clock_that_is_a_day_off_costs_no_logins(cloud, skew, kind):
    cloud.clock.advance(skew)
    session = sessions(cloud)[kind]

    ask(session, cloud)

    assert len(cloud.requests.logins) == 1


@pytest.mark.parametrize("kind", ["plain", "cached"])
@pytest.mark.parametrize("skew", [-DAY, DAY])
def test_a_token_that_ends_on_a_server_whose_clock_is_a_day_off_is_replaced(cloud, skew, kind):
    cloud.clock.advance(skew)
    session = sessions(cloud)[kind]
    ask(session, cloud)
    cloud.clock.advance(2 * 3600)

    ask(session, cloud)

    assert len(cloud.requests.logins) == 2


def test_keystoneauth1_logs_in_for_each_call_where_the_servers_clock_is_a_day_behind(cloud):
    cloud.clock.advance(-DAY)

    ask(their_session.Session(auth=password(their_v2, cloud)), cloud)

    assert len(cloud.requests.logins) == CALLS


@pytest.mark.parametrize("kind", ["plain", "cached"])
def test_a_token_that_ends_while_a_request_is_under_way_is_replaced(cloud, kind):
    session = sessions(cloud)[kind]
    ask(session, cloud)
    cloud.clock.advance(2 * 3600)  # the client's clock says that it is good for an hour

    ask(session, cloud)

    assert len(cloud.requests.logins) == 2


@pytest.mark.parametrize("kind", ["plain", "cached"])
@pytest.mark.parametrize("seconds", [1, 30])
def test_a_token_that_hardly_lives_is_of_use(kind, seconds):
    with Cloud(token_lifetime=timedelta(seconds=seconds)) as cloud:
        ask(sessions(cloud)[kind], cloud)


@pytest.mark.parametrize("kind", ["plain", "cached"])
def test_a_token_that_comes_when_it_has_ended_is_tried_and_replaced(kind, requests_mock):
    url = "http://keystone.example/v2.0"
    token = {"id": "t", "issued_at": "2019-12-31T23:00:00Z", "expires": "2020-01-01T00:00:00Z"}
    user = {"id": "u", "name": "u", "roles": []}
    login = requests_mock.post(
        f"{url}/tokens", json={"access": {"token": token, "user": user, "serviceCatalog": []}}
    )
    requests_mock.get(f"{url}/tenants", [{"status_code": 401}, {"json": {"tenants": []}}])
    auth: Any = v2.Password(url, "u", "p")
    if kind == "cached":
        auth = TokenCache(MemoryStore()).plugin(auth)

    assert Session(auth=auth).get(f"{url}/tenants").status_code == 200
    assert login.call_count == 2
