"""An option, as arguments, the environment and oslo.config have it."""

from __future__ import annotations

import pytest
from oslo_config import cfg

from ksclient.auth.loading import Opt

OLD = Opt("user-name")


def test_the_parameter_is_the_name_with_underscores():
    assert Opt("auth-url").dest == "auth_url"


def test_the_parameter_may_have_another_name():
    assert Opt("auth-url", dest="url").dest == "url"


def test_what_keystoneauth1_takes_none_for_is_taken():
    option = Opt("auth-url", dest=None, deprecated=None)

    assert (option.dest, option.deprecated, option.deprecated_opts) == ("auth_url", [], [])


def test_a_type_that_cannot_be_called_is_refused():
    with pytest.raises(TypeError, match="type must be callable"):
        Opt("port", type="int")


def test_it_shows_its_name():
    assert repr(Opt("auth-url", default="x", secret=True)) == "<Opt: auth-url>"


def test_options_that_say_the_same_are_equal():
    first, second = (Opt("name", int, "help", True, "dest", [OLD], 3, "<n>", True) for _ in "ab")

    assert first == second


@pytest.mark.parametrize(
    "other",
    [
        {"type": int},
        {"help": "other"},
        {"secret": True},
        {"dest": "other"},
        {"deprecated": [OLD]},
        {"default": 1},
        {"metavar": "<n>"},
        {"required": True},
    ],
)
def test_options_that_differ_are_not_equal(other):
    assert Opt("name") != Opt("name", **other)


def test_an_option_is_equal_to_nothing_else():
    assert Opt("name") != "name"


def test_the_preferred_argument_comes_first():
    option = Opt("username", deprecated=[OLD])

    assert option.argparse_args == ["--os-username", "--os-user-name"]


def test_the_preferred_variable_comes_first():
    option = Opt("username", deprecated=[OLD])

    assert option.argparse_envvars == ["OS_USERNAME", "OS_USER_NAME"]


@pytest.mark.parametrize(
    ("environment", "value"),
    [
        ({}, "default"),
        ({"OS_USERNAME": ""}, "default"),
        ({"OS_USERNAME": "new"}, "new"),
        ({"OS_USER_NAME": "old"}, "old"),
        ({"OS_USERNAME": "", "OS_USER_NAME": "old"}, "old"),
        ({"OS_USERNAME": "new", "OS_USER_NAME": "old"}, "new"),
    ],
)
def test_the_environment_wins_over_the_default(monkeypatch, environment, value):
    for name, text in environment.items():
        monkeypatch.setenv(name, text)

    assert Opt("username", default="default", deprecated=[OLD]).argparse_default == value


def test_oslo_config_gets_all_there_is():
    option = Opt("port", int, "help", True, "dest", [OLD], 3, "<n>", True)._to_oslo_opt()

    assert isinstance(option, cfg.Opt)
    assert (option.name, option.type, option.help, option.secret, option.dest) == (
        "port",
        int,
        "help",
        True,
        "dest",
    )
    assert (option.default, option.metavar, option.required) == (3, "<n>", True)
    assert cfg.DeprecatedOpt("user-name") in option.deprecated_opts


def test_a_subclass_for_keystoneauth1_that_names_arguments_its_own_way_works():
    class Plain(Opt):
        @property
        def argparse_args(self):
            return [f"--{each.name}" for each in self._all_opts]

    assert Plain("username", deprecated=[OLD]).argparse_args == ["--username", "--user-name"]
