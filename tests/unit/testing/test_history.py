"""What a cloud was asked: what is remembered, and what is not shown."""

import threading

import pytest
from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Response

from ksclient.testing.history import Asked, History, recorded

TOKEN = "0123456789abcdef0123456789abcdef"


def ask(path, answer=None, method="GET", headers=None):
    history = History()
    client = Client(recorded(answer or Response("ok"), history, "admin"))
    client.open(path, method=method, headers=headers)
    (asked,) = history
    return asked


def test_remembers_who_asked_for_what_and_the_answer():
    agent = {"User-Agent": "nova/1.0"}
    asked = ask("/v2.0/users/u%201?limit=2", Response(status=404), "DELETE", agent)
    assert asked == Asked("admin", "DELETE", "/v2.0/users/u%201", "limit=2", 404, "nova/1.0")


@pytest.mark.parametrize(
    "path",
    [
        f"/v2.0/tokens/{TOKEN}",
        f"/v2.0/tokens/{TOKEN}/endpoints",
        f"/v2.0/t%6Fkens/{TOKEN}?belongsTo=t1",
        f"/v2.0//tokens//{TOKEN}",
        f"/v2.0/users?token={TOKEN}",
    ],
)
def test_shows_no_token(path):
    asked = ask(path)
    assert TOKEN not in repr(asked)
    assert "SHA256" in repr(asked)


def test_one_token_is_seen_to_be_the_same_twice():
    assert ask(f"/v2.0/tokens/{TOKEN}").path == ask(f"/v2.0//tokens/{TOKEN}").path


def test_what_broke_off_has_no_status():
    def break_off(environ, start_response):
        raise ConnectionAbortedError

    history = History()
    environ = EnvironBuilder("/v2.0").get_environ()
    with pytest.raises(ConnectionAbortedError):
        recorded(break_off, history, "public")(environ, lambda *_: None)
    assert [asked.status for asked in history] == [None]


def test_a_request_is_remembered_before_its_answer_is_sent():
    history = History()
    seen = []
    environ = EnvironBuilder("/v2.0").get_environ()

    def see(*_):
        seen.append([asked.status for asked in history])

    recorded(Response("ok"), history, "public")(environ, see)
    assert seen == [[200]]


def test_a_request_is_remembered_before_a_fault_hangs_up():
    history = History()
    seen = []

    def hang_up(environ, start_response):
        seen.append([asked.status for asked in history])
        raise ConnectionAbortedError

    environ = EnvironBuilder("/v2.0").get_environ()
    with pytest.raises(ConnectionAbortedError):
        recorded(hang_up, history, "public")(environ, lambda *_: None)
    assert seen == [[None]]


def test_an_answer_to_what_is_forgotten_is_not_remembered():
    history = History()

    def forget(environ, start_response):
        history.clear()
        return Response("ok")(environ, start_response)

    Client(recorded(forget, history, "public")).get("/v2.0")
    assert not history


def test_finds_logins():
    history = History()
    client = Client(recorded(Response("ok"), history, "public"))
    for method, path in [
        ("POST", "/v2.0/tokens"),
        ("GET", "/v2.0/tokens"),
        ("POST", "/v2.0/users"),
        ("POST", "/v2.0/tokens/"),
    ]:
        client.open(path, method=method)
    assert [asked.path for asked in history.logins] == ["/v2.0/tokens", "/v2.0/tokens/"]


def test_forgets_the_oldest_first_and_all_when_told():
    history = History(size=2)
    client = Client(recorded(Response("ok"), history, "public"))
    for path in ("/a", "/b", "/c"):
        client.get(path)
    assert [asked.path for asked in history[:]] == ["/b", "/c"]
    assert history[-1].path == "/c"
    history.clear()
    assert not history


def test_can_be_read_while_threads_write():
    history = History(size=100)
    stop = threading.Event()

    def write():
        while not stop.is_set():
            history.add(Asked("public", "GET", "/", "", 200, ""))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(300):
            assert all(asked.status == 200 for asked in history)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
