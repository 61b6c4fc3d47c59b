"""Servers learn who is calling, the most significant name first."""

from __future__ import annotations

import platform
import subprocess
import sys
from typing import Any

import pytest
import requests

from ksclient._version import __version__
from ksclient.auth.session import DEFAULT_USER_AGENT, Session
from ksclient.auth.session.user_agent import compose, default_user_agent, program_name

DEFAULT = (
    f"ksclient/{__version__} python-requests/{requests.__version__} "
    f"{platform.python_implementation()}/{platform.python_version()}"
)


def test_the_default_names_the_library_and_what_it_stands_on() -> None:
    assert default_user_agent() == DEFAULT_USER_AGENT == DEFAULT


@pytest.mark.parametrize(
    ("products", "start"),
    [
        ([("app", "1")], "app/1"),
        ([("app", None)], "app"),
        ([(None, "1"), ("lib", "2")], "lib/2"),
        ([("app", "1"), ("lib", "2"), ("more", "3")], "app/1 lib/2 more/3"),
    ],
)
def test_products_come_first(products: Any, start: str) -> None:
    assert compose(products) == f"{start} {DEFAULT}"


@pytest.mark.parametrize(
    ("argv", "start"), [(["/usr/bin/tool", "x"], "tool "), ([""], ""), ([], "")]
)
def test_without_a_product_the_program_comes_first(
    argv: list[str], start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", argv)

    assert compose([]) == start + DEFAULT


def test_under_mod_wsgi_the_calling_package_is_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["mod_wsgi"])
    caller: dict[str, Any] = {"__name__": "horizon.views", "ask": program_name}
    through: dict[str, Any] = {"__name__": "keystoneauth1.session", "caller": caller}

    exec("def ask_for(ask): return ask()", through)
    exec("answer = through(ask)", {**caller, "through": through["ask_for"]}, caller)

    assert caller["answer"] == "horizon"


def sent(requests_mock: Any, session: Session, **kwargs: Any) -> str:
    requests_mock.get("http://a.example/")
    session.get("http://a.example/", **kwargs)
    agent: str = requests_mock.last_request.headers["User-Agent"]
    return agent


@pytest.mark.parametrize(
    ("session", "call", "expected"),
    [
        ({"user_agent": "me"}, {}, f"me {DEFAULT}"),
        ({"app_name": "a", "app_version": "1"}, {}, f"a/1 {DEFAULT}"),
        ({"app_name": "a"}, {"client_name": "c", "client_version": "2"}, f"a c/2 {DEFAULT}"),
        ({"additional_user_agent": [("m", "3")]}, {"client_name": "c"}, f"c m/3 {DEFAULT}"),
        ({"user_agent": "me", "app_name": "a"}, {}, f"me {DEFAULT}"),
        ({"user_agent": "me"}, {"user_agent": "whole"}, "whole"),
        ({"user_agent": "me"}, {"headers": {"user-agent": "mine"}}, "mine"),
        ({}, {"user_agent": "whole", "headers": {"User-Agent": "mine"}}, "whole"),
    ],
)
def test_the_caller_decides_what_is_sent(
    session: dict[str, Any], call: dict[str, Any], expected: str, requests_mock: Any
) -> None:
    assert sent(requests_mock, Session(**session), **call) == expected


def test_names_are_read_when_a_request_is_sent(requests_mock: Any) -> None:
    session = Session()
    session.app_name = "later"

    assert sent(requests_mock, session) == f"later {DEFAULT}"


def test_importing_a_session_loads_no_requests() -> None:
    code = (
        "import sys, ksclient.auth.session as s\n"
        "print([m for m in ('requests', 'urllib3', 'stevedore', 'keystoneauth1', 'ssl') "
        "if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
