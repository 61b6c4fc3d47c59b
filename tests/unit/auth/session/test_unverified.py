"""Whoever checks no certificates is told so, once for each host."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from ksclient.auth.session.call import Call
from ksclient.auth.session.unverified import warned

LOGGER = logging.getLogger("tests.unverified")
SECRET = "c4n4ry-p4ssw0rd"


def ask(send: Any, told_of: set[str], url: str, verify: Any) -> None:
    warned(send, told_of, LOGGER)(Call("GET", url, options={"verify": verify}))


@pytest.mark.parametrize("url", ["https://a.example/x", "HTTPS://a.example/x"])
def test_a_host_is_told_of_once(
    url: str, fake_send: Any, response: Any, caplog: pytest.LogCaptureFixture
) -> None:
    told_of: set[str] = set()

    for _ in range(2):
        ask(fake_send(response()), told_of, url, False)

    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.records[0].getMessage().startswith("The certificate of a.example is not checked")
    assert told_of == {"a.example"}


@pytest.mark.parametrize(
    ("url", "verify"),
    [("http://a.example/", False), ("https://a.example/", True), ("https://a.example/", "/ca.pem")],
)
def test_where_nothing_is_unchecked_nothing_is_said(
    url: str, verify: Any, fake_send: Any, response: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ask(fake_send(response()), set(), url, verify)

    assert caplog.text == ""


def test_a_password_in_the_url_is_not_told(
    fake_send: Any, response: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ask(fake_send(response()), set(), f"https://me:{SECRET}@a.example/", False)

    assert SECRET not in caplog.text
