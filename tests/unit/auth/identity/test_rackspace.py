"""Logins at Rackspace: by API key, and by a passcode after it."""

from __future__ import annotations

import copy
import logging
import pickle
from dataclasses import replace

import pytest
import requests

from ksclient.auth import exceptions
from ksclient.auth._redact import is_secret_header
from ksclient.auth.identity.rackspace import AUTH_URL, APIKey
from ksclient.auth.plugin import secrets_kept
from ksclient.auth.session import Session
from ksclient.testing.cloud import Cloud
from ksclient.testing.profile import named

SEED = {
    "tenants": [{"name": "demo"}, {"name": "other"}],
    "users": [{"name": "alice", "api_key": "k3y", "password": "s3cret", "tenant": "demo"}],
}
PASSCODE = "123456"


@pytest.fixture(scope="module")
def rackspace():
    with Cloud(profile=named("rackspace"), seed=SEED) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def strict():
    """A cloud that wants a passcode, too."""
    profile = replace(named("rackspace"), extra={"passcode": PASSCODE})
    with Cloud(profile=profile, seed=SEED) as cloud:
        yield cloud


@pytest.fixture
def session():
    with requests.Session() as connections:
        yield Session(session=connections)


def logged_in(session, cloud, **options):
    return APIKey(cloud.auth_url, "alice", "k3y", **options).get_access(session)


def test_an_api_key_gets_a_token_for_the_accounts_own_tenant(rackspace, session):
    access = logged_in(session, rackspace)

    assert (access.username, access.tenant_id) == ("alice", "demo")


@pytest.mark.parametrize(
    "tenant",
    [{"tenant_id": "demo"}, {"tenant_name": "demo"}, {"tenant_id": "demo", "tenant_name": "x"}],
)
def test_a_token_may_be_asked_for_a_tenant(rackspace, session, tenant):
    assert logged_in(session, rackspace, **tenant).tenant_id == "demo"


def test_what_is_sent_is_what_is_documented(requests_mock, session):
    requests_mock.post("https://rax/v2.0/tokens", status_code=401)
    plugin = APIKey("https://rax/v2.0/", "alice", "k3y", tenant_id="1", tenant_name="one")

    with pytest.raises(exceptions.Unauthorized):
        plugin.get_access(session)

    assert requests_mock.last_request.json() == {
        "auth": {
            "RAX-KSKEY:apiKeyCredentials": {"username": "alice", "apiKey": "k3y"},
            "tenantId": "1",
        }
    }


def test_rackspaces_own_service_is_known(requests_mock, session):
    answer = requests_mock.post(f"{AUTH_URL}tokens", status_code=401)

    with pytest.raises(exceptions.Unauthorized):
        APIKey(AUTH_URL, "alice", "k3y").get_access(session)

    assert answer.call_count == 1


def test_a_wrong_key_is_told_as_that(rackspace, session):
    plugin = APIKey(rackspace.auth_url, "alice", "wrong-k3y")

    with pytest.raises(exceptions.Unauthorized, match="A key is not the password") as caught:
        plugin.get_access(session)

    assert "wrong-k3y" not in str(caught.value)


def test_a_tenant_that_is_not_the_accounts_is_named(rackspace, session):
    with pytest.raises(exceptions.Unauthorized, match="an API key, and the tenant 'other'"):
        logged_in(session, rackspace, tenant_name="other")


@pytest.mark.parametrize(("username", "api_key"), [(None, "k"), ("", "k"), ("u", None), ("u", "")])
def test_a_name_and_a_key_are_needed(username, api_key):
    with pytest.raises(TypeError, match="username and an api_key"):
        APIKey(AUTH_URL, username, api_key)


def test_the_catalog_may_be_dropped(rackspace, session):
    assert not logged_in(session, rackspace, include_catalog=False).has_service_catalog()


# --- passcodes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("passcode", [PASSCODE, lambda: PASSCODE], ids=["text", "function"])
def test_a_passcode_is_sent_where_it_is_wanted(strict, session, passcode):
    access = logged_in(session, strict, passcode=passcode, tenant_name="demo")

    assert access.tenant_id == "demo"


def test_the_second_step_is_for_the_same_tenant(requests_mock, session):
    requests_mock.post(
        "https://rax/v2.0/tokens",
        status_code=401,
        headers={"WWW-Authenticate": "OS-MF sessionId='s', factor='PASSCODE'"},
    )
    plugin = APIKey("https://rax/v2.0", "alice", "k3y", passcode=PASSCODE, tenant_name="demo")

    with pytest.raises(exceptions.Unauthorized):
        plugin.get_access(session)

    assert requests_mock.last_request.json() == {
        "auth": {"RAX-AUTH:passcodeCredentials": {"passcode": PASSCODE}, "tenantName": "demo"}
    }


def test_the_catalog_may_be_dropped_after_a_second_step_too(strict, session):
    access = logged_in(session, strict, passcode=PASSCODE, include_catalog=False)

    assert not access.has_service_catalog()


