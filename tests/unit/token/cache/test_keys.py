"""A key tells one login from another, and nothing else."""

import pickle
import re

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import BaseIdentityPlugin, generic, v2
from ksclient.token.cache.keys import check_cacheable, key_of

URL = "http://keystone.example:5000/v2.0"
SALT = b"s" * 32


def key(make=v2.Password, url=URL, salt=SALT, **kwargs):
    if make is v2.Password:
        kwargs = {"username": "u", "password": "p", **kwargs}
    return key_of(make(url, **kwargs), salt, "token")


def test_a_key_is_64_hex_digits():
    assert re.fullmatch("[0-9a-f]{64}", key())


@pytest.mark.parametrize(
    "other",
    [
        {"salt": b"t" * 32},
        {"url": "https://keystone.example:5000/v2.0"},
        {"url": "http://keystone.example:35357/v2.0"},
        {"url": "http://keystone.example:5000/identity/v2.0"},
        {"username": "U"},
        {"username": None, "user_id": "u"},
        {"tenant_name": "t"},
        {"tenant_id": "t"},
        {"trust_id": "t"},
        {"include_catalog": False},
    ],
    ids=str,
)
def test_another_login_has_another_key(other):
    assert key(**other) != key()


def test_names_and_ids_are_kept_apart():
    ways = [{"tenant_name": "t"}, {"tenant_id": "t"}, {"trust_id": "t"}]
    assert len({key(**way) for way in ways}) == len(ways)


def test_values_do_not_run_together():
    assert key(username="a", tenant_name='b", "c') != key(username='a", "b', tenant_name="c")


@pytest.mark.parametrize(
    "same",
    [
        {"password": "another"},
        {"password": None},
        {"user_id": "beside the name"},
        {"url": "http://KEYSTONE.example:5000"},
        {"url": "http://keystone.example:5000/v2.0/"},
        {"url": "http://keystone.example:5000/v3"},
        {"unscoped": True},
        {"reauthenticate": False},
    ],
    ids=str,
)
def test_the_same_login_has_the_same_key(same):
    assert key(**same) == key()


def test_the_usual_port_need_not_be_named():
    assert key(url="https://keystone.example/v2.0") == key(url="https://keystone.example:443/v2.0")


def test_a_generic_plugin_has_the_key_of_the_one_that_it_makes():
    generics = key(generic.Password, username="u", password="p", project_name="t")
    assert generics == key(tenant_name="t")
    assert key(generic.Token, token="t", project_id="t") == key(v2.Token, token="t", tenant_id="t")


def test_a_domain_that_only_v3_understands_makes_another_key():
    plain, domain = (
        key(generic.Password, username="u", password="p", user_domain_name=name)
        for name in (None, "Default")
    )
    assert plain != domain


def test_tokens_that_are_exchanged_have_keys_of_their_own():
    assert key(v2.Token, token="one") != key(v2.Token, token="two") != key()


def test_the_kind_is_in_the_key():
    plugin = v2.Password(URL, "u", "p")
    assert key_of(plugin, SALT, "token") != key_of(plugin, SALT, "documents")


def test_text_that_is_no_unicode_has_a_key():
    assert key(username="\udcff") != key(username="\udcfe")


@pytest.mark.parametrize(
    "plugin",
    [v2.Token(URL, "t"), generic.Token(URL, "t"), v2.Password(URL, "u", "p", trust_id="t")],
    ids=repr,
)
def test_without_what_a_pickle_left_out_there_is_no_key(plugin):
    with pytest.raises(exceptions.AuthorizationFailure, match="pickled without"):
        key_of(pickle.loads(pickle.dumps(plugin)), SALT, "token")


def test_the_token_is_in_no_frame_of_a_traceback(monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr("hmac.new", fail)
    with pytest.raises(RuntimeError) as caught:
        key_of(v2.Token(URL, "s3cret-t0ken"), SALT, "token")
    rooms = [entry for entry in caught.traceback if "token/cache" in str(entry.path)]
    shown = [repr(entry.locals) for entry in rooms if "tests" not in str(entry.path)]
    assert shown
    assert "s3cret-t0ken" not in "".join(shown)


class Anonymous(BaseIdentityPlugin):
    def get_auth_ref(self, session):
        raise NotImplementedError


@pytest.mark.parametrize("plugin", [Anonymous(URL), generic.Password(URL, password="p"), None])
def test_who_does_not_say_as_whom_it_logs_in_is_refused(plugin):
    with pytest.raises(TypeError):
        check_cacheable(plugin)
