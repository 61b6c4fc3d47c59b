"""Redirects are followed with the method kept, as often as allowed, and no further."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import requests
import requests_mock

from ksclient.auth import exceptions
from ksclient.auth.session import Session
from ksclient.auth.session.call import Call, position_of
from ksclient.auth.session.redirects import redirecting
from tests.servers import scripted

STATUSES = [301, 302, 303, 305, 307, 308]
LOGGER = logging.getLogger("tests.redirects")
TOKEN = "c4n4ry-t0k3n"
LOGIN = {"auth": {"passwordCredentials": {"username": "me", "password": TOKEN}}}

Response = Callable[..., requests.Response]


def follow(send: Any, call: Call | None = None, limit: int | bool = 30) -> requests.Response:
    call = call or Call("POST", "http://a.example/x", {"X-Auth-Token": TOKEN})
    return redirecting(send, limit, LOGGER)(call).response


@pytest.fixture
def to(response: Response) -> Response:
    """An answer that points elsewhere."""

    def make(location: str, status: int = 302, **headers: str) -> requests.Response:
        return response(status, {"Location": location, **headers})

    return make


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_the_method_and_the_body_are_kept(
    status: int, method: str, fake_send: Any, to: Response, response: Response
) -> None:
    send = fake_send(to("/y", status), response())

    answer = follow(send, Call(method, "http://a.example/x", body="b"))

    assert answer.status_code == 200
    assert [(c.method, c.url, c.body) for c in send.calls] == [
        (method, "http://a.example/x", "b"),
        (method, "http://a.example/y", "b"),
    ]


@pytest.mark.parametrize("status", [200, 201, 300, 304, 306, 400, 503])
def test_other_statuses_are_answers(status: int, fake_send: Any, to: Response) -> None:
    send = fake_send(to("/y", status))

    assert follow(send).status_code == status


@pytest.mark.parametrize(
    ("limit", "requests_sent"), [(False, 1), (0, 1), (1, 2), (2, 3), (True, 6), (30, 6)]
)
def test_so_many_redirects_are_followed_and_true_is_not_one(
    limit: int | bool, requests_sent: int, fake_send: Any, to: Response, response: Response
) -> None:
    send = fake_send(*[to(f"/{n}") for n in range(5)], response())

    answer = follow(send, limit=limit)

    assert len(send.calls) == requests_sent
    assert answer.status_code == (200 if requests_sent == 6 else 302)


@pytest.mark.parametrize("limit", [30, True])
def test_a_loop_ends_at_the_limit(limit: int | bool, fake_send: Any, to: Response) -> None:
    send = fake_send(*[to("/x") for _ in range(31)])

    assert follow(send, limit=limit).status_code == 302
    assert not send.answers


def test_history_holds_every_answer_on_the_way(
    fake_send: Any, to: Response, response: Response
) -> None:
    first, second, last = to("/1"), to("/2"), response()

    answer = follow(fake_send(first, second, last))

    assert answer is last
    assert answer.history == [first, second]


@pytest.mark.parametrize("location", ["", "  ", None])
def test_a_redirect_to_nowhere_is_an_answer_and_warned_about(
    location: str | None, fake_send: Any, response: Response, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {} if location is None else {"Location": location}
    url = f"http://a.example/v2.0/tokens/{TOKEN}"

    answer = follow(fake_send(response(302, headers, url=url)))

    assert answer.status_code == 302
    assert "Failed to redirect request to http://a.example/v2.0/tokens/" in caplog.text
    assert TOKEN not in caplog.text


def test_a_location_is_read_as_utf_8(fake_send: Any, to: Response, response: Response) -> None:
    as_http_client_reads_it = "/ü".encode().decode("latin-1")
    send = fake_send(to(as_http_client_reads_it), to("/☃"), to("/\xff"), response())

    follow(send)

    assert [call.url for call in send.calls[1:]] == [
        "http://a.example/ü",
        "http://a.example/☃",
        "http://a.example/\xff",
    ]


def test_the_first_servers_request_id_goes_along(
    fake_send: Any, to: Response, response: Response
) -> None:
    send = fake_send(to("/1", **{"X-Openstack-Request-Id": "req-1"}), response())

    follow(send)

    assert send.calls[1].headers["x-openstack-request-id"] == "req-1"


def test_the_callers_request_id_stays(fake_send: Any, to: Response, response: Response) -> None:
    send = fake_send(to("/1", **{"X-Openstack-Request-Id": "req-1"}), response())

    follow(send, Call("GET", "http://a.example/", {"X-OpenStack-Request-ID": "req-0"}))

    assert send.calls[1].headers == {"X-OpenStack-Request-ID": "req-0"}


def test_a_used_up_body_is_not_sent_elsewhere(fake_send: Any, to: Response) -> None:
    send = fake_send(to("/1"))

    assert follow(send, Call("PUT", "http://a.example/", body=iter([b"a"]))).status_code == 302


def test_a_file_goes_along_from_its_start(fake_send: Any, to: Response, response: Response) -> None:
    file = io.BytesIO(b"body")
    start = position_of(file)
    file.read()

    follow(
        fake_send(to("/1"), response()),
        Call("PUT", "http://a.example/", body=file, body_start=start),
    )

    assert file.read() == b"body"


# -- what another origin gets to see, through a whole session ---------------------------------

ELSEWHERE = {
    "other host": ("http://127.0.0.1:5000/x", "http://127.0.0.2:5000/y"),
    "other port": ("http://127.0.0.1:5000/x", "http://127.0.0.1:35357/y"),
    "http to https": ("http://127.0.0.1/x", "https://127.0.0.1/y"),
    "https to http": ("https://127.0.0.1/x", "http://127.0.0.1/y"),
    "userinfo": ("http://127.0.0.1/x", "http://mallory:pw@127.0.0.2/y"),
    "protocol-relative": ("https://127.0.0.1/x", "//127.0.0.2/y"),
    "fragment": ("http://127.0.0.1/x", "http://127.0.0.2/y#z"),
    "disguised": ("http://127.0.0.1/x", "http://127.0.0.1@127.0.0.2/y"),
}
SAME_HOST = {"other port", "http to https"}


@pytest.fixture
def network() -> Any:
    with requests_mock.Mocker() as mocker:
        yield mocker


def everything_told(request: Any) -> str:
    return f"{request.url} {dict(request.headers)} {request.body}"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ELSEWHERE)
def test_no_credential_arrives_at_another_origin(
    way: str, method: str, status: int, network: Any, token_plugin: Any
) -> None:
    home, abroad = ELSEWHERE[way]
    target = (
        requests.compat.urljoin(home, abroad).replace("mallory:pw@", "").replace("127.0.0.1@", "")
    )
    network.register_uri(method, home, status_code=status, headers={"Location": abroad})
    network.register_uri(method, target)
    users_own = requests.Session()
    users_own.auth = ("session", TOKEN)
    users_own.headers["X-Service-Token"] = TOKEN
    session = Session(token_plugin(header="X-Plugin-Own", prefix=TOKEN), session=users_own)

    session.request(
        home,
        method,
        headers={"X-Auth-Token": TOKEN, "X-Service-Token": TOKEN, "Authorization": TOKEN},
        cookies={"s": TOKEN},
        requests_auth=("call", TOKEN),
        params={"a": "b"},
        json={"tenant": {}} if method == "POST" else None,
    )

    at_home, elsewhere = network.request_history
    assert elsewhere.method == method
    assert TOKEN in everything_told(at_home)
    assert TOKEN not in everything_told(elsewhere)
    assert "Authorization" not in elsewhere.headers
    assert elsewhere.query == ""


@pytest.mark.parametrize("location", ["/y", "y", "http://127.0.0.1:5000/y"])
def test_credentials_go_along_at_home(location: str, network: Any, token_plugin: Any) -> None:
    network.get("http://127.0.0.1:5000/x", status_code=302, headers={"Location": location})
    network.get("http://127.0.0.1:5000/y")

    Session(token_plugin()).get(
        "http://127.0.0.1:5000/x", requests_auth=("me", "pw"), params={"a": "b"}
    )

    moved = network.last_request
    assert moved.headers["X-Auth-Token"] == "token-of-plugin-1"
    assert moved.headers["Authorization"].startswith("Basic ")
    assert moved.url == "http://127.0.0.1:5000/y"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("way", sorted(set(ELSEWHERE) - SAME_HOST))
def test_a_login_is_not_sent_to_another_host_or_in_the_clear(
    way: str, status: int, network: Any
) -> None:
    home, abroad = ELSEWHERE[way]
    network.post(home, status_code=status, headers={"Location": abroad})

    with pytest.raises(exceptions.UnsafeRedirect, match=r"127\.0\.0\.1.* redirects to http"):
        Session().post(home, json=LOGIN, authenticated=False)

    assert network.call_count == 1


@pytest.mark.parametrize("way", sorted(SAME_HOST))
def test_a_login_follows_to_another_port_of_its_host(way: str, network: Any) -> None:
    home, abroad = ELSEWHERE[way]
    network.post(home, status_code=307, headers={"Location": abroad})
    network.post(abroad)

    Session().post(home, json=LOGIN, authenticated=False)

    assert json.loads(network.last_request.body) == LOGIN


def test_a_401_abroad_says_nothing_about_the_token_left_at_home(
    network: Any, token_plugin: Any
) -> None:
    plugin = token_plugin()
    network.get("http://127.0.0.1/x", status_code=302, headers={"Location": "http://127.0.0.2/y"})
    network.get("http://127.0.0.2/y", status_code=401)

    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(plugin).get("http://127.0.0.1/x")

    assert (plugin.logins, plugin.calls) == (1, [])
    assert str(caught.value).endswith(
        "http://127.0.0.1/x redirected to http://127.0.0.2/y, another origin: x-auth-token was "
        "not sent there. If that is where the service lives now, use its URL."
    )


def test_a_401_at_home_after_a_redirect_renews_the_token(network: Any, token_plugin: Any) -> None:
    plugin = token_plugin()
    network.get("http://127.0.0.1/x", status_code=302, headers={"Location": "/y"})
    network.get("http://127.0.0.1/y", [{"status_code": 401}, {"status_code": 200}])

    assert Session(plugin).get("http://127.0.0.1/x").status_code == 200
    assert plugin.logins == 2


@pytest.mark.parametrize(
    ("location", "error"),
    [
        (b"javascript:alert(1)", exceptions.InvalidResponse),
        (b"file:///etc/passwd", exceptions.InvalidResponse),
        (b"https://", exceptions.InvalidResponse),
        # What requests itself stumbles over, which reads the header in any case:
        (b"http://[::1", exceptions.UnknownConnectionError),
        (b"/\xff", exceptions.UnknownConnectionError),
    ],
)
def test_a_location_that_is_junk_is_one_typed_error(
    location: bytes, error: type[Exception], serve: Any
) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    server = serve(scripted.raw(head))

    with pytest.raises(error):
        Session().get(server.url)


def test_a_redirect_is_followed_over_real_connections(serve: Any) -> None:
    elsewhere = serve(scripted.answer(200, b"there"))
    home = serve(scripted.redirect("next"), scripted.redirect(f"{elsewhere.url}/v2.0/last", 308))

    answer = Session().get(f"{home.url}/v2.0/first", headers={"X-Auth-Token": TOKEN})

    assert answer.text == "there"
    assert [seen.path for seen in home.asked] == ["/v2.0/first", "/v2.0/next"]
    assert TOKEN.encode() in home.asked[1].raw
    assert TOKEN.encode() not in elsewhere.asked[0].raw
