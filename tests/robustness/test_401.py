"""No 401 reaches a caller whose credentials are good, and a 401 costs no more than it must.

The server is a process of its own, and revokes at random moments. keystoneauth1 is put beside.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from typing import Any

import keystoneauth1.identity.v2 as their_v2
import keystoneauth1.session as their_session
import pytest
from keystoneauth1 import exceptions as their_exceptions

from ksclient.auth import exceptions
from ksclient.auth.identity import generic, v2
from ksclient.auth.service_token import ServiceTokenAuthWrapper
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.token.cache import TokenCache
from ksclient.token.cache.stores.memory import MemoryStore
from ksclient.v2_0.client import Client
from tests.robustness import storms
from tests.robustness.storms import PASSWORD, Keystone

REVOCATIONS = 6
WHILE = {"shortest_while": 0.1, "longest_while": 0.4}


@pytest.fixture(scope="module")
def process() -> Iterator[Keystone]:
    with storms.keystone() as running:
        yield running


@pytest.fixture
def keystone(process: Keystone) -> Keystone:
    process.told(revoke_now=True)
    return process


def password(keystone: Keystone, **kwargs: Any) -> v2.Password:
    return v2.Password(keystone.url, "u", kwargs.pop("password", PASSWORD), tenant_name="t")


def storm(keystone: Keystone, sessions: list[Any], threads: int, spread: float) -> storms.Outcome:
    """Have *threads* ask until the last revocation, and once after it."""
    over = threading.Event()
    url = f"{keystone.url}/tenants"
    calls = [
        storms.until(over.is_set, lambda session=session: session.get(url))
        for session in (sessions * threads)[:threads]
    ]
    keystone.told(revocations=REVOCATIONS, spread=spread, seed=threads, **WHILE)
    waiter = threading.Thread(target=storms.wait_for_the_end, args=(keystone, over))
    waiter.start()
    outcome = storms.together(calls)
    waiter.join()
    return outcome


def since(before: dict[str, int], keystone: Keystone, *names: str) -> list[int]:
    after = keystone.counts
    return [after[name] - before[name] for name in names]


# --- good credentials ---


@pytest.mark.parametrize("spread", [0.0, 0.1], ids=["together", "spread"])
@pytest.mark.parametrize("threads", [2, 20, 200])
def test_threads_never_notice_that_their_token_is_revoked(keystone, threads, spread):
    session = Session(auth=password(keystone))
    session.get_token()
    before = keystone.counts

    outcome = storm(keystone, [session], threads, spread)

    assert (outcome.errors, outcome.answers) == ({}, threads)
    revoked, logins = since(before, keystone, "revocations", "logins")
    assert 0 < revoked == logins


def test_sessions_that_share_a_plugin_share_its_logins(keystone):
    auth = password(keystone)
    auth.get_token(Session())
    before = keystone.counts

    outcome = storm(keystone, [Session(auth=auth) for _ in range(5)], 40, 0.05)

    assert outcome.errors == {}
    revoked, logins = since(before, keystone, "revocations", "logins")
    assert 0 < revoked == logins


@pytest.mark.parametrize("kind", ["generic", "cached", "with a service token", "legacy client"])
def test_other_ways_to_log_in_hold_as_well(keystone, kind):
    before = keystone.counts
    if kind == "generic":
        auth = generic.Password(keystone.url, username="u", password=PASSWORD, project_name="t")
        session: Any = Session(auth=auth)
    elif kind == "cached":
        session = Session(auth=TokenCache(MemoryStore()).plugin(password(keystone)))
    elif kind == "with a service token":
        session = Session(auth=ServiceTokenAuthWrapper(password(keystone), Token("http://s", "s")))
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            client = Client(username="u", password=PASSWORD, tenant_name="t", auth_url=keystone.url)
        session = client.session
    session.get_token()

    outcome = storm(keystone, [session], 20, 0.05)

    assert outcome.errors == {}
    revoked, logins = since(before, keystone, "revocations", "logins")
    assert logins == revoked + 1


@pytest.mark.parametrize("is_wrapped", [False, True], ids=["alone", "with a service token"])
def test_a_token_that_dies_between_its_login_and_its_use_is_replaced(requests_mock, is_wrapped):
    url = "http://keystone.example/v2.0"
    logins = requests_mock.post(f"{url}/tokens", json=lambda *_: answer(f"t{logins.call_count}"))
    good = {"t1", "t3"}  # the second is revoked before it is used

    def show(request, context):
        context.status_code = 200 if request.headers["X-Auth-Token"] in good else 401
        return {"tenants": []}

    requests_mock.get(f"{url}/tenants", json=show)
    auth: Any = v2.Password(url, "u", "p", tenant_name="t")
    if is_wrapped:
        auth = ServiceTokenAuthWrapper(auth, Token("http://service.example", "s"))
    session = Session(auth=auth)
    session.get(f"{url}/tenants")
    good.remove("t1")

    assert session.get(f"{url}/tenants").status_code == 200
    assert logins.call_count == 3


def answer(token: str) -> dict[str, Any]:
    expires = {"id": token, "expires": "2999-01-01T00:00:00Z", "tenant": {"id": "t", "name": "t"}}
    user = {"id": "u", "name": "u", "roles": []}
    return {"access": {"token": expires, "user": user, "serviceCatalog": []}}


def test_keystoneauth1_fails_threads_whose_token_was_revoked(keystone):
    theirs = their_session.Session(
        auth=their_v2.Password(keystone.url, "u", PASSWORD, tenant_name="t")
    )
    ours = Session(auth=password(keystone))
    failed = {}
    for name, session in (("keystoneauth1", theirs), ("ksclient", ours)):
        session.get(f"{keystone.url}/tenants")
        keystone.told(revoke_now=True, spread=0.05)
        calls = [lambda session=session: session.get(f"{keystone.url}/tenants")] * 100
        failed[name] = storms.together(calls).errors["Unauthorized"]

    assert failed["ksclient"] == 0
    assert failed["keystoneauth1"] > 0


# --- bad credentials, and refusals that say nothing about them ---


def test_a_wrong_password_is_one_login_and_one_error_for_each_who_waited(keystone):
    session = Session(auth=password(keystone, password="wrong"))
    before = keystone.counts

    outcome = storms.together([lambda: session.get(f"{keystone.url}/tenants")] * 50)

    assert outcome.errors == {"Unauthorized": 50}
    refused, logins = since(before, keystone, "refused_logins", "logins")
    assert refused <= 5  # those who come while it is under way share it
    assert logins == 0


def test_a_service_that_refuses_everybody_costs_one_login_however_often_it_is_asked(keystone):
    session = Session(auth=password(keystone))
    token = session.get_token()
    before = keystone.counts
    url = keystone.url.replace("/v2.0", "/never")

    for _ in range(3):
        outcome = storms.together([lambda: session.get(url)] * 50)
        assert outcome.errors == {"Unauthorized": 50}

    assert since(before, keystone, "logins", "refused_logins") == [1, 0]
    assert session.get_token() != token
    assert session.get(f"{keystone.url}/tenants").status_code == 200


def test_after_that_a_token_that_dies_is_replaced_still(keystone):
    session = Session(auth=password(keystone))
    url = keystone.url.replace("/v2.0", "/never")
    with pytest.raises(exceptions.Unauthorized):
        session.get(url)
    keystone.told(revoke_now=True)

    assert session.get(f"{keystone.url}/tenants").status_code == 200


class CloudThatRefusesAll:
    """Issues tokens, and takes none but those in `good`."""

    url = "http://keystone.example/v2.0"

    def __init__(self, requests_mock: Any) -> None:
        self.good: set[str] = set()
        self.logins = requests_mock.post(f"{self.url}/tokens", json=self._log_in)
        for path in ("tenants", "users"):
            requests_mock.get(f"{self.url}/{path}", json=self._show)
        self.auth = v2.Password(self.url, "u", "p", tenant_name="t")
        self.session = Session(auth=self.auth)

    def _log_in(self, request: Any, context: Any) -> dict[str, Any]:
        return answer(f"t{self.logins.call_count}")

    def _show(self, request: Any, context: Any) -> dict[str, Any]:
        context.status_code = 200 if request.headers["X-Auth-Token"] in self.good else 401
        return {"tenants": []}

    def is_asked(self, times: int = 10) -> list[int]:
        url = f"{self.url}/users"
        return [self.session.get(url, raise_exc=False).status_code for _ in range(times)]


@pytest.mark.parametrize("tells", [True, False], ids=["/tenants", "no /tenants"])
@pytest.mark.parametrize("worked_before", [False, True])
def test_a_cloud_that_refuses_all_its_tokens_is_given_up_soon(requests_mock, worked_before, tells):
    cloud = CloudThatRefusesAll(requests_mock)
    if not tells:
        requests_mock.get(f"{cloud.url}/tenants", status_code=404)
    if worked_before:
        cloud.good.add("t1")
        cloud.is_asked(1)
        cloud.good.clear()

    assert cloud.is_asked() == [401] * 10
    assert cloud.logins.call_count == 1 + v2.Password.BAD_LUCK + 1


def test_after_a_pause_such_a_cloud_gets_another_login(requests_mock):
    cloud = CloudThatRefusesAll(requests_mock)
    cloud.is_asked()
    before = cloud.logins.call_count
    now = cloud.auth._clock() + cloud.auth.REFUSAL_SECONDS
    cloud.auth._clock = lambda: now

    cloud.is_asked()

    assert cloud.logins.call_count == before + 1


def test_a_token_that_such_a_cloud_takes_late_is_used_and_ends_the_pause(requests_mock):
    cloud = CloudThatRefusesAll(requests_mock)
    cloud.is_asked()
    before = cloud.logins.call_count
    cloud.good.add(cloud.auth.auth_ref.auth_token)

    assert cloud.is_asked(1) == [200]
    assert cloud.logins.call_count == before
    cloud.good = {f"t{before + 1}"}  # the next one: the last is revoked
    assert cloud.is_asked(1) == [200]


def test_keystoneauth1_logs_in_for_each_refusal(keystone):
    theirs = their_session.Session(
        auth=their_v2.Password(keystone.url, "u", PASSWORD, tenant_name="t")
    )
    theirs.get_token()
    before = keystone.counts
    for _ in range(3):
        with pytest.raises(their_exceptions.Unauthorized):
            theirs.get(keystone.url.replace("/v2.0", "/never"))

    assert since(before, keystone, "logins") == [3]


def test_a_server_that_gives_the_same_token_again_is_not_asked_for_more(requests_mock):
    url = "http://keystone.example/v2.0"
    logins = requests_mock.post(f"{url}/tokens", json=answer("always-the-same"))
    requests_mock.get(f"{url}/tenants", [{"json": {"tenants": []}}, {"status_code": 401}])
    session = Session(auth=v2.Password(url, "u", "p", tenant_name="t"))
    session.get(f"{url}/tenants")

    with pytest.raises(exceptions.Unauthorized):
        session.get(f"{url}/tenants")

    assert logins.call_count == 2
