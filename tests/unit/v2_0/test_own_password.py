"""One's own password, where the token that asks may be dead: Keystone says 404 to that."""

import logging
import traceback

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import NotFound, Unauthorized
from ksclient.v2_0.client import Client
from tests.unit.cloud import PUBLIC, make_token

NEW = {"access": {"token": {"id": "n3w"}, "user": {"id": "u1"}}}
NO_TOKEN = {"error": {"message": "Could not find token", "code": 404}}


class Server:
    """The public API of a server that issues tokens one after the other."""

    def __init__(self, cloud):
        self.cloud, self.alive, self.issued = cloud, set(), 0
        self.answers_with_404 = False
        cloud.mocker.post(f"{PUBLIC}/tokens", json=self.log_in)
        cloud.mocker.get(f"{PUBLIC}/tenants", json=self.tenants)
        cloud.mocker.patch(f"{PUBLIC}/OS-KSCRUD/users/u1", json=self.change)

    def log_in(self, request, context):
        self.issued += 1
        self.alive.add(f"t-{self.issued}")
        return make_token(token_id=f"t-{self.issued}")

    def tenants(self, request, context):
        context.status_code = 200 if self._lets_in(request) else 401
        return {"tenants": []}

    def change(self, request, context):
        if self.answers_with_404 or not self._lets_in(request):
            context.status_code = 404
            return NO_TOKEN
        if request.json()["user"]["original_password"] != "s3cret":
            context.status_code = 401
            return {}
        return NEW

    def _lets_in(self, request):
        return request.headers.get("X-Auth-Token") in self.alive

    @property
    def asked(self):
        return [
            (request.method, request.headers["X-Auth-Token"])
            for request in self.cloud.mocker.request_history
            if request.path.endswith(("/tenants", "/u1"))
        ]


@pytest.fixture
def server(cloud):
    return Server(cloud)


@pytest.fixture
def dead(server, keystone):
    """A client whose token has died."""
    keystone.session.get_token()
    server.alive.clear()
    return keystone


def test_a_good_token_asks_once(server, keystone):
    assert keystone.users.update_own_password("s3cret", "n3wpass").token == {"id": "n3w"}
    assert server.asked == [("PATCH", "t-1")]


def test_a_dead_token_is_replaced_and_the_change_sent_once_more(server, dead):
    assert dead.users.update_own_password("s3cret", "n3wpass").token == {"id": "n3w"}
    assert server.asked == [("PATCH", "t-1"), ("GET", "t-1"), ("GET", "t-2"), ("PATCH", "t-2")]
    assert server.issued == 2


def test_a_token_that_was_replaced_meanwhile_costs_no_login(server, dead):
    real = server.change

    def change(request, context):
        if request.headers["X-Auth-Token"] == "t-1":
            dead.tenants.list(interface="public")  # as another thread may
        return real(request, context)

    server.cloud.mocker.patch(f"{PUBLIC}/OS-KSCRUD/users/u1", json=change)
    assert dead.users.update_own_password("s3cret", "n3wpass").token == {"id": "n3w"}
    assert server.issued == 2
    assert [method for method, _ in server.asked].count("PATCH") == 2


def test_a_wrong_old_password_with_a_dead_token_is_sent_twice_at_most(server, dead):
    with pytest.raises(Unauthorized):
        dead.users.update_own_password("wrong", "n3wpass")
    assert [method for method, _ in server.asked].count("PATCH") == 2


def test_a_404_of_a_good_token_is_not_sent_again(server, keystone):
    server.answers_with_404 = True
    with pytest.raises(NotFound, match="but the token is good") as caught:
        keystone.users.update_own_password("s3cret", "n3wpass")
    assert caught.value.method == "PATCH"
    assert server.asked == [("PATCH", "t-1"), ("GET", "t-1")]


def test_a_404_to_the_second_try_is_the_last(server, dead):
    server.answers_with_404 = True
    with pytest.raises(NotFound):
        dead.users.update_own_password("s3cret", "n3wpass")
    assert [method for method, _ in server.asked].count("PATCH") == 2


def test_a_dead_token_that_cannot_be_replaced_is_told(server, cloud, dead):
    cloud.logs_in_with(status_code=401)
    with pytest.raises(NotFound, match="the token is refused, too") as caught:
        dead.users.update_own_password("s3cret", "n3wpass")
    assert isinstance(caught.value.__cause__, Unauthorized)
    assert [method for method, _ in server.asked].count("PATCH") == 1


def test_a_failure_to_ask_is_told_and_is_no_verdict_on_the_token(server, cloud, keystone):
    server.answers_with_404 = True
    cloud.answers("GET", "/tenants", base=PUBLIC, status_code=503)
    with pytest.raises(NotFound, match="not to be had: Service Unavailable"):
        keystone.users.update_own_password("s3cret", "n3wpass")


def test_a_404_to_the_login_is_the_logins_error(cloud, keystone):
    cloud.logs_in_with(status_code=404)
    with pytest.raises(NotFound) as caught:
        keystone.users.update_own_password("s3cret", "n3wpass")
    assert caught.value.method == "POST"
    assert cloud.sent == []


def test_a_token_that_died_may_come_with_metadata(server, session):
    keystone = Client(session=session, include_metadata=True)
    session.get_token()
    server.alive.clear()
    assert keystone.users.update_own_password("s3cret", "n3wpass").data.token == {"id": "n3w"}


def test_a_dead_token_of_an_earlier_login_says_what_to_do(server):
    keystone = Client(session=Session(), auth_ref=make_token(token_id="old"))
    with pytest.raises(NotFound, match="the token is refused, too"):
        keystone.users.update_own_password("s3cret", "n3wpass")


def test_neither_password_reaches_the_log_or_a_traceback(server, dead, caplog):
    caplog.set_level(logging.DEBUG, logger="ksclient")
    server.answers_with_404 = True
    with pytest.raises(NotFound) as caught:
        dead.users.update_own_password("0ldpa55", "n3wpa55")
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [
        str(frame.locals) for frame in told.stack if frame.locals and "/ksclient/" in frame.filename
    ]
    for password in ("0ldpa55", "n3wpa55"):
        assert password not in caplog.text
        assert password not in "".join(ours)


def test_a_wrong_old_password_is_named(cloud):
    cloud.answers("PATCH", "/OS-KSCRUD/users/u1", base=PUBLIC, status_code=401)
    auth = v2.Password(PUBLIC, "demo", "s3cret", tenant_name="project")
    with pytest.raises(Unauthorized, match="origpasswd"):
        Client(session=Session(auth=auth)).users.update_own_password("wrong", "n3wpass")
