"""A login can be kept as text, and taken up again by whom it belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import keystoneauth1.identity.v2
import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import AccessInfoPlugin, Password, v2

URL = "http://keystone.example:5000/v2.0"
ALICE = {"user_id": "a1", "user_name": "alice", "tenant_id": "t1", "tenant_name": "demo"}


def plugin(url: str = URL, username: str | None = "alice", **details) -> v2.Password:
    return v2.Password(url, username, "pw", **details)


@pytest.fixture
def state(keystone) -> Callable[..., str]:
    """Return a maker of states: of alice's login at the tenant demo, if nothing else is said."""

    def make(auth: Any = None, /, **details: Any) -> str:
        auth = auth or plugin(tenant_name="demo")
        keystone.answers = [keystone.token(**{**ALICE, **details})]
        auth.get_access(keystone)
        return auth.get_auth_state()

    return make


def as_keystoneauth1_writes(text: str) -> str:
    written = json.loads(text)
    return json.dumps({"auth_token": written["auth_token"], "body": written["body"]})


def test_there_is_no_state_before_the_first_login() -> None:
    assert plugin().get_auth_state() is None


def test_a_state_spares_another_plugin_the_login(keystone, state) -> None:
    text = state(token_id="kept")
    other = plugin(tenant_name="demo")
    other.set_auth_state(text)

    assert other.get_token(keystone) == "kept"
    assert other.get_auth_state() == text
    assert len(keystone.logins) == 1


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_state_forgets_the_login(keystone, nothing) -> None:
    auth = plugin()
    auth.get_token(keystone)
    auth.set_auth_state(nothing)

    assert auth.auth_ref is None


def test_a_state_holds_no_password(state) -> None:
    assert "pw" not in json.loads(state())["owner"].values()


# --- beside keystoneauth1 ----------------------------------------------------------------------


def test_keystoneauth1_takes_our_state(state) -> None:
    theirs = keystoneauth1.identity.v2.Password(URL, "alice", "pw", tenant_name="demo")
    theirs.set_auth_state(state(token_id="ours"))

    assert theirs.auth_ref.auth_token == "ours"


def test_we_take_keystoneauth1s_state(keystone, state) -> None:
    auth = plugin(tenant_name="demo")
    auth.set_auth_state(as_keystoneauth1_writes(state(token_id="theirs")))

    assert auth.get_token(keystone) == "theirs"


# --- text that is no state ---------------------------------------------------------------------

GOOD_BODY = {"access": {"token": {"id": "t", "expires": "2100-01-01T00:00:00Z"}}}


@pytest.mark.parametrize(
    "junk",
    [
        "no json",
        "[" * 100000,
        "[]",
        "5",
        "{}",
        json.dumps({"auth_token": "t"}),
        json.dumps({"body": GOOD_BODY}),
        json.dumps({"auth_token": 5, "body": GOOD_BODY}),
        json.dumps({"auth_token": "", "body": GOOD_BODY}),
        json.dumps({"auth_token": "t", "body": []}),
        json.dumps({"auth_token": "t", "body": {"access": {}}}),
        json.dumps({"auth_token": "t", "body": {"token": {"user": {}}}}),
        json.dumps({"auth_token": "t", "body": GOOD_BODY, "owner": "alice"}),
        json.dumps({"auth_token": "t", "body": GOOD_BODY, "owner": {"username": 5}}),
        {"auth_token": "t", "body": GOOD_BODY},
    ],
    ids=lambda junk: str(junk)[:60],
)
def test_junk_is_refused_and_the_login_kept(keystone, junk) -> None:
    auth = plugin()
    auth.get_token(keystone)

    with pytest.raises(exceptions.AuthorizationFailure, match="auth state"):
        auth.set_auth_state(junk)

    assert auth.get_token(keystone) == "token1"


def test_what_a_later_version_may_add_is_ignored(keystone, state) -> None:
    written = json.loads(state(token_id="kept"))
    written["more"] = written["owner"]["more"] = {"of": "this"}
    auth = plugin(tenant_name="demo")
    auth.set_auth_state(json.dumps(written))

    assert auth.get_token(keystone) == "kept"


