"""One secret in every place where a secret may be: none of them is ever shown."""

from __future__ import annotations

import json
import logging
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from ksclient.auth import exceptions
from ksclient.auth.session import Session
from tests.servers import scripted

CANARIES = {
    name: f"c4n4ry-{name}-S3cr3t"
    for name in (
        "plugin",
        "header",
        "service",
        "authorization",
        "cookie",
        "setcookie",
        "password",
        "newpassword",
        "ec2",
        "apikey",
        "url",
        "userinfo",
        "query",
        "basic",
        "issued",
    )
}
BODY = {
    "auth": {
        "passwordCredentials": {"username": "me", "password": CANARIES["password"]},
        "RAX-KSKEY:apiKeyCredentials": {"apiKey": CANARIES["apikey"]},
    },
    "user": {"password": CANARIES["newpassword"]},
    "credentials": {"access": "a", "secret": CANARIES["ec2"]},
}
ISSUED = {"access": {"token": {"id": CANARIES["issued"]}}}


def echo(token: str) -> bytes:
    """Return an error that quotes what the request held."""
    said = f"No token {CANARIES['url']} {token} {CANARIES['header']}"
    return json.dumps({"error": {"message": said, "details": said}}).encode()


ECHO = echo(CANARIES["plugin"] + "1")
ECHO_OF_THE_SECOND = echo(CANARIES["plugin"] + "2")

JSON = {
    "Content-Type": "application/json",
    "Set-Cookie": f"s={CANARIES['setcookie']}",
    "X-Subject-Token": CANARIES["issued"],
}


@pytest.fixture
def everything_logged() -> Iterator[list[str]]:
    """Listen to all loggers at DEBUG, from the root."""
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{self.format(record)} {vars(record)}")

    listener, root = Listener(), logging.getLogger()
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(listener)
    root.setLevel(before)


def found(text: str) -> list[str]:
    return [name for name, secret in CANARIES.items() if secret in text]


def ask(session: Session, url: str, **kwargs: Any) -> requests.Response:
    host = url.removeprefix("http://")
    return session.post(
        f"http://me:{CANARIES['userinfo']}@{host}/v2.0/tokens/{CANARIES['url']}",
        headers={
            "X-Subject-Token": CANARIES["header"],
            "X-Service-Token": CANARIES["service"],
            "Authorization": CANARIES["authorization"],
            "Cookie": f"s={CANARIES['cookie']}",
        },
        params={"password": CANARIES["query"]},
        cookies={"session": CANARIES["cookie"]},
        requests_auth=("me", CANARIES["basic"]),
        json=BODY,
        **kwargs,
    )


