"""oslo.config is not needed, and where it is missing that is said."""

from __future__ import annotations

import sys

import pytest
from oslo_config import cfg

from ksclient.auth import exceptions, loading
from ksclient.auth.loading import _oslo

CONF = cfg.ConfigOpts()


@pytest.fixture
def without_oslo(monkeypatch):
    monkeypatch.setitem(sys.modules, "oslo_config", None)


@pytest.mark.parametrize(
    "ask",
    [
        loading.get_auth_common_conf_options,
        lambda: loading.get_auth_plugin_conf_options("password"),
        lambda: loading.register_auth_conf_options(CONF, "cloud"),
        loading.get_session_conf_options,
        lambda: loading.register_session_conf_options(CONF, "cloud"),
        loading.get_adapter_conf_options,
        lambda: loading.register_adapter_conf_options(CONF, "cloud"),
    ],
)
@pytest.mark.parametrize("caught_as", [exceptions.OptionError, ImportError])
@pytest.mark.usefixtures("without_oslo")
def test_without_it_there_is_an_error_that_says_what_to_install(ask, caught_as):
    with pytest.raises(caught_as, match=r"pip install oslo\.config"):
        ask()


@pytest.mark.usefixtures("without_oslo")
def test_without_it_plugins_load_by_name():
    loader = loading.get_plugin_loader("v2password")

    assert loader.load_from_options(auth_url="http://k", username="u").username == "u"


def test_options_with_other_help_are_equal_on_either_side():
    mine = _oslo.option(cfg.StrOpt, "name", help="in my words")
    theirs = cfg.StrOpt("name", help="in theirs")

    assert (mine == theirs, theirs == mine) == (True, True)
    assert (mine != theirs, theirs != mine) == (False, False)


def test_options_that_mean_something_else_are_not():
    mine = _oslo.option(cfg.StrOpt, "name", help="help")

    assert mine != cfg.StrOpt("name", help="help", secret=True)
    assert mine != cfg.IntOpt("name", help="help")
    assert mine != "name"


def test_options_are_of_the_classes_that_oslo_has():
    option = _oslo.option(cfg.StrOpt, "name")

    assert isinstance(option, cfg.StrOpt)
    assert hash(option) != hash(_oslo.option(cfg.StrOpt, "name"))
