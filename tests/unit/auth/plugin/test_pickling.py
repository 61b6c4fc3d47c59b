"""A pickle may lie about on a disk for years: no password in it, unless it was asked for."""

from __future__ import annotations

import copy
import pickle

import pytest

from ksclient.auth import exceptions
from ksclient.auth.http_basic import HTTPBasicAuth
from ksclient.auth.plugin import BaseAuthPlugin, secrets_kept
from ksclient.auth.service_token import ServiceTokenAuthWrapper
from ksclient.auth.token_endpoint import Token

URL = "http://service.example"


def token_plugin() -> Token:
    return Token(URL, "secret-token")


def basic_plugin() -> HTTPBasicAuth:
    return HTTPBasicAuth(URL, "me", "secret-password")


@pytest.mark.parametrize("make", [token_plugin, basic_plugin])
def test_a_pickle_holds_no_secret(make) -> None:
    assert b"secret" not in pickle.dumps(make())


@pytest.mark.parametrize(("make", "field"), [(token_plugin, "token"), (basic_plugin, "password")])
def test_a_plugin_without_its_secret_says_what_to_do(make, field: str) -> None:
    restored = pickle.loads(pickle.dumps(make()))

    with pytest.raises(exceptions.AuthorizationFailure, match=rf"set plugin\.{field} ="):
        restored.get_headers(None)


def test_it_says_so_after_a_second_pickle_too() -> None:
    restored = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(token_plugin()))))

    with pytest.raises(exceptions.AuthorizationFailure, match="token"):
        restored.get_headers(None)


def test_a_secret_that_is_not_needed_any_more_is_not_missed() -> None:
    restored = pickle.loads(pickle.dumps(token_plugin()))

    restored._do_without("token")

    assert restored.get_token(None) is None
    assert pickle.loads(pickle.dumps(restored)).get_token(None) is None


def test_a_secret_set_again_makes_the_plugin_whole() -> None:
    restored = pickle.loads(pickle.dumps(token_plugin()))
    restored.token = "new"

    assert restored.get_headers(None) == {"X-Auth-Token": "new"}


def test_a_plugin_that_never_had_a_secret_does_not_miss_it() -> None:
    restored = pickle.loads(pickle.dumps(HTTPBasicAuth(URL)))

    assert restored.get_headers(None) is None


def test_who_asks_for_it_gets_the_secrets_pickled() -> None:
    with secrets_kept():
        data = pickle.dumps(token_plugin())

    assert pickle.loads(data).get_token(None) == "secret-token"


def test_the_wish_ends_with_the_block() -> None:
    with secrets_kept():
        pass

    assert b"secret" not in pickle.dumps(token_plugin())


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_in_the_same_process_keeps_the_secrets(copied) -> None:
    assert copied(token_plugin()).get_token(None) == "secret-token"


def test_a_deep_copy_keeps_the_secrets_of_plugins_inside_and_leaves_the_originals() -> None:
    wrapper = ServiceTokenAuthWrapper(token_plugin(), Token(URL, "service"))

    clone = copy.deepcopy(wrapper)

    assert clone.get_headers(None) == wrapper.get_headers(None)
    assert clone.user_auth is not wrapper.user_auth


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_has_locks_and_a_discovery_cache_of_its_own(copied) -> None:
    plugin = BaseAuthPlugin()
    plugin.renew_headers(None, {})
    plugin._discovery_cache["url"] = object()

    clone = copied(plugin)

    assert clone._renewal_lock() is not plugin._renewal_lock()
    assert clone._discovery_cache == {}


@pytest.mark.parametrize("make", [token_plugin, basic_plugin])
def test_repr_tells_where_but_no_secret(make) -> None:
    assert URL in repr(make())
    assert "secret" not in repr(make())


def test_repr_hides_a_password_inside_the_url() -> None:
    assert "hidden" not in repr(Token("http://me:hidden@service.example", "t"))