def test_a_passcode_is_asked_for_at_each_login_that_wants_it(strict, session):
    asked = []

    def passcode():
        asked.append(PASSCODE)
        return PASSCODE

    plugin = APIKey(strict.auth_url, "alice", "k3y", passcode=passcode)
    first = plugin.get_token(session)
    plugin.invalidate()

    assert plugin.get_token(session) != first
    assert len(asked) == 2


def test_no_passcode_is_asked_for_where_none_is_wanted(rackspace, session):
    def passcode():
        pytest.fail("nobody wants it")

    assert logged_in(session, rackspace, passcode=passcode).username == "alice"


def test_no_passcode_is_asked_for_after_a_wrong_key(strict, session):
    plugin = APIKey(strict.auth_url, "alice", "wrong", passcode=lambda: pytest.fail("too early"))

    with pytest.raises(exceptions.Unauthorized, match="api key is invalid"):
        plugin.get_access(session)


def test_a_missing_passcode_is_told_as_that(strict, session):
    with pytest.raises(exceptions.Unauthorized, match="wants a passcode as a second step"):
        logged_in(session, strict)


def test_a_wrong_passcode_is_told_as_that(strict, session):
    with pytest.raises(exceptions.Unauthorized, match="It is the passcode that was refused"):
        logged_in(session, strict, passcode="000000")


def test_what_the_passcode_fails_with_is_raised(strict, session):
    def passcode():
        raise KeyError("no phone at hand")

    with pytest.raises(KeyError, match="no phone"):
        logged_in(session, strict, passcode=passcode)


# --- secrets -----------------------------------------------------------------------------------


def test_logs_show_neither_key_nor_passcode_nor_session(strict, session, caplog, requests_mock):
    caplog.set_level(logging.DEBUG)
    requests_mock.post(
        "https://rax/v2.0/tokens",
        status_code=401,
        headers={"WWW-Authenticate": "OS-MF sessionId='s3ss10n', factor='PASSCODE'"},
    )
    plugin = APIKey("https://rax/v2.0", "alice", "k3y-of-alice", passcode="654321")

    with pytest.raises(exceptions.Unauthorized):
        session.get("https://rax/x", auth=plugin)

    assert requests_mock.last_request.headers["X-SessionId"] == "s3ss10n"
    assert "k3y-of-alice" not in caplog.text
    assert "654321" not in caplog.text
    assert "s3ss10n" not in caplog.text


def test_repr_shows_no_secret():
    plugin = APIKey(AUTH_URL, "alice", "k3y", passcode="654321", tenant_name="demo")

    assert repr(plugin) == f"APIKey(auth_url={AUTH_URL!r}, username='alice', tenant_name='demo')"


def test_a_pickle_holds_neither_key_nor_passcode(session):
    plugin = pickle.loads(pickle.dumps(APIKey(AUTH_URL, "alice", "k3y", passcode="654321")))

    assert (plugin.username, plugin.api_key, plugin.passcode) == ("alice", None, None)
    with pytest.raises(exceptions.AuthorizationFailure, match="api_key"):
        plugin.get_access(session)


def test_a_passcode_that_a_pickle_lost_is_told_as_that(strict, session):
    original = APIKey(strict.auth_url, "alice", "k3y", passcode=PASSCODE)
    plugin = pickle.loads(pickle.dumps(original))
    plugin.api_key = "k3y"

    with pytest.raises(exceptions.AuthorizationFailure, match="passcode"):
        plugin.get_access(session)


def test_the_id_of_a_login_that_lacks_its_passcode_is_secret():
    assert is_secret_header("X-SessionId")


def test_a_pickle_holds_them_if_asked(rackspace, session):
    with secrets_kept():
        data = pickle.dumps(APIKey(rackspace.auth_url, "alice", "k3y"))

    assert pickle.loads(data).get_access(session).username == "alice"


def test_a_copy_has_them():
    plugin = copy.copy(APIKey(AUTH_URL, "alice", "k3y", passcode=len))

    assert (plugin.api_key, plugin.passcode) == ("k3y", len)


@pytest.mark.parametrize(
    "other",
    [
        {"auth_url": "https://elsewhere/v2.0"},
        {"username": "bob"},
        {"api_key": "other"},
        {"tenant_id": "1"},
        {"tenant_name": "one"},
        {"include_catalog": False},
    ],
)
def test_each_login_is_cached_by_itself(other):
    options = {"auth_url": AUTH_URL, "username": "alice", "api_key": "k3y"}

    assert APIKey(**options).get_cache_id() != APIKey(**{**options, **other}).get_cache_id()


def test_a_passcode_makes_no_other_login():
    with_it = APIKey(AUTH_URL, "alice", "k3y", passcode="654321")

    assert with_it.get_cache_id() == APIKey(AUTH_URL, "alice", "k3y").get_cache_id()


def test_a_login_travels_as_state(rackspace, session):
    first = APIKey(rackspace.auth_url, "alice", "k3y")
    token = first.get_token(session)
    second = APIKey(rackspace.auth_url, "alice", "k3y")

    second.set_auth_state(first.get_auth_state())

    assert second.get_token(session) == token
