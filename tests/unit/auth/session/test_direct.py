"""Requests go past requests where it adds nothing, and arrive as if they had not."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
import requests_mock as mocker
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth

from ksclient.auth.exceptions import UnknownConnectionError
from ksclient.auth.session import Session, direct
from ksclient.auth.session.keepalive import TCPKeepAliveAdapter
from tests.servers import scripted


class Ways:
    """Which way each request took."""

    def __init__(self) -> None:
        self.were_direct: list[bool] = []

    def __call__(self, *args: Any) -> Any:
        answer = direct_answer_to(*args)
        self.were_direct.append(answer is not None)
        return answer


direct_answer_to = direct.answer_to


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ways:
    """Watch, in a home without ``.netrc`` and an environment without proxies."""
    proxies = [f"{kind}_proxy" for kind in ("http", "https", "all", "no")]
    names = ["NETRC", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"]
    for name in (*proxies, *map(str.upper, proxies), *names):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    watched = Ways()
    monkeypatch.setattr(direct, "answer_to", watched)
    return watched


class Own(requests.Session):
    """A session that a user made, so that requests does it all."""

    def __init__(self) -> None:
        super().__init__()
        self.mount("http://", TCPKeepAliveAdapter())


# -- both ways are the same ---------------------------------------------------------------------

CALLS = {
    "get": ("GET", "/v2.0/users", {}),
    "root": ("GET", "/", {}),
    "query": ("GET", "/v2.0/users?marker=a~b&limit=3&name='x'", {}),
    "segments": ("GET", "/a//b;c=d/e,f@g:h/i(j)*!$k", {}),
    "small method": ("get", "/v2.0", {}),
    "head": ("HEAD", "/v2.0", {}),
    "delete": ("DELETE", "/v2.0/users/1", {}),
    "post json": ("POST", "/v2.0/tokens", {"json": {"auth": {"name": "Zoë"}}}),
    "post bytes": ("POST", "/v2.0/tokens", {"data": b"\x00\xff"}),
    "post text": ("POST", "/v2.0/tokens", {"data": "Zoë"}),
    "post nothing": ("POST", "/v2.0/tokens", {}),
    "post no bytes": ("POST", "/v2.0/tokens", {"data": b""}),
    "put": ("PUT", "/v2.0/users/1", {"json": {}}),
    "patch": ("PATCH", "/v2.0/users/1", {"json": []}),
    "headers": ("GET", "/", {"headers": {"X-A": "b c", "X-Empty": "", "accept": "text/plain"}}),
    "own length": ("POST", "/", {"headers": {"Content-Length": "0"}}),
    "encoding": ("GET", "/", {"headers": {"Accept-Encoding": "identity"}}),
    "streamed": ("GET", "/v2.0", {"stream": True}),
    "deadline": ("GET", "/v2.0", {"total_timeout": 30}),
}


@pytest.mark.parametrize(("method", "path", "keywords"), CALLS.values(), ids=CALLS.keys())
def test_both_ways_send_the_same_and_return_the_same(
    method: str, path: str, keywords: dict[str, Any], serve: Any, ways: Ways
) -> None:
    body = b"" if method == "HEAD" else b'{"users": []}'
    headers = {"Content-Type": "application/json; charset=utf-8", "X-B": "1"}
    server = serve(*(scripted.answer(203, body, headers) for _ in range(2)))

    answers = [
        Session(session=session).request(f"{server.url}{path}", method, **keywords)
        for session in (None, Own())
    ]

    assert ways.were_direct == [True, False]
    assert server.asked[0].raw == server.asked[1].raw
    assert _what_users_see(answers[0]) == _what_users_see(answers[1])


def _what_users_see(answer: requests.Response) -> Any:
    request = answer.request
    assert answer.elapsed.total_seconds() > 0
    return (
        (answer.status_code, answer.reason, answer.url, answer.encoding, answer.content),
        (type(answer.headers), list(answer.headers.items()), answer.headers["x-b"]),
        (answer.history, answer.cookies.get_dict(), answer.links, answer.is_redirect, answer.next),
        (type(answer.connection), answer.raw.closed, answer.ok),
        (request.method, request.url, request.path_url, request.body, request.hooks),
        (type(request.headers), dict(request.headers.lower_items())),
    )


@pytest.mark.parametrize("keywords", [{}, {"total_timeout": 30}, {"stream": True}])
def test_a_redirect_that_is_not_followed_says_what_comes_next(
    keywords: dict[str, Any], serve: Any, ways: Ways
) -> None:
    step = scripted.answer(302, b"elsewhere", {"Location": "/elsewhere"})
    server = serve(step, step)

    answers = [
        Session(session=session).get(server.url + "/", redirect=False, **keywords)
        for session in (None, Own())
    ]

    assert [answer.content for answer in answers] == [b"elsewhere"] * 2
    assert ways.were_direct == [True, False]
    assert [answer.next.url for answer in answers] == [server.url + "/elsewhere"] * 2


def test_a_redirect_that_sets_a_cookie_was_not_sent_that_cookie(serve: Any, ways: Ways) -> None:
    step = scripted.answer(302, b"", {"Location": "/elsewhere", "Set-Cookie": "a=b"})
    server = serve(step, step)

    answers = [
        Session(session=session).get(server.url + "/", redirect=False) for session in (None, Own())
    ]

    assert ways.were_direct == [True, False]
    assert ["Cookie" in answer.request.headers for answer in answers] == [False, False]
    assert [answer.next.headers["Cookie"] for answer in answers] == ["a=b", "a=b"]


def test_a_url_in_bytes_is_left_to_requests(serve: Any, ways: Ways) -> None:
    server = serve(scripted.answer(203))

    answer = Session().get(f"{server.url}/".encode())

    assert (answer.status_code, ways.were_direct) == (203, [False])


HEAD = b"HTTP/1.1 200 Fine\r\n"
BROKEN = {
    "cut": (b"Content-Length: 100\r\n\r\nhalf", "ChunkedEncodingError"),
    "no gzip": (
        b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        "ContentDecodingError",
    ),
}


@pytest.mark.parametrize(("rest", "kind"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_body_is_told_with_the_error_of_requests(
    rest: bytes, kind: str, serve: Any, ways: Ways
) -> None:
    step = scripted.raw(HEAD + rest)
    server = serve(step, step)
    errors = []

    for session in (None, Own()):
        with pytest.raises(UnknownConnectionError) as caught:
            Session(session=session).get(server.url + "/")
        errors.append(caught.value)

    assert ways.were_direct == [True, False]
    assert [type(error.original).__name__ for error in errors] == [kind, kind]


@pytest.mark.parametrize(
    "path",
    ["", "/a/../b", "/.hidden", "/a%41", "/a b", "/ü", "/?", "/?a=ü", "/?a=%41", "/#part", "/a[1]"],
)
def test_a_url_that_requests_would_change_is_left_to_requests(
    path: str, serve: Any, ways: Ways
) -> None:
    server = serve(*(scripted.answer() for _ in range(2)))

    for session in (None, Own()):
        Session(session=session).get(server.url + path)

    assert ways.were_direct == [False, False]
    assert server.asked[0].raw == server.asked[1].raw


@pytest.mark.parametrize(
    "keywords",
    [
        {"params": {"a": "b"}},
        {"data": {"a": "b"}},
        {"cookies": {"a": "b"}},
        {"requests_auth": ("a", "b")},
        {"hooks": {"response": lambda *_, **__: None}},
        {"headers": {"X-Bytes": "ü".encode("latin-1").decode("latin-1")}},
    ],
    ids=lambda keywords: next(iter(keywords)),
)
def test_what_requests_has_to_prepare_is_left_to_requests(
    keywords: dict[str, Any], serve: Any, ways: Ways
) -> None:
    server = serve(scripted.answer())

    assert Session().post(server.url + "/", **keywords).status_code == 200

    assert ways.were_direct == [False]


# -- what users have of their own ---------------------------------------------------------------


def test_a_header_of_a_users_own_session_is_sent(serve: Any, ways: Ways) -> None:
    server = serve(scripted.answer())
    own = requests.Session()
    own.headers["X-Mine"] = "yes"

    Session(session=own).get(server.url + "/")

    assert ways.were_direct == [True]
    assert server.asked[0].headers["X-Mine"] == "yes"


@pytest.mark.parametrize("name", ["X-Mine", "Accept"])
def test_a_header_that_is_none_is_left_out(name: str, serve: Any, ways: Ways) -> None:
    server = serve(scripted.answer())
    own = requests.Session()
    own.headers[name] = None  # type: ignore[assignment]  # which takes a header away

    Session(session=own).get(server.url + "/", headers={"Accept-Encoding": "gzip"})

    assert ways.were_direct == [False]
    assert name not in server.asked[0].headers or name == "Accept"


SETTINGS: dict[str, Callable[[requests.Session], Any]] = {
    "auth": lambda own: setattr(own, "auth", HTTPBasicAuth("me", "secret")),
    "params": lambda own: own.params.update(a="b"),  # type: ignore[union-attr]
    "cookies": lambda own: own.cookies.set("a", "b"),
    "verify": lambda own: setattr(own, "verify", False),
    "cert": lambda own: setattr(own, "cert", ""),
    "headers": lambda own: setattr(own, "headers", {"X-Mine": "yes"}),
}
SEEN = {
    "auth": lambda seen: seen.headers["Authorization"] == "Basic bWU6c2VjcmV0",
    "params": lambda seen: seen.path == "/?a=b",
    "cookies": lambda seen: seen.headers["Cookie"] == "a=b",
    "verify": lambda seen: True,
    "cert": lambda seen: True,
    "headers": lambda seen: seen.headers["X-Mine"] == "yes",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_of_a_users_own_session_counts(setting: str, serve: Any, ways: Ways) -> None:
    server = serve(scripted.answer())
    own = requests.Session()
    SETTINGS[setting](own)

    Session(session=own).get(server.url + "/")

    assert ways.were_direct == [setting == "cert"]  # an empty one is none
    assert SEEN[setting](server.asked[0])


def test_hooks_of_a_users_own_session_are_called(serve: Any, ways: Ways) -> None:
    server = serve(scripted.answer())
    own, called = requests.Session(), []
    own.hooks["response"].append(lambda response, **_: called.append(response.status_code))

    Session(session=own).get(server.url + "/")

    assert ways.were_direct == [False]
    assert called == [200]


def test_a_users_own_kind_of_session_is_asked(serve: Any, ways: Ways) -> None:
    class Asked(requests.Session):
        asked: list[Any] = []  # noqa: RUF012

        def request(self, *args: Any, **kwargs: Any) -> requests.Response:
            self.asked.append((args, kwargs["allow_redirects"]))
            return super().request(*args, **kwargs)

    server = serve(scripted.answer())

    Session(session=Asked()).get(server.url + "/")

    assert ways.were_direct == [False]
    assert Asked.asked == [(("GET", server.url + "/"), False)]


SESSIONS = {"request", "prepare_request", "merge_environment_settings", "send"}


@pytest.mark.parametrize("name", sorted(SESSIONS))
@pytest.mark.parametrize("where", ["session", "class"])
def test_what_stands_in_place_of_a_part_of_requests_is_called(
    name: str, where: str, serve: Any, ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(scripted.answer())
    session = Session()
    called = []
    owner: Any = session.session if where == "session" else requests.Session
    original = getattr(owner, name)

    @functools.wraps(original)
    def traced(*args: Any, **kwargs: Any) -> Any:
        called.append(name)
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, name, traced)

    session.get(server.url + "/")

    assert ways.were_direct == [False]
    assert called == [name]


@pytest.mark.parametrize("name", sorted(direct._NAMES - SESSIONS))
def test_what_stands_in_place_of_a_part_of_what_is_prepared_is_called(
    name: str, serve: Any, ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(scripted.answer())
    called = []
    original = getattr(requests.PreparedRequest, name)

    def traced(*args: Any, **kwargs: Any) -> Any:
        called.append(name)
        return original(*args, **kwargs)

    monkeypatch.setattr(requests.PreparedRequest, name, traced)

    Session().get(server.url + "/")

    assert ways.were_direct == [False]
    assert called == [name]


def test_what_was_replaced_before_we_were_loaded_is_called_too() -> None:
    program = """
