"""Sessions from arguments and configuration files."""

from __future__ import annotations

import argparse

import pytest
from oslo_config import cfg

from ksclient.auth import loading
from ksclient.auth.loading.session import Session
from ksclient.auth.noauth import NoAuth


@pytest.fixture
def parser():
    return argparse.ArgumentParser()


def from_arguments(parser, *argv, **options):
    loading.register_session_argparse_arguments(parser)
    namespace = parser.parse_args(argv)
    return loading.load_session_from_argparse_arguments(namespace, **options)


def from_conf(overrides, group="cloud", **options):
    conf = cfg.ConfigOpts()
    loading.register_session_conf_options(conf, group)
    for name, value in overrides.items():
        conf.set_override(name, value, group="cloud")
    return loading.load_session_from_conf_options(conf, group, **options)


def test_without_arguments_a_session_is_checked_and_waits_ten_minutes(parser):
    session = from_arguments(parser)

    assert (session.verify, session.cert, session.timeout) == (True, None, 600)
    assert (session.tls_ciphers, session.tls_min_version) == (None, None)


@pytest.mark.parametrize(
    ("argv", "name", "value"),
    [
        (["--insecure"], "verify", False),
        (["--os-cacert", "/ca"], "verify", "/ca"),
        (["--insecure", "--os-cacert", "/ca"], "verify", False),
        (["--os-cert", "/cert"], "cert", "/cert"),
        (["--os-cert", "/cert", "--os-key", "/key"], "cert", ("/cert", "/key")),
        (["--timeout", "5.5"], "timeout", 5.5),
        (["--tls-ciphers", "HIGH"], "tls_ciphers", "HIGH"),
        (["--tls-min-version", "1.3"], "tls_min_version", "1.3"),
    ],
)
def test_arguments_describe_the_session(parser, argv, name, value):
    assert getattr(from_arguments(parser, *argv), name) == value


@pytest.mark.parametrize(
    ("variable", "value", "name"),
    [
        ("OS_CACERT", "/ca", "verify"),
        ("OS_CERT", "/cert", "cert"),
        ("OS_TLS_CIPHERS", "HIGH", "tls_ciphers"),
        ("OS_TLS_MIN_VERSION", "1.2", "tls_min_version"),
    ],
)
def test_the_environment_describes_it_too(parser, monkeypatch, variable, value, name):
    monkeypatch.setenv(variable, value)

    assert getattr(from_arguments(parser), name) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [("0", "greater than 0"), ("-1", "greater than 0"), ("nan", "greater than 0"), ("x", "float")],
)
def test_a_timeout_is_a_number_above_zero(parser, capsys, text, told):
    with pytest.raises(SystemExit):
        from_arguments(parser, f"--timeout={text}")

    assert told in capsys.readouterr().err


def test_requests_are_timed_if_an_argument_says_so(parser, requests_mock):
    requests_mock.get("http://server/")
    session = from_arguments(parser, "--collect-timing")

    session.get("http://server/", authenticated=False)

    assert len(session.get_timings()) == 1


def test_what_is_handed_in_wins_over_arguments(parser):
    plugin = NoAuth()

    session = from_arguments(parser, "--timeout", "5", timeout=7, auth=plugin)

    assert (session.timeout, session.auth) == (7, plugin)


def test_an_empty_section_makes_a_session_that_is_checked():
    session = from_conf({})

    assert (session.verify, session.cert) == (True, None)


@pytest.mark.parametrize(
    ("overrides", "name", "value"),
    [
        ({"insecure": True}, "verify", False),
        ({"cafile": "/ca"}, "verify", "/ca"),
        ({"certfile": "/cert", "keyfile": "/key"}, "cert", ("/cert", "/key")),
        ({"timeout": 5}, "timeout", 5),
        ({"tls_ciphers": "HIGH"}, "tls_ciphers", "HIGH"),
        ({"tls_min_version": "1.2"}, "tls_min_version", "1.2"),
    ],
)
def test_a_section_describes_the_session(overrides, name, value):
    assert getattr(from_conf(overrides), name) == value


def test_a_section_may_be_given_as_an_object():
    assert from_conf({"timeout": 5}, cfg.OptGroup("cloud")).timeout == 5


def test_what_is_handed_in_wins_over_a_section():
    assert from_conf({"timeout": 5}, timeout=7).timeout == 7


def test_options_may_replace_older_ones():
    old = cfg.DeprecatedOpt("ca_file", group="old")

    (option,) = (
        each
        for each in loading.get_session_conf_options({"cafile": [old]})
        if each.name == "cafile"
    )

    assert option.deprecated_opts == [old]


def test_verify_wins_over_what_stands_for_it():
    assert Session().load_from_options(verify="/ca", insecure=True).verify == "/ca"