OUTCOMES: dict[str, tuple[type[Exception] | None, list[scripted.Step]]] = {
    "answer": (None, [scripted.answer(200, json.dumps(ISSUED).encode(), JSON)]),
    "redirect": (
        None,
        [scripted.redirect(f"/v2.0/tokens/{CANARIES['url']}"), scripted.answer(200, b"{}", JSON)],
    ),
    "echo": (exceptions.NotFound, [scripted.answer(404, ECHO, JSON)]),
    "refusals": (
        exceptions.Unauthorized,
        [scripted.answer(401, ECHO, JSON), scripted.answer(401, ECHO_OF_THE_SECOND, JSON)],
    ),
    "status retries": (
        exceptions.ServiceUnavailable,
        [scripted.answer(503, ECHO, JSON | {"Retry-After": "0"})] * 2,
    ),
    "receipt": (
        exceptions.InvalidResponse,
        [scripted.answer(401, b"?", {"Openstack-Auth-Receipt": "junk"})] * 2,
    ),
    "lost renewal": (exceptions.ConnectFailure, [scripted.answer(401, ECHO, JSON), scripted.reset]),
    "reset": (exceptions.ConnectFailure, [scripted.reset]),
    "nonsense": (exceptions.ConnectFailure, [scripted.raw(b"nonsense\r\n")]),
    "half": (
        exceptions.UnknownConnectionError,
        [scripted.raw(b"HTTP/1.1 200 Fine\r\nContent-Length: 9\r\n\r\nhalf")],
    ),
    "unsafe redirect": (
        exceptions.UnsafeRedirect,
        [scripted.redirect(f"http://127.0.0.2:1/v2.0/tokens/{CANARIES['url']}")],
    ),
    "junk redirect": (exceptions.InvalidResponse, [scripted.redirect("javascript:alert(1)")]),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("own", [False, True], ids=["ours", "users"])
def test_no_secret_is_logged_raised_traced_or_pickled(
    own: bool,
    outcome: str,
    everything_logged: list[str],
    serve: Any,
    token_plugin: Any,
    shown: Callable[[BaseException], str],
) -> None:
    expected, script = OUTCOMES[outcome]
    server = serve(*script)
    session = Session(
        token_plugin(prefix=CANARIES["plugin"]),
        session=requests.Session() if own else None,
        collect_timing=True,
        connect_retries=1,
    )
    error: BaseException | None = None

    try:
        ask(session, server.url, status_code_retries=1)
    except exceptions.ClientException as caught:
        error = caught

    assert (error is None) == (expected is None)
    assert server.asked
    assert found(server.asked[0].raw.decode()) != []
    assert found("\n".join(everything_logged)) == []
    assert found(repr(session)) == []
    if error is not None:
        assert isinstance(error, expected or ())
        assert found(shown(error)) == []
        assert found(repr(pickle.dumps(error))) == []
        assert found(repr(getattr(error, "details", ""))) == []


def test_no_secret_is_shown_when_nobody_answers(
    everything_logged: list[str], dead_url: str, token_plugin: Any, shown: Any
) -> None:
    session = Session(token_plugin(prefix=CANARIES["plugin"]))

    with pytest.raises(exceptions.ConnectFailure) as caught:
        ask(session, dead_url, connect_retries=1, connect_retry_delay=0.001)

    assert found("\n".join(everything_logged)) == []
    assert found(shown(caught.value)) == []
    assert found(repr(pickle.dumps(caught.value))) == []


def test_no_secret_is_shown_of_a_path_beneath_an_endpoint(dead_url: str, shown: Any) -> None:
    with pytest.raises(exceptions.ConnectFailure) as caught:
        Session().get(f"/v2.0/tokens/{CANARIES['url']}", endpoint_override=dead_url)

    assert found(shown(caught.value)) == []


def test_no_secret_is_shown_when_the_plugin_changes_what_it_must_not(
    token_plugin: Any, shown: Any
) -> None:
    class Meddling(token_plugin):  # type: ignore[misc]
        def get_connection_params(self, session: Any) -> dict[str, Any]:
            return {"timeout": 5}

    with pytest.raises(exceptions.UnsupportedParameters) as caught:
        ask(Session(Meddling(prefix=CANARIES["plugin"])), "http://a.example")

    assert "_options: " in shown(caught.value)
    assert found(shown(caught.value)) == []


@pytest.mark.parametrize("ending", ["\n", "\r\nX: y", "☃"])
def test_no_secret_is_shown_when_a_token_is_no_header(
    ending: str, everything_logged: list[str], dead_url: str, shown: Any
) -> None:
    with pytest.raises(exceptions.UnknownConnectionError) as caught:
        Session().get(dead_url, headers={"X-Auth-Token": CANARIES["header"] + ending})

    assert found("\n".join(everything_logged)) == []
    assert found(shown(caught.value)) == []
    assert found(repr(pickle.dumps(caught.value))) == []


@pytest.mark.parametrize(
    "kwargs",
    [
        {"json": BODY},
        {"data": json.dumps(BODY)},
        {"data": {"password": CANARIES["password"]}},
        {"headers": {"X-Auth-Token": CANARIES["header"]}},
        {"params": {"password": CANARIES["query"]}},
        {"requests_auth": ("me", CANARIES["basic"])},
        {"cookies": {"session": CANARIES["cookie"]}},
    ],
)
def test_no_secret_is_shown_when_the_plugin_fails(kwargs: Any, shown: Any) -> None:
    class Failing:
        def get_headers(self, session: Any) -> dict[str, str]:
            raise exceptions.AuthorizationFailure("no login")

    failing: Any = Failing()

    with pytest.raises(exceptions.AuthorizationFailure) as caught:
        Session(failing).post(f"http://a.example/v2.0/tokens/{CANARIES['url']}", **kwargs)

    assert "request: " in shown(caught.value)
    assert found(shown(caught.value)) == []


def test_no_secret_is_shown_when_the_renewal_fails(
    requests_mock: Any, token_plugin: Any, shown: Any
) -> None:
    class Failing(token_plugin):  # type: ignore[misc]
        def renew_headers(self, session: Any, rejected: Any) -> dict[str, str]:
            raise exceptions.AuthorizationFailure("no login")

    requests_mock.get("http://a.example/", status_code=401)

    with pytest.raises(exceptions.AuthorizationFailure) as caught:
        Session(Failing(prefix=CANARIES["plugin"])).get("http://a.example/")

    assert found(shown(caught.value)) == []
