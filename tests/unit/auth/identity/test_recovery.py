"""No 401 reaches a caller whose credentials are good: through a real session."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ksclient.auth import exceptions, fixture
from ksclient.auth.identity import v2
from ksclient.auth.session import Session

URL = "http://keystone.example:5000/v2.0"
USERS = f"{URL}/users"
THREADS = 24


class Server:
    """A Keystone that takes its newest token only."""

    def __init__(self, requests_mock) -> None:
        self.issued = 0
        self.lock = threading.Lock()
        requests_mock.post(f"{URL}/tokens", json=self.log_in)
        requests_mock.get(USERS, json=self.list_users)

    def log_in(self, request, context):
        with self.lock:
            self.issued += 1
            return fixture.V2Token(token_id=f"token{self.issued}")

    def list_users(self, request, context):
        if request.headers["X-Auth-Token"] != f"token{self.issued}":
            context.status_code = 401
        return {"users": []}


@pytest.fixture
def server(requests_mock) -> Server:
    return Server(requests_mock)


def test_a_revoked_token_costs_one_login_and_no_error_in_any_thread(server) -> None:
    session = Session(auth=v2.Password(URL, "me", "pw"))
    session.get_token()
    server.issued = 100  # the token is revoked
    barrier = threading.Barrier(THREADS)

    def list_users() -> int:
        barrier.wait()
        return session.get(USERS).status_code

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = [future.result() for future in [pool.submit(list_users) for _ in range(THREADS)]]

    assert statuses == [200] * THREADS
    assert server.issued == 101


def test_a_token_of_another_thread_that_died_before_it_was_used_is_replaced(
    server, requests_mock
) -> None:
    session = Session(auth=v2.Password(URL, "me", "pw"))
    session.get_token()

    def refuse_late(request, context):
        if request.headers["X-Auth-Token"] == "token1":  # while another thread ...
            server.issued = 9  # (token1 is revoked)
            session.get(USERS)  # ... has it renewed, and nobody uses ...
            server.issued = 19  # (token10 is revoked, too)
        return server.list_users(request, context)

    requests_mock.get(f"{URL}/slow", json=refuse_late)

    assert session.get(f"{URL}/slow").status_code == 200
    assert server.issued == 20


def test_a_second_401_with_a_new_token_goes_to_the_caller_and_the_token_stays(
    server, requests_mock
) -> None:
    refusal = requests_mock.get(f"{URL}/secret", status_code=401)
    auth = v2.Password(URL, "me", "pw")

    with pytest.raises(exceptions.Unauthorized):
        Session(auth=auth).get(f"{URL}/secret")

    assert (refusal.call_count, server.issued) == (2, 2)
    assert auth.auth_ref.auth_token == "token2"


def test_a_login_that_is_refused_does_not_ask_for_a_login(requests_mock) -> None:
    refusal = requests_mock.post(f"{URL}/tokens", status_code=401)

    with pytest.raises(exceptions.Unauthorized):
        Session(auth=v2.Password(URL, "me", "wrong")).get(USERS)

    assert refusal.call_count == 1


def test_a_token_that_died_before_any_was_used_is_replaced_where_threads_share_it(server) -> None:
    auth = v2.Password(URL, "me", "pw")
    session = Session(auth=auth)
    rejected = {"X-Auth-Token": session.get_token()}
    issued = auth.renew_headers(session, rejected)
    assert auth.deserves_another(session, issued) is None

    auth.renew_headers(session, rejected)  # as another thread

    assert auth.deserves_another(session, issued) is True


def test_threads_that_share_a_dead_token_use_up_one_piece_of_luck(server, requests_mock) -> None:
    requests_mock.get(f"{URL}/tenants", status_code=401)
    auth = v2.Password(URL, "me", "pw")
    session = Session(auth=auth)
    session.get(USERS)  # tokens are of use here
    dead = {"X-Auth-Token": session.get_token()}

    assert [auth.deserves_another(session, dead) for _ in range(auth.BAD_LUCK + 2)] == [True] * 5
    for _ in range(auth.BAD_LUCK - 1):
        dead = auth.renew_headers(session, dead)
        assert auth.deserves_another(session, dead) is True
    dead = auth.renew_headers(session, dead)
    assert auth.deserves_another(session, dead) is None
