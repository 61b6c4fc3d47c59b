"""The keywords of a client."""

import inspect

import pytest

from ksclient.auth.session import Session
from ksclient.exceptions import InvalidArgument
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


def test_a_keyring_is_refused_and_the_error_says_what_to_do():
    with pytest.raises(InvalidArgument, match="auth_ref="):
        Client(session=Session(), use_keyring=True)


def test_a_keyring_that_is_not_wanted_is_fine():
    Client(session=Session(), use_keyring=False, force_new_token=False, stale_duration=60)


def test_thirty_seconds_are_stale():
    assert Options().stale_seconds == 30
    assert Options(stale_duration=60).stale_seconds == 60
