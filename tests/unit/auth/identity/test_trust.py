"""A trust is a credential: whoever knows its id, and is its trustee, can act under it."""

from __future__ import annotations

import json
import pickle

import pytest

from ksclient.auth import exceptions, plugin
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from tests.unit.cloud import PUBLIC, make_token

TRUST = "c4n4ry-tru5t"


def password() -> v2.Password:
    return v2.Password(PUBLIC, "demo", "pw", trust_id=TRUST)


def token() -> v2.Token:
    return v2.Token(PUBLIC, "old", trust_id=TRUST)


@pytest.mark.parametrize("make", [password, token])
def test_a_pickle_holds_no_trust(make) -> None:
    assert TRUST.encode() not in pickle.dumps(make())
    assert TRUST.encode() not in pickle.dumps(Session(auth=make()))


@pytest.mark.parametrize("make", [password, token])
def test_a_restored_plugin_does_not_log_in_without_its_trust(cloud, make) -> None:
    restored = pickle.loads(pickle.dumps(make()))
    restored.password = restored.token = "again"
    with pytest.raises(exceptions.AuthorizationFailure, match=r"set plugin\.trust_id = "):
        restored.get_token(Session())
    assert cloud.logins == []

    restored.trust_id = TRUST

    assert restored.get_token(Session()) == "t0ken"
    assert cloud.logins[0]["auth"]["trust_id"] == TRUST


def test_a_pickle_that_was_asked_to_keeps_the_trust(cloud) -> None:
    with plugin.secrets_kept():
        restored = pickle.loads(pickle.dumps(password()))

    restored.get_token(Session())

    assert cloud.logins[0]["auth"]["trust_id"] == TRUST


def test_a_restored_plugin_takes_no_login_over_before_it_has_its_trust() -> None:
    state = json.dumps({"auth_token": "t", "body": make_token()})
    restored = pickle.loads(pickle.dumps(password()))

    with pytest.raises(exceptions.AuthorizationFailure, match=r"set plugin\.trust_id = "):
        restored.set_auth_state(state)
