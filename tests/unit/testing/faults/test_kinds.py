"""What a client sees of each fault, over a real connection."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import requests
from werkzeug.wrappers import Response

from ksclient.testing import Cloud
from ksclient.testing.faults import (
    Body,
    Delay,
    Drip,
    Drop,
    Fault,
    FaultError,
    HTMLError,
    Raw,
    Redirect,
    Refuse,
    Reset,
    Revoke,
    Truncate,
)
from ksclient.testing.faults.scene import HungUp, Scene
from ksclient.testing.faults.script import Faults
from ksclient.testing.keystone import Keystone

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def waits() -> list[float]:
    """How long the cloud would have waited."""
    return []


@pytest.fixture
def cloud(waits: list[float]) -> Iterator[Cloud]:
    cloud = Cloud(clock=lambda: NOON)
    cloud.faults = Faults(sleep=waits.append)
    with cloud:
        yield cloud


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def tenants(cloud: Cloud) -> list[str]:
    return [tenant.name for tenant in cloud.keystone.state.tenants]


def create(cloud: Cloud, http: requests.Session) -> requests.Response:
    return http.post(
        f"{cloud.admin_url}/tenants",
        json={"tenant": {"name": "made"}},
        headers={"X-Auth-Token": "ADMIN"},
        allow_redirects=False,
    )


def test_a_delay_comes_before_the_right_answer(cloud, http, waits):
    cloud.faults.script(Delay(3.5))

    assert create(cloud, http).json()["tenant"]["name"] == "made"
    assert waits == [3.5]


@pytest.mark.parametrize("fault", [Drop(), Reset()])
def test_nothing_is_done_if_the_connection_breaks_before(fault: Fault, cloud, http):
    cloud.faults.script(fault)

    with pytest.raises(requests.ConnectionError):
        create(cloud, http)
    assert "made" not in tenants(cloud)


@pytest.mark.parametrize("fault", [Drop(done=True), Reset(done=True), Truncate(), Truncate(0)])
def test_it_is_done_if_the_connection_breaks_after(fault: Fault, cloud, http):
    cloud.faults.script(fault)

    with pytest.raises(requests.exceptions.RequestException):
        create(cloud, http)
    assert "made" in tenants(cloud)


def test_a_reset_is_none_of_the_ends_that_a_server_makes(cloud, http):
    cloud.faults.script(Reset())

    # A body that is still being sent may be what fails, and then the client finds a mere end.
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        http.get(cloud.public_url)


def test_a_truncated_answer_tells_how_long_it_should_be(cloud, http):
    cloud.faults.script(Truncate(keep=10))

    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="10 bytes read"):
        create(cloud, http)


@pytest.mark.parametrize("headers", [False, True])
def test_what_drips_is_whole_in_the_end(headers, cloud, http, waits):
    cloud.faults.script(Drip(piece=10, seconds=0.5, headers=headers))

    response = create(cloud, http)

    assert response.json()["tenant"]["name"] == "made"
    whole = len(response.content) + (len(str(response.headers)) if headers else 0)
    assert set(waits) == {0.5}
    assert len(waits) >= whole // 10 - 20 * headers  # the text of the headers is not quite theirs


def test_what_drips_says_that_nothing_comes_after_it(cloud, http, waits):
    cloud.faults.script(Drip())

    assert create(cloud, http).headers["Connection"] == "close"


def test_raw_bytes_are_sent_as_they_are(cloud, http):
    cloud.faults.script(Raw(b"HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi"))

    response = create(cloud, http)

    assert (response.status_code, response.reason, response.text) == (299, "Odd", "hi")
    assert "made" not in tenants(cloud)


def test_another_body_comes_with_keystones_status(cloud, http):
    cloud.faults.script(Body('{"tenant": '))

    response = create(cloud, http)

    assert (response.status_code, response.text) == (200, '{"tenant": ')
    assert response.headers["Content-Type"] == "application/json"
    assert "x-openstack-request-id" in response.headers
    assert "made" in tenants(cloud)


def test_another_body_may_have_another_status(cloud, http):
    cloud.faults.script(Body("<p>", content_type="text/html", status=500))

    response = create(cloud, http)

    assert (response.status_code, response.headers["Content-Type"]) == (500, "text/html")


def test_a_proxy_says_so_in_html(cloud, http):
    cloud.faults.script(HTMLError(504))

    response = create(cloud, http)

    assert response.status_code == 504
    assert response.headers["Content-Type"].startswith("text/html")
    assert "504 GATEWAY TIMEOUT" in response.text.upper()
    assert "made" not in tenants(cloud)


@pytest.mark.parametrize(
    ("given", "header"),
    [
        (None, None),
        (7, "7"),
        (1.5, "1.5"),
        (1234567, "1234567"),
        (600.0, "600"),
        (NOON, "Tue, 01 Jan 2030 12:00:00 GMT"),
        (timedelta(minutes=1), "Tue, 01 Jan 2030 12:01:00 GMT"),
    ],
)
def test_a_busy_server_tells_when_to_come_back(given, header, cloud, http):
    cloud.faults.script(Refuse(429, retry_after=given))

    response = create(cloud, http)

    assert response.headers.get("Retry-After") == header
    assert response.status_code == json.loads(response.text)["error"]["code"] == 429


def test_a_status_without_a_name_will_do(cloud, http):
    cloud.faults.script(Refuse(499))

    assert create(cloud, http).json()["error"]["title"] == "Unknown"


def test_a_time_to_come_back_goes_by_the_clouds_clock(cloud, http):
    cloud.clock.skew = timedelta(hours=1)
    cloud.faults.script(Refuse(retry_after=timedelta(0)))

    response = create(cloud, http)

    assert parsedate_to_datetime(response.headers["Retry-After"]) == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("location", "header"),
    [
        ("http://elsewhere.example{path}", "http://elsewhere.example/v2.0/tenants"),
        ("/v3", "/v3"),
    ],
)
def test_a_redirect_names_where_to_go_as_it_was_scripted(location, header, cloud, http):
    cloud.faults.script(Redirect(location, status=307))

    response = create(cloud, http)

    assert (response.status_code, response.headers["Location"]) == (307, header)


def test_a_token_is_revoked_as_it_arrives(cloud, keystone_login, http):
    token = keystone_login(cloud)
    cloud.faults.script(Revoke(), on="GET /users", after=1)

    statuses = [
        http.get(f"{cloud.admin_url}/users", headers={"X-Auth-Token": token}).status_code
        for _ in range(3)
    ]

    assert statuses == [200, 401, 401]


@pytest.fixture
def keystone_login(http):
    def login(cloud: Cloud) -> str:
        credentials = {"username": "admin", "password": cloud.admin_password}
        auth = {"passwordCredentials": credentials, "tenantName": "admin"}
        answer = http.post(f"{cloud.auth_url}/tokens", json={"auth": auth}).json()
        return answer["access"]["token"]["id"]

    return login


def test_a_revocation_of_nothing_changes_nothing(cloud, http):
    cloud.faults.script(Revoke())

    assert create(cloud, http).status_code == 200


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Delay("1"), "seconds="),
        (lambda: Delay(True), "seconds="),
        (lambda: Drop(done="no"), "done="),
        (lambda: Truncate(keep=1.5), "keep="),
        (lambda: Drip(piece="16"), "piece="),
        (lambda: Drip(headers=1), "headers="),
        (lambda: Raw("text"), "data="),
        (lambda: Body(b"{"), "text="),
        (lambda: Body({}), "text="),
        (lambda: Body("", content_type=None), "content_type="),
        (lambda: HTMLError("502"), "status="),
        (lambda: Refuse(retry_after="soon"), "retry_after="),
        (lambda: Redirect(302), "location="),
        (lambda: Redirect("/", status=None), "status="),
    ],
)
def test_what_is_of_another_type_is_told_when_a_fault_is_made(make, named):
    with pytest.raises(TypeError, match=named):
        make()


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Delay(-1), "seconds=-1"),
        (lambda: Delay(float("inf")), "seconds=inf"),
        (lambda: Truncate(keep=-1), "keep=-1"),
        (lambda: Drip(piece=0), "piece=0"),
        (lambda: Drip(seconds=-0.1), r"seconds=-0\.1"),
        (lambda: Body("", content_type="text/html\n"), "content_type="),
        (lambda: Body("", status=100), "status=100"),
        (lambda: HTMLError(600), "status=600"),
        (lambda: Refuse(42), "status=42"),
        (lambda: Refuse(retry_after=-5), "retry_after=-5"),
        (lambda: Redirect("/", status=200), "301, 302, 303, 305, 307, 308"),
        (lambda: Redirect("/\r\nSet-Cookie: a=b"), "location="),
    ],
)
def test_what_cannot_be_is_told_when_a_fault_is_made(make, named):
    with pytest.raises(FaultError, match=named):
        make()


class Failing(Fault):
    def happen(self, scene):
        raise LookupError("no such thing")


class Silent(Fault):
    def happen(self, scene):
        scene.answer()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Failing(), "LookupError: no such thing"),
        (Silent(), "Silent.happen returned a NoneType, and not a werkzeug Response"),
    ],
)
def test_a_fault_that_fails_is_answered_and_told(fault, told, cloud, http, capsys):
    cloud.faults.script(fault)

    response = create(cloud, http)

    assert response.status_code == 500
    assert response.text.startswith("A fault of the test cloud failed: ")
    assert told in response.text
    printed = capsys.readouterr().err
    assert "Traceback" in printed
    assert told in printed


def test_who_gave_up_waiting_does_not_keep_a_cloud_from_its_end(http):
    before = set(threading.enumerate())
    with Cloud() as cloud:
        cloud.faults.script(Delay(1e12))
        with pytest.raises(requests.ReadTimeout):
            http.get(cloud.public_url, timeout=0.1)
    assert set(threading.enumerate()) == before


class Interrupted(Fault):
    def happen(self, scene):
        scene.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe")
        raise LookupError("no such thing")


def test_a_fault_that_fails_after_it_sent_something_hangs_up(cloud, http, capsys):
    cloud.faults.script(Interrupted())

    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="2 bytes read"):
        create(cloud, http)
    assert "no such thing" in capsys.readouterr().err


@pytest.mark.parametrize("end", [Scene.hang_up, Scene.reset])
def test_who_is_gone_is_hung_up_on_as_others(end):
    with socket.socket() as wire, pytest.raises(HungUp):
        end(Scene({"werkzeug.socket": wire}, Response, Keystone(), lambda _: None))
