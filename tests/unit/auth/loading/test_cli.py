"""Plugins from command-line arguments."""

from __future__ import annotations

import argparse

import keystoneauth1.exceptions
import keystoneauth1.loading
import pytest

from ksclient.auth import exceptions, loading

LOGIN = ["--os-auth-url", "http://k/v2.0", "--os-username", "u", "--os-password", "p"]


@pytest.fixture
def parser():
    return argparse.ArgumentParser()


def loaded(parser, argv, default=None, **options):
    loading.register_auth_argparse_arguments(parser, argv, default)
    return loading.load_auth_from_argparse_arguments(parser.parse_args(argv), **options)


def test_without_a_name_there_is_no_plugin(parser):
    assert loading.register_auth_argparse_arguments(parser, []) is None
    assert loading.load_auth_from_argparse_arguments(parser.parse_args([])) is None


@pytest.mark.parametrize("argument", ["--os-auth-type", "--os-auth-plugin"])
def test_an_argument_names_the_plugin(parser, argument):
    plugin = loaded(parser, [argument, "v2password", *LOGIN])

    assert (plugin.auth_url, plugin.username, plugin.password) == ("http://k/v2.0", "u", "p")


@pytest.mark.parametrize("variable", ["OS_AUTH_TYPE", "OS_AUTH_PLUGIN"])
def test_the_environment_names_the_plugin(parser, monkeypatch, variable):
    monkeypatch.setenv(variable, "v2password")

    assert loaded(parser, LOGIN).username == "u"


def test_an_empty_variable_names_nothing(parser, monkeypatch):
    monkeypatch.setenv("OS_AUTH_TYPE", "")

    assert loaded(parser, LOGIN, default="v2password").username == "u"


def test_an_option_of_the_plugin_may_come_from_the_environment(parser, monkeypatch):
    monkeypatch.setenv("OS_TENANT_NAME", "demo")

    assert loaded(parser, ["--os-auth-type", "v2password", *LOGIN]).tenant_name == "demo"


def test_an_old_spelling_of_an_option_works(parser):
    argv = ["--os-auth-type", "password", *LOGIN, "--os-tenant-name", "demo"]

    assert loaded(parser, argv)._project_name == "demo"


def test_what_is_handed_in_wins(parser):
    assert loaded(parser, ["--os-auth-type", "v2password", *LOGIN], username="me").username == "me"


def test_the_default_may_be_a_loader(parser):
    assert loaded(parser, LOGIN, loading.get_plugin_loader("v2password")).username == "u"


def test_the_default_may_be_a_loader_of_keystoneauth1(parser):
    default = keystoneauth1.loading.get_plugin_loader("v3password")

    plugin = loaded(parser, ["--os-auth-url", "http://k/v3", "--os-user-id", "u"], default)

    assert type(plugin).__module__ == "keystoneauth1.identity.v3.password"


def test_registering_returns_the_loader(parser):
    loader = loading.register_auth_argparse_arguments(parser, ["--os-auth-type", "none"])

    assert type(loader) is type(loading.get_plugin_loader("none"))


def test_the_help_has_the_options_of_the_plugin(parser):
    loading.register_auth_argparse_arguments(parser, ["--os-auth-type", "v2password"])

    told = parser.format_help()

    assert "Options of the auth plugin v2password" in told
    assert "--os-tenant-name" in told


def test_the_help_shows_no_password_of_the_environment(parser, monkeypatch):
    monkeypatch.setenv("OS_PASSWORD", "s3cret")

    loading.register_auth_argparse_arguments(parser, ["--os-auth-type", "v2password"])

    assert "s3cret" not in parser.format_help()


def test_an_unknown_plugin_is_an_error(parser):
    with pytest.raises(exceptions.NoMatchingPlugin):
        loading.register_auth_argparse_arguments(parser, ["--os-auth-type", "v2pasword"])


@pytest.mark.parametrize("name", ["v2password", "v3password"])
def test_a_missing_option_is_an_error_of_both_libraries(parser, name):
    with pytest.raises(exceptions.MissingRequiredOptions) as caught:
        loaded(parser, ["--os-auth-type", name])

    assert isinstance(caught.value, keystoneauth1.exceptions.MissingRequiredOptions)