import functools, requests
original = requests.Session.send
@functools.wraps(original)
def traced(self, request, **kwargs):
    print("traced", request.method)
    return original(self, request, **kwargs)
requests.Session.send = traced
import socket, threading
listener = socket.create_server(("127.0.0.1", 0))
def serve():
    connection, _ = listener.accept()
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 204 Fine\\r\\n\\r\\n")
threading.Thread(target=serve, daemon=True).start()
from ksclient.auth.session import Session
print(Session().get(f"http://127.0.0.1:{listener.getsockname()[1]}/").status_code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["traced", "GET", "204"]


def test_what_was_replaced_while_we_were_loaded_need_not_be_so_for_ever() -> None:
    program = """
import requests
from unittest.mock import patch
with patch.object(requests.Session, "send"), patch.object(requests.PreparedRequest, "prepare"):
    from ksclient.auth.session import direct
    print(direct._adds_nothing(requests.Session()))
print(direct._adds_nothing(requests.Session()))
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_requests_mock_answers(ways: Ways) -> None:
    with mocker.Mocker() as mock:
        mock.get("http://a.example/", text="mocked")
        assert Session().get("http://a.example/").text == "mocked"
    assert ways.were_direct == [False]


@pytest.mark.parametrize("base", [TCPKeepAliveAdapter, HTTPAdapter])
def test_a_users_own_adapter_sends(base: Any, serve: Any, ways: Ways) -> None:
    class Noting(base):  # type: ignore[misc]
        noted: list[Any] = []  # noqa: RUF012

        def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
            self.noted.append(request.url)
            return super().send(request, *args, **kwargs)

    server = serve(scripted.answer())
    session = Session()
    session.mount(server.url, Noting())

    session.get(server.url + "/")

    assert ways.were_direct == [False]
    assert Noting.noted == [server.url + "/"]


def test_an_adapter_of_requests_own_sends(serve: Any, ways: Ways) -> None:
    server = serve(scripted.answer())

    assert Session(session=requests.Session()).get(server.url + "/").status_code == 200

    assert ways.were_direct == [True]


def test_the_retries_of_an_adapter_count(serve: Any, ways: Ways) -> None:
    server = serve(scripted.reset, scripted.answer())
    session = Session()
    session.mount("http://", TCPKeepAliveAdapter(max_retries=2))

    assert session.get(server.url + "/").status_code == 200

    assert ways.were_direct == [True]


def test_cookies_are_kept_and_sent_back(serve: Any, ways: Ways) -> None:
    server = serve(scripted.answer(headers={"Set-Cookie": "a=b; Path=/"}), scripted.answer())
    session = Session()

    answer = session.get(server.url + "/")
    session.get(server.url + "/")

    assert ways.were_direct == [True, False]
    assert answer.cookies.get_dict() == {"a": "b"}
    assert server.asked[1].headers["Cookie"] == "a=b"


# -- the environment, which may change at any time ----------------------------------------------


@pytest.mark.parametrize(
    "name", ["http_proxy", "HTTP_PROXY", "Http_Proxy", "all_proxy", "ALL_PROXY", "All_proxy"]
)
def test_a_proxy_of_the_environment_is_asked(
    name: str, serve: Any, ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, server = serve(scripted.answer(203)), serve(scripted.answer(200), scripted.answer(200))
    session = Session()

    before = session.get(server.url + "/")
    monkeypatch.setenv(name, proxy.url)
    monkeypatch.setenv("no_proxy", "")
    through = session.get(server.url + "/")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    past = session.get(server.url + "/")

    assert ways.were_direct == [True] * 3
    assert [answer.status_code for answer in (before, through, past)] == [200, 203, 200]
    assert proxy.asked[0].path == server.url + "/"


def test_a_session_that_does_not_trust_the_environment_asks_no_proxy(
    serve: Any, ways: Ways, monkeypatch: pytest.MonkeyPatch, dead_url: str
) -> None:
    server = serve(scripted.answer())
    monkeypatch.setenv("http_proxy", dead_url)
    session = Session()
    session.session.trust_env = False

    assert session.get(server.url + "/").status_code == 200


def test_a_proxy_of_the_session_is_asked(serve: Any, ways: Ways) -> None:
    proxy = serve(scripted.answer(203))
    session = Session()
    session.session.proxies = {"http": proxy.url}

    assert session.get("http://keystone.example/").status_code == 203

    assert ways.were_direct == [False]


@pytest.mark.parametrize("where", [".netrc", "_netrc", "NETRC"])
def test_a_password_in_netrc_is_sent(
    where: str, serve: Any, ways: Ways, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(*(scripted.answer() for _ in range(3)))
    session = Session()
    file = tmp_path / ("named" if where == "NETRC" else where)

    session.get(server.url + "/")
    if where == "NETRC":
        monkeypatch.setenv("NETRC", str(file))
    file.write_text("machine elsewhere.example login me password secret\n")
    session.get(server.url + "/")
    file.write_text("machine 127.0.0.1 login me password secret\n")
    session.get(server.url + "/")

    assert ways.were_direct == [True, True, False]
    sent = [seen.headers.get("Authorization") for seen in server.asked]
    assert sent == [None, None, "Basic bWU6c2VjcmV0"]


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_certificates_that_the_environment_names_are_trusted(
    name: str, monkeypatch: pytest.MonkeyPatch, ways: Ways
) -> None:
    seen = {}

    def send(self: Any, request: Any, **settings: Any) -> Any:
        seen.update(settings)
        raise requests.ConnectionError

    monkeypatch.setattr(TCPKeepAliveAdapter, "send", send)
    monkeypatch.setenv(name, "/a/bundle.pem")
    session = Session()

    for verify in (True, False, "/another.pem"):
        with pytest.raises(Exception, match=r"keystone\.example"):
            session.get("https://keystone.example/", verify=verify)
        assert seen["verify"] == ("/a/bundle.pem" if verify is True else verify)


# -- pools ----------------------------------------------------------------------------------------


def test_requests_to_one_origin_share_a_connection(serve: Any, ways: Ways) -> None:
    server = serve(*(scripted.answer() for _ in range(4)))
    session = Session()

    for path in ("/", "/a", "/b?c=d", "/%41"):
        session.get(server.url + path)

    assert ways.were_direct == [True, True, True, False]
    assert server.connections == 1


def test_a_pool_that_urllib3_closed_for_want_of_room_is_made_anew(serve: Any) -> None:
    adapter = TCPKeepAliveAdapter(pool_connections=1)
    session = Session()
    session.mount("http://", adapter)
    servers = [serve(scripted.answer(), scripted.answer()) for _ in range(2)]

    for server in servers * 2:
        assert session.get(server.url + "/").status_code == 200

    assert [server.connections for server in servers] == [2, 2]


def test_what_is_known_of_origins_does_not_grow_for_ever() -> None:
    adapter = TCPKeepAliveAdapter()
    for port in range(1, 400):
        request = requests.Request("GET", f"http://127.0.0.1:{port}/").prepare()
        adapter.get_connection_with_tls_context(request, True)
    assert len(adapter._pool_keys) <= 100


def test_what_checks_and_what_does_not_have_pools_of_their_own() -> None:
    adapter = TCPKeepAliveAdapter()
    request = requests.Request("GET", "https://127.0.0.1/").prepare()
    settings = [(True, None), (False, None), ("/a.pem", None), (True, ("/c.pem", "/k.pem"))]

    pools = [adapter.get_connection_with_tls_context(request, v, cert=c) for v, c in settings * 2]

    assert len({id(pool) for pool in pools}) == 4
    assert pools[:4] == pools[4:]
