"""The keywords of a client."""

import inspect

import pytest

from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.exceptions import IgnoredOptionsWarning, InvalidArgument
from ksclient.httpclient import HTTPClient
from ksclient.httpclient.options import Options
from ksclient.v2_0.client import Client


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("usrname", "username"), ("region", "region_name"), ("Session", "session")],
)
def test_an_unknown_keyword_is_an_error_that_names_the_nearest(wrong, right):
    with pytest.raises(TypeError, match=f"'{wrong}'.* Did you mean '{right}'"):
        Client(**{wrong: None})


def test_a_keyword_like_no_other_is_an_error_without_a_guess():
    with pytest.raises(TypeError, match=r"'qqqqq'\.$"):
        Client(qqqqq=1)


def test_a_session_without_its_keyword_is_an_error_that_says_how_to_pass_it():
    with pytest.raises(TypeError, match=r"Did you mean Client\(session=\.\.\.\)\?$"):
        Client(Session())


def test_an_argument_without_its_keyword_is_an_error_that_does_not_show_it():
    with pytest.raises(TypeError, match=r"given a str without one\.$"):
        Client("s3cret")


def test_help_shows_that_there_are_keywords_only():
    parameters = list(inspect.signature(Client.__init__).parameters.values())[1:]
    assert {each.kind for each in parameters} == {inspect.Parameter.KEYWORD_ONLY}


def test_a_plugin_without_a_session_is_an_error_that_says_where_it_goes():
    with pytest.raises(TypeError, match=r"session=Session\(auth=plugin\)"):
        Client(auth=Token("http://127.0.0.1/v2.0", "t"))


@pytest.mark.parametrize("thing", [Token("http://127.0.0.1/v2.0", "t"), object(), "http://a/v2.0"])
def test_a_session_that_is_none_is_an_error_that_names_it(thing):
    with pytest.raises(TypeError, match=rf"this {type(thing).__name__} cannot .*Session\(auth="):
        Client(session=thing)


def test_the_signature_is_upstreams_with_what_upstream_takes_without_naming_it():
    theirs = pytest.importorskip("keystoneclient.httpclient").HTTPClient
    upstream = [
        (each.name, each.default)
        for each in inspect.signature(theirs.__init__).parameters.values()
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.name != "user_agent"
    ]
    ours = [
        (each.name, each.default)
        for each in inspect.signature(HTTPClient.__init__).parameters.values()
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.name != "user_agent"
    ]
    assert [name for name, _ in ours] == [name for name, _ in upstream]
    assert [default for name, default in ours if name != "self"] == [
        default for name, default in upstream if name != "self"
    ]


def test_options_show_no_secret():
    shown = repr(Options(password="s3cret", token="s3cret", auth_ref={"token": "s3cret"}))
    assert "s3cret" not in shown


def test_a_keyring_over_a_session_is_ignored_and_the_warning_says_what_to_do():
    with pytest.warns(
        IgnoredOptionsWarning, match=r"use_keyring.*TokenCache\(\)\.plugin"
    ) as caught:
        Client(session=Session(), use_keyring=True)
    assert [warning.filename for warning in caught] == [__file__]


def test_a_keyring_that_is_not_wanted_is_fine():
    Client(session=Session(), use_keyring=False, force_new_token=False, stale_duration=60)


def test_thirty_seconds_are_stale():
    assert Options().stale_seconds == 30
    assert Options(stale_duration=60).stale_seconds == 60


@pytest.mark.parametrize("stale_duration", ["x", float("inf"), [1]])
def test_a_stale_duration_that_is_no_number_is_refused(stale_duration):
    with pytest.raises(InvalidArgument, match="stale_duration="):
        Options(stale_duration=stale_duration).stale_seconds  # noqa: B018 - it is a property
