"""NoAuth and HTTPBasicAuth: one endpoint, and the same headers for ever."""

from __future__ import annotations

import base64
import os

import pytest

from ksclient.auth import exceptions
from ksclient.auth.http_basic import HTTPBasicAuth
from ksclient.auth.noauth import NoAuth
from ksclient.auth.session import Session

URL = "http://service.example"


def test_noauth_sends_a_token_that_means_nothing() -> None:
    assert NoAuth(URL).get_headers(None) == {"X-Auth-Token": "notused"}


def test_basic_auth_sends_name_and_password_in_utf8() -> None:
    headers = HTTPBasicAuth(URL, "jürgen", "pä:ss").get_headers(None)

    assert headers is not None
    kind, _, encoded = headers["Authorization"].partition(" ")
    assert (kind, base64.b64decode(encoded).decode()) == ("Basic", "jürgen:pä:ss")


@pytest.mark.parametrize(("username", "password"), [(None, "p"), ("u", None), (None, None)])
def test_basic_auth_without_name_or_password_has_no_headers(username, password) -> None:
    assert HTTPBasicAuth(URL, username, password).get_headers(None) is None


@pytest.mark.parametrize(
    ("username", "password", "missing"),
    [
        ("u", None, "no password"),
        (None, "p", "no username"),
        (None, None, "no username and no pas"),
    ],
)
def test_basic_auth_says_what_is_missing(username, password, missing: str) -> None:
    with pytest.raises(exceptions.AuthorizationFailure, match=missing):
        Session(auth=HTTPBasicAuth(URL, username, password)).get(URL)


def test_basic_auth_with_name_and_password_misses_nothing() -> None:
    assert HTTPBasicAuth(URL, "u", "").explain_missing_token() is None


@pytest.mark.parametrize(
    ("password", "sent"),
    [(os.fsdecode(b"p\xff"), b"u:p\xff"), ("\ud800", b"u:\xed\xa0\x80")],
    ids=["bytes of the environment", "half a character"],
)
def test_basic_auth_sends_a_password_that_is_no_text(password: str, sent: bytes) -> None:
    headers = HTTPBasicAuth(URL, "u", password).get_headers(None)

    assert headers is not None
    assert base64.b64decode(headers["Authorization"].split()[1]) == sent


def test_basic_auth_with_an_empty_password_is_sent() -> None:
    assert HTTPBasicAuth(URL, "u", "").get_headers(None) == {"Authorization": "Basic dTo="}


@pytest.mark.parametrize("plugin", [NoAuth(URL), HTTPBasicAuth(URL, "u", "p")])
def test_the_endpoint_is_fixed_but_can_be_overridden(plugin) -> None:
    assert plugin.get_endpoint(None, service_type="x") == URL
    assert plugin.get_endpoint(None, endpoint_override="http://x") == "http://x"
