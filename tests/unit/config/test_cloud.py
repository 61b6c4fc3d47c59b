"""What a configured cloud makes: plugins, sessions, clients."""

import copy
import pickle
from dataclasses import FrozenInstanceError

import pytest

from ksclient.auth import token_endpoint
from ksclient.auth.identity import generic, v2
from ksclient.auth.session import Session
from ksclient.config import ConfigError
from ksclient.token.cache import CachedPlugin, MemoryStore, TokenCache

LOGIN = {"auth_url": "http://k:5000/v2.0", "username": "demo", "password": "hunter2"}
ADMIN = {"token": "hunter2", "endpoint": "http://k:35357/v2.0"}


def test_it_makes_the_plugin_that_finds_the_version(load):
    plugin = load(tenant_name="demo", **LOGIN).plugin()
    assert isinstance(plugin, generic.Password)
    assert plugin.get_cache_id_elements()["project_name"] == "demo"


def test_it_makes_the_plugin_of_the_version(load):
    plugin = load(tenant_name="demo", identity_api_version="2", **LOGIN).plugin()
    assert isinstance(plugin, v2.Password)
    assert (plugin.username, plugin.tenant_name) == ("demo", "demo")


def test_it_makes_the_plugin_of_an_admin_token(load):
    plugin = load(**ADMIN).plugin()
    assert isinstance(plugin, token_endpoint.Token)
    assert (plugin.endpoint, plugin.token) == (ADMIN["endpoint"], "hunter2")


def test_what_is_missing_is_an_error_of_who_needs_it(load):
    cloud = load(auth_url="http://k", username="demo")
    for make in (cloud.plugin, cloud.session, cloud.client):
        with pytest.raises(ConfigError, match="password missing") as caught:
            make()
        assert caught.value.key == "OS_PASSWORD"


def test_the_error_of_a_file_names_the_key(write, load):
    path = write("clouds: {one: {auth: {auth_url: 'http://k', username: demo}}}")
    with pytest.raises(ConfigError) as caught:
        load().plugin()
    assert (caught.value.file, caught.value.key) == (str(path), "clouds.one.auth.password")


def test_each_error_is_a_new_one(load):
    cloud = load(auth_url="http://k", username="demo")
    errors = set()
    for _ in range(2):
        with pytest.raises(ConfigError) as caught:
            cloud.plugin()
        errors.add(caught.value)
    assert len(errors) == 2


def test_logins_are_not_shared_unless_that_is_asked(load):
    assert not isinstance(load(**LOGIN).plugin(), CachedPlugin)


def test_logins_are_shared_where_that_is_asked(load):
    plugin = load(cache=True, **LOGIN).plugin(TokenCache(MemoryStore()))
    assert isinstance(plugin, CachedPlugin)


def test_what_does_not_log_in_is_not_shared(load, caplog):
    caplog.set_level("INFO", "ksclient.config")
    assert isinstance(load(cache=True, **ADMIN).plugin(), token_endpoint.Token)
    assert "are not shared" in caplog.text


def test_a_session_has_what_is_said_of_connections(write, load):
    paths = {name: str(write("", name)) for name in ("cacert", "cert", "key")}
    session = load(api_timeout="7", **paths, **LOGIN).session()
    assert session.verify == paths["cacert"]
    assert session.cert == (paths["cert"], paths["key"])
    assert session.timeout == 7


def test_a_certificate_may_have_its_key_in_it(write, load):
    cert = str(write("", "cert"))
    assert load(cert=cert, **LOGIN).session().cert == cert


def test_a_session_without_words_is_as_sessions_are(load):
    session = load(**LOGIN).session()
    assert (session.verify, session.cert, session.timeout) == (
        True,
        None,
        Session().timeout,
    )


def test_keywords_of_the_session_win(load):
    assert load(**LOGIN).session(verify=False).verify is False


def test_a_session_takes_another_plugin(load):
    plugin = v2.Token("http://k", "t0ken")
    assert load(**LOGIN).session(plugin).auth is plugin


def test_a_client_has_what_is_said_of_endpoints(load):
    client = load(
        region_name="One", interface="internal", identity_endpoint="http://k/v2.0", **LOGIN
    ).client()
    adapter = client._adapter
    assert (adapter.region_name, adapter.interface, adapter.endpoint_override) == (
        "One",
        "internal",
        "http://k/v2.0",
    )


def test_a_client_uses_admin_endpoints_unless_told_otherwise(load):
    assert load(**LOGIN).client()._adapter.interface == "admin"


def test_identity_may_have_an_interface_of_its_own(load):
    cloud = load(interface="public", identity_interface="admin", **LOGIN)
    assert cloud.client()._adapter.interface == "admin"


def test_keywords_of_the_client_win(load):
    assert load(region_name="One", **LOGIN).client(region_name="Two")._adapter.region_name == "Two"


def test_a_client_takes_another_session(load):
    session = Session(auth=v2.Token("http://k", "t0ken"))
    assert load(**LOGIN).client(session).session is session


@pytest.mark.parametrize("login", [LOGIN, ADMIN])
def test_it_shows_no_secret(login, load):
    cloud = load(**login)
    assert "hunter2" not in repr(cloud)
    assert "hunter2" not in str(cloud)
    assert "hunter2" not in repr(cloud.auth["token" if login is ADMIN else "password"])


def test_it_does_not_change(load):
    with pytest.raises(FrozenInstanceError):
        load(**LOGIN).name = "other"


def test_it_copies(load):
    cloud = load(**LOGIN)
    assert copy.copy(cloud) == copy.deepcopy(cloud) == cloud


def test_it_does_not_pickle(load):
    with pytest.raises(TypeError, match="has secrets"):
        pickle.dumps(load(**LOGIN))


def test_an_error_pickles_and_copies(error):
    told = error(verify="maybe", **LOGIN)
    for other in (pickle.loads(pickle.dumps(told)), copy.copy(told)):
        assert (str(other), other.file, other.key) == (str(told), told.file, told.key)


INCOMPLETE = {"auth_url": "http://k:5000/v2.0", "username": "demo", "cache": {"auth": True}}


def test_a_cached_login_may_be_completed_later(load):
    plugin = load(**INCOMPLETE).plugin(TokenCache(MemoryStore()), complete=lambda: load(**LOGIN))
    assert isinstance(plugin, CachedPlugin)
    assert plugin.inner.password is None


def test_what_is_completed_with_nothing_is_told(load):
    cloud = load(**INCOMPLETE)
    plugin = cloud.plugin(TokenCache(MemoryStore()), complete=lambda: cloud)
    with pytest.raises(ConfigError, match="password missing"):
        plugin.get_token(Session())


@pytest.mark.parametrize(
    "others", [{"cache": False}, {"username": ""}, {"auth_type": "rackspace_apikey"}]
)
def test_what_else_is_missing_cannot_come_later(load, others):
    cloud = load(**{**INCOMPLETE, **others})
    with pytest.raises(ConfigError, match="missing"):
        cloud.plugin(complete=lambda: load(**LOGIN))