# --- other people's states ---------------------------------------------------------------------

OTHERS = [
    (plugin(username="bob", tenant_name="demo"), "username"),
    (plugin(username=None, user_id="b2", tenant_name="demo"), "user_id"),
    (plugin(tenant_name="other"), "tenant_name"),
    (plugin(tenant_id="t2"), "tenant_id"),
    (plugin(tenant_name="demo", url="http://elsewhere.example:5000/v2.0"), "auth_url"),
    (plugin(tenant_name="demo", url="https://keystone.example:5000/v2.0"), "auth_url"),
    (plugin(tenant_name="demo", url="http://keystone.example:5000/west/v2.0"), "auth_url"),
    (plugin(), "without one"),
]


@pytest.mark.parametrize(("auth", "reason"), OTHERS)
def test_another_owners_state_is_refused_with_the_reason(state, auth, reason) -> None:
    with pytest.raises(exceptions.AuthorizationFailure, match=reason):
        auth.set_auth_state(state())


@pytest.mark.parametrize(("auth", "reason"), OTHERS[:4])
def test_so_is_another_owners_state_by_keystoneauth1(state, auth, reason) -> None:
    with pytest.raises(exceptions.AuthorizationFailure, match=reason):
        auth.set_auth_state(as_keystoneauth1_writes(state()))


def test_a_state_of_another_trust_is_refused_and_no_trust_is_shown(state) -> None:
    text = state(plugin(trust_id="hidden1", tenant_id="t1"), trust_id="hidden1")

    with pytest.raises(exceptions.AuthorizationFailure, match="trust") as caught:
        plugin(trust_id="hidden2", tenant_id="t1").set_auth_state(text)

    assert "hidden" not in str(caught.value)


def test_an_unscoped_state_does_not_do_for_a_tenant(keystone) -> None:
    auth = plugin()
    auth.get_access(keystone)

    with pytest.raises(exceptions.AuthorizationFailure, match="unscoped"):
        plugin(username=None, user_id="x", tenant_name="demo").set_auth_state(
            as_keystoneauth1_writes(auth.get_auth_state()).replace(auth.auth_ref.user_id, "x")
        )


@pytest.mark.parametrize(
    "auth",
    [
        plugin(tenant_id="t1"),
        plugin(username=None, user_id="a1", tenant_id="t1"),
        plugin(tenant_name="demo", url=URL + "/"),
        plugin(tenant_name="demo", url="http://KEYSTONE.example:5000"),
        Password("http://keystone.example:5000", "alice", password="pw", tenant_name="demo"),
        AccessInfoPlugin.__new__(AccessInfoPlugin),
    ],
    ids=["id of tenant", "all ids", "slash", "no version", "generic", "no owner"],
)
def test_the_same_owner_by_other_words_is_welcome(keystone, state, auth) -> None:
    if isinstance(auth, AccessInfoPlugin):
        first = plugin(tenant_name="demo")
        auth.__init__(first.get_access(keystone))
    auth.set_auth_state(state(token_id="kept"))

    assert auth.get_token(keystone) == "kept"


def test_a_server_that_spells_the_name_its_own_way_does_not_matter(keystone, state) -> None:
    text = state(token_id="kept", user_name="ALICE")
    auth = plugin(tenant_name="demo")
    auth.set_auth_state(text)

    assert auth.get_token(keystone) == "kept"


def test_whose_an_expired_login_was_does_not_matter_since_it_is_not_used(keystone, state) -> None:
    text = state(seconds=-60)
    auth = plugin(username="bob")
    auth.set_auth_state(text)

    assert auth.get_token(keystone) == f"token{len(keystone.logins)}"


def test_it_does_where_it_would_be_used(state) -> None:
    text = state(seconds=-60)

    with pytest.raises(exceptions.AuthorizationFailure, match="username"):
        plugin(username="bob", tenant_name="demo", reauthenticate=False).set_auth_state(text)
