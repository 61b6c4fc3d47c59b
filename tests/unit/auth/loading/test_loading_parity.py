"""Side by side with keystoneauth1: the same names, options and arguments."""

from __future__ import annotations

import argparse
import inspect

import keystoneauth1.loading
import keystoneauth1.loading.adapter
import keystoneauth1.loading.session
import pytest

from ksclient.auth import loading

V3_ONLY = {"BaseV3Loader", "BaseFederationLoader"}
SHARED = [
    "admin_token",
    "http_basic",
    "none",
    "password",
    "token",
    "v2password",
    "v2token",
]


def described(option):
    """Return all that an option says, but for the words of its help."""
    return {
        "name": option.name,
        "dest": option.dest,
        "type": option.type,
        "required": option.required,
        "secret": option.secret,
        "default": option.default,
        "metavar": option.metavar,
        "prompt": option.prompt,
        "deprecated": [each.name for each in option.deprecated],
        "arguments": option.argparse_args,
        "variables": option.argparse_envvars,
    }


def options_of(library, name):
    options = library.get_plugin_loader(name).get_options()
    return {option.name: described(option) for option in options}


@pytest.mark.parametrize("name", SHARED)
def test_a_plugin_has_the_same_options(name):
    ours, theirs = options_of(loading, name), options_of(keystoneauth1.loading, name)

    assert ours == theirs
    assert list(ours) == list(theirs)


def test_token_endpoint_is_admin_token_under_its_other_name():
    assert options_of(loading, "token_endpoint") == options_of(keystoneauth1.loading, "admin_token")


def test_all_names_are_there_but_those_for_v3():
    assert set(keystoneauth1.loading.__all__) - set(loading.__all__) == V3_ONLY


def test_there_is_help_for_every_option():
    for name in SHARED:
        assert all(option.help for option in loading.get_plugin_options(name))


@pytest.mark.parametrize(
    "name",
    sorted(name for name in set(keystoneauth1.loading.__all__) - V3_ONLY if name[0].islower()),
)
def test_a_function_takes_the_same(name):
    ours = inspect.signature(getattr(loading, name)).parameters
    theirs = inspect.signature(getattr(keystoneauth1.loading, name)).parameters

    assert [(each.name, each.kind, each.default) for each in ours.values()] == [
        (each.name, each.kind, each.default) for each in theirs.values()
    ]


def arguments_of(register):
    parser = argparse.ArgumentParser()
    register(parser)
    return {
        tuple(action.option_strings): (
            action.dest,
            action.default,
            action.choices,
            action.metavar,
            action.nargs,
        )
        for action in parser._actions
    }


@pytest.mark.parametrize(
    "register",
    [
        lambda library, parser: library.register_session_argparse_arguments(parser),
        lambda library, parser: library.register_adapter_argparse_arguments(parser, "compute"),
        lambda library, parser: library.register_service_adapter_argparse_arguments(
            parser, "compute"
        ),
        lambda library, parser: library.register_auth_argparse_arguments(
            parser, ["--os-auth-type", "password"]
        ),
    ],
    ids=["session", "adapter", "service adapter", "auth"],
)
def test_arguments_are_the_same(register):
    ours = arguments_of(lambda parser: register(loading, parser))
    theirs = arguments_of(lambda parser: register(keystoneauth1.loading, parser))

    assert ours == theirs


@pytest.mark.parametrize(
    "options",
    [
        lambda library: library.get_auth_common_conf_options(),
        *(
            lambda library, name=name: library.get_auth_plugin_conf_options(
                library.get_plugin_loader(name)
            )
            for name in SHARED
        ),
        lambda library: library.get_session_conf_options(),
        lambda library: library.get_adapter_conf_options(),
        lambda library: library.get_adapter_conf_options(include_deprecated=False),
    ],
)
def test_options_of_oslo_config_are_the_same(options):
    assert options(loading) == options(keystoneauth1.loading)
