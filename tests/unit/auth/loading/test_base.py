"""Plugins are found by name: ours, keystoneauth1's and everybody's."""

from __future__ import annotations

import pickle
from functools import partial
from importlib.metadata import entry_points

import pytest

from ksclient.auth import exceptions, loading
from ksclient.auth.loading import base
from ksclient.auth.loading._plugins import OWN
from tests.unit.fresh_python import run_with

OURS = {
    "admin_token",
    "http_basic",
    "none",
    "password",
    "rackspace_apikey",
    "token",
    "token_endpoint",
    "v2password",
    "v2token",
}
OUR_GROUP, THEIR_GROUP = "ksclient.auth.plugin", "keystoneauth1.plugin"
LOADER = """
from ksclient.auth import loading, noauth

class Loader(loading.BaseLoader):
    plugin_class = noauth.NoAuth

    def get_options(self):
        return []

class Unavailable(Loader):
    available = False
"""
SHOW = "from ksclient.auth import loading\nprint(type(loading.get_plugin_loader({!r})).__module__)"
CATCH = """
from ksclient.auth import exceptions, loading
try:
    loading.get_plugin_loader("{}")
except exceptions.AuthPluginException as error:
    print(error)
"""


@pytest.fixture
def python(tmp_path):
    return partial(run_with, tmp_path)


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_plugin_of_ours_loads_by_name(name):
    loader = loading.get_plugin_loader(name)

    assert type(loader).__module__.startswith("ksclient.auth.loading._plugins.")
    assert loader.plugin_class.__module__.startswith("ksclient.auth.")


def test_all_of_ours_are_available():
    assert loading.get_available_plugin_names() >= OURS


def test_what_is_available_is_what_loads():
    loaders = loading.get_available_plugin_loaders()

    assert loaders.keys() == loading.get_available_plugin_names()
    assert type(loaders["password"]) is type(loading.get_plugin_loader("password"))


def test_the_options_of_a_plugin_are_those_of_its_loader():
    assert loading.get_plugin_options("none") == loading.get_plugin_loader("none").get_options()


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(exceptions.NoMatchingPlugin, match="Did you mean 'v2password'") as caught:
        loading.get_plugin_loader("v2pasword")

    assert caught.value.name == "v2pasword"
    assert caught.value.nearest[0] == "v2password"


def test_a_name_like_no_other_is_answered_with_all():
    with pytest.raises(exceptions.NoMatchingPlugin, match="There are: admin_token, http_basic"):
        loading.get_plugin_loader("xyz")


def test_the_error_goes_through_a_pickle():
    with pytest.raises(exceptions.NoMatchingPlugin) as caught:
        loading.get_plugin_loader("v2pasword")

    copy = pickle.loads(pickle.dumps(caught.value))

    assert (str(copy), copy.name, copy.nearest) == (
        str(caught.value),
        "v2pasword",
        caught.value.nearest,
    )


def test_a_v3_plugin_without_keystoneauth1_is_answered_with_where_to_get_it():
    error = base._no_such("v3password", sorted(OURS))

    assert "Plugins for v3 come with keystoneauth1" in str(error)
    assert "pip install keystoneauth1" in str(error)


def test_a_misspelt_v3_plugin_with_keystoneauth1_is_just_misspelt():
    error = base._no_such("v3pasword", ["v3password"])

    assert str(error).endswith("Did you mean 'v3password'?")


def test_keystoneauth1s_plugins_load_by_name():
    loader = loading.get_plugin_loader("v3password")

    assert type(loader).__module__ == "keystoneauth1.loading._plugins.identity.v3"


def test_a_plugin_made_for_keystoneauth1_does_not_replace_one_of_ours(python):
    told = python(SHOW.format("password"), other=(THEIR_GROUP, ["password = other:Loader"], LOADER))

    assert told == "ksclient.auth.loading._plugins.identity.generic"


def test_a_plugin_made_for_ksclient_replaces_one_of_ours(python):
    told = python(SHOW.format("password"), other=(OUR_GROUP, ["password = other:Loader"], LOADER))

    assert told == "other"


def test_a_plugin_made_for_keystoneauth1_replaces_one_of_keystoneauth1s(python):
    told = python(SHOW.format("v3totp"), other=(THEIR_GROUP, ["v3totp = other:Loader"], LOADER))

    assert told == "other"


def test_a_plugin_that_is_not_available_is_not_listed_but_loads(python):
    told = python(
        "from ksclient.auth import loading\n"
        "print('own' in loading.get_available_plugin_names(), loading.get_plugin_loader('own'))",
        other=(OUR_GROUP, ["own = other:Unavailable"], LOADER),
    )

    assert told.startswith("False <other.Unavailable object")


@pytest.mark.parametrize(
    ("entry_point", "source", "reason"),
    [
        ("broken:Loader", "import no_such_library", "ModuleNotFoundError: No module named"),
        ("broken:Loader", "", "AttributeError: module 'broken' has no attribute 'Loader'"),
        ("broken:Loader", "Loader = 3", "TypeError: 'int' object is not callable"),
    ],
)
def test_a_plugin_that_cannot_be_imported_says_why(python, entry_point, source, reason):
    told = python(CATCH.format("own"), broken=(OUR_GROUP, [f"own = {entry_point}"], source))

    assert told.startswith("The plugin 'own' cannot be used: importing broken:Loader raised")
    assert reason in told


def test_a_plugin_that_cannot_be_imported_is_not_listed_but_logged(python):
    told = python(
        "import logging, sys\n"
        "logging.basicConfig(level='INFO', stream=sys.stdout)\n"
        "from ksclient.auth import loading\n"
        "print('own' in loading.get_available_plugin_names())",
        broken=(OUR_GROUP, ["own = broken:Loader"], "import no_such_library"),
    )

    assert "INFO:ksclient.auth.loading.base:The plugin 'own' cannot be used" in told
    assert told.endswith("False")


def test_a_name_is_looked_up_without_a_word_on_stderr(python):
    told = python(
        "import contextlib, io\n"
        "with contextlib.redirect_stderr(io.StringIO()) as stderr:\n"
        + "\n".join(f"    {line}" for line in CATCH.format("v2pasword").splitlines())
        + "\nprint(repr(stderr.getvalue()))"
    )

    assert told.splitlines()[-1] == "''"


def test_importing_it_loads_nothing_that_takes_long(python):
    heavy = ["argparse", "stevedore", "requests", "oslo_config", "keystoneauth1"]

    told = python(f"import sys, ksclient.auth.loading; print({{*{heavy}}} & {{*sys.modules}})")

    assert told == "set()"


def test_loading_a_plugin_imports_no_session(python):
    told = python(
        "import sys; from ksclient.auth import loading\n"
        "loading.get_plugin_loader('v2password').load_from_options(auth_url='u', username='n')\n"
        "print({'requests', 'keystoneauth1', 'ksclient.auth.session'} & {*sys.modules})"
    )

    assert told == "set()"


def test_the_entry_points_are_those_that_the_code_names():
    registered = entry_points(group=OUR_GROUP)
    assert {each.name: each.value for each in registered if "ksclient" in each.value} == OWN


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_are_found_where_an_older_ksclient_is_registered(name, monkeypatch):
    monkeypatch.setattr(base, "_registered", registered_before_there_were_ours)
    assert type(loading.get_plugin_loader(name)).__module__.startswith("ksclient.")


def registered_before_there_were_ours(group):
    return [] if group == OUR_GROUP else list(entry_points(group=group))
