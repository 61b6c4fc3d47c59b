"""The connections beneath a session: made late, closed early, not shared with a fork."""

from __future__ import annotations

import copy
import logging
import os
import pickle
import threading
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import requests

from ksclient.auth.session import Session, TCPKeepAliveAdapter
from ksclient.auth.session.connections import Connections, mask_urllib3_log
from tests.servers import scripted

TOKEN = "c4n4ry-t0k3n"


def ours() -> Connections:
    return Connections(None, {"tls_ciphers": None, "tls_min_version": None})


class ClosingSession(requests.Session):
    """Counts how often it is closed; raises *error* then, if there is one."""

    closed = 0
    error: Exception | None = None

    def close(self) -> None:
        self.closed += 1
        if self.error:
            raise self.error


# -- ours -------------------------------------------------------------------------------------


def test_a_session_is_made_when_it_is_needed_and_only_once() -> None:
    connections = ours()
    assert connections._session is None

    made = connections.get()

    assert isinstance(made, requests.Session)
    assert connections.get() is made


def test_threads_that_ask_at_once_get_one_session() -> None:
    connections = ours()
    start = threading.Barrier(8)
    got: list[requests.Session] = []

    def ask() -> None:
        start.wait()
        got.append(connections.get())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({id(session) for session in got}) == 1


def test_every_scheme_goes_through_our_adapter() -> None:
    adapters = ours().get().adapters

    assert set(adapters) == {"http://", "https://"}
    assert {type(adapter) for adapter in adapters.values()} == {TCPKeepAliveAdapter}


def test_what_is_ours_is_closed_once_and_remains_usable() -> None:
    connections = ours()
    connections.replace(ClosingSession(), is_ours=True)
    session: Any = connections.get()

    connections.close()
    connections.close()
    assert session.closed == 1
    assert connections.owned() is None

    assert connections.get() is session
    assert connections.owned() is session


def test_closing_what_was_never_made_makes_nothing() -> None:
    connections = ours()

    connections.close()

    assert connections._session is None


@pytest.mark.parametrize(
    "error", [OSError("gone"), requests.exceptions.ConnectionError(), TimeoutError()]
)
def test_an_idle_connection_that_cannot_be_closed_is_gone_either_way(error: Exception) -> None:
    connections = ours()
    session = ClosingSession()
    session.error = error
    connections.replace(session, is_ours=True)
    connections.get()

    connections.close()

    assert session.closed == 1


def test_closing_a_session_closes_its_connections_to_the_server(serve: Any) -> None:
    server = serve(scripted.answer(200), scripted.answer(200), scripted.answer(200))
    session = Session()
    session.get(server.url)
    session.get(server.url)
    assert server.connections == 1

    session.close()
    session.get(server.url)

    assert server.connections == 2


def test_an_answer_that_is_kept_keeps_no_connection_open(serve: Any) -> None:
    server = serve(scripted.answer(200, b"kept"), scripted.answer(200))
    session = Session()
    answer = session.get(server.url)
    pools = session.session.adapters["http://"].poolmanager.pools  # type: ignore[attr-defined]
    pool = pools[next(iter(pools.keys()))]

    session.close()

    assert pool.pool.empty()
    assert answer.text == "kept"
    assert session.get(server.url).status_code == 200


def test_a_session_that_is_gone_closes_its_connections() -> None:
    session = Session()
    session._connections.replace(ClosingSession(), is_ours=True)
    beneath: Any = session.session

    del session

    assert beneath.closed == 1


@pytest.mark.parametrize("timeout", [-1, "soon"])
def test_a_session_that_was_never_finished_goes_quietly(timeout: Any) -> None:
    with pytest.raises(ValueError, match="timeout"):
        Session(timeout=timeout)


# -- the user's own ---------------------------------------------------------------------------


def test_the_users_own_session_is_used_and_never_closed() -> None:
    given = ClosingSession()
    session = Session(session=given)

    assert session.session is given
    assert session._session is None
    session.close()
    del session

    assert given.closed == 0


def test_a_session_assigned_later_is_the_users_own() -> None:
    session = Session()
    session.session = given = ClosingSession()

    session.close()

    assert (session.session, given.closed) == (given, 0)


def test_adapters_are_those_of_the_session_beneath() -> None:
    session = Session()
    adapter = TCPKeepAliveAdapter()

    session.mount("https://special.example", adapter)
    assert session.session.get_adapter("https://special.example/x") is adapter

    session.adapters = {"http://": adapter}
    assert session.session.adapters == {"http://": adapter}


# -- copies -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda c: pickle.loads(pickle.dumps(c))], ids=["copy", "pickle"]
)
def test_a_copy_connects_for_itself(duplicate: Callable[[Connections], Connections]) -> None:
    connections = Connections(None, {"tls_ciphers": "AES256-SHA", "tls_min_version": "1.3"})
    made = connections.get()

    again = duplicate(connections)

    assert again._session is None
    assert again.get() is not made
    adapter: Any = again.get().adapters["https://"]
    assert (adapter.tls_ciphers, adapter.tls_min_version) == ("AES256-SHA", "1.3")


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda c: pickle.loads(pickle.dumps(c))], ids=["copy", "pickle"]
)
def test_a_users_own_session_is_copied_as_its_own(
    duplicate: Callable[[Connections], Connections],
) -> None:
    given = requests.Session()
    given.headers["X-Mine"] = "yes"

    again = duplicate(Connections(given, {}))

    assert again.get().headers["X-Mine"] == "yes"
    assert again.owned() is None


# -- forks ------------------------------------------------------------------------------------


def in_child(act: Callable[[], bool]) -> bool:
    """Run *act* in a forked child; tell whether it returned True in time."""
    pid = os.fork()
    if pid == 0:
        done = threading.Event()
        threading.Thread(target=lambda: (done.wait(10), os._exit(3)), daemon=True).start()
        try:
            os._exit(0 if act() else 1)
        except BaseException:  # noqa: BLE001 - a child that lived on would run the other tests
            traceback.print_exc()
            os._exit(2)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


pytestmark = pytest.mark.filterwarnings(
    "ignore:This process .* is multi-threaded:DeprecationWarning"
)


def test_a_child_leaves_its_parents_connection_alone(serve: Any) -> None:
    server = serve(scripted.answer(200, b"parent's"), scripted.answer(200, b"child's"))
    session = Session()
    session.get(server.url)
    assert server.connections == 1

    assert in_child(lambda: session.get(server.url).text == "child's")

    assert server.connections == 2
    server.script.append(scripted.answer(200, b"parent's again"))
    assert session.get(server.url).text == "parent's again"
    assert server.connections == 2


def test_a_child_can_send_while_its_parent_waits_for_an_answer(serve: Any) -> None:
    server = serve()
    asked = threading.Event()
    answer_now = threading.Event()

    def answer_later(talk: scripted.Talk) -> None:
        asked.set()
        scripted.later(answer_now, scripted.answer(200, b"parent's"))(talk)

    server.script.extend([answer_later, scripted.answer(200, b"child's")])
    session = Session(collect_timing=True, connect_retries=1)
    texts: list[str] = []
    parent = threading.Thread(target=lambda: texts.append(session.get(server.url).text))
    parent.start()
    assert asked.wait(10)

    assert in_child(lambda: session.get(server.url).text == "child's")

    answer_now.set()
    parent.join(10)
    assert texts == ["parent's"]


def held(lock: Any) -> threading.Event:
    """Have another thread hold *lock* until the event that this returns."""
    release, taken = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            taken.set()
            release.wait(10)

    threading.Thread(target=hold, daemon=True).start()
    taken.wait(10)
    return release


LOCKS: dict[str, Callable[[Session], Any]] = {
    "the pools": lambda s: s.session.adapters["http://"].poolmanager.pools.lock,  # type: ignore[attr-defined]
    "a pool's queue": lambda s: (
        next(iter(s.session.adapters["http://"].poolmanager.pools._container.values())).pool.mutex  # type: ignore[attr-defined]
    ),
    "the cookies": lambda s: s.session.cookies._cookies_lock,  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("act", ["send", "close", "delete"])
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_held_at_the_fork_does_not_stop_the_child(lock: str, act: str, serve: Any) -> None:
    server = serve(
        scripted.answer(200, headers={"Set-Cookie": "a=b"}), scripted.answer(200, b"child's")
    )
    session = Session()
    session.get(server.url)
    release = held(LOCKS[lock](session))

    def child() -> bool:
        nonlocal session
        if act == "close":
            session.close()
        elif act == "delete":
            session = Session()
        return session.get(server.url).text == "child's"

    assert in_child(child)
    release.set()


def test_a_lock_held_at_the_fork_does_not_stop_a_child_that_connects_first(serve: Any) -> None:
    server = serve(scripted.answer(200, b"child's"))
    session = Session()
    release = held(session._connections._lock)

    assert in_child(lambda: session.get(server.url).text == "child's")
    release.set()


def test_a_child_keeps_the_cookies() -> None:
    session = Session()
    session.session.cookies.set("a", "b")

    assert in_child(lambda: session.session.cookies.get_dict() == {"a": "b"})


def test_a_child_leaves_a_users_own_session_as_it_is() -> None:
    given = requests.Session()
    managers = [adapter.poolmanager for adapter in given.adapters.values()]  # type: ignore[attr-defined]
    session = Session(session=given)

    def same() -> bool:
        found = [adapter.poolmanager for adapter in session.session.adapters.values()]  # type: ignore[attr-defined]
        return session.session is given and found == managers

    assert in_child(same)


# -- urllib3's log ----------------------------------------------------------------------------


@pytest.mark.parametrize("own", [False, True], ids=["ours", "the user's own"])
def test_urllib3s_log_shows_no_token_of_a_url(
    own: bool, serve: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve(scripted.answer(200))

    Session(session=requests.Session() if own else None).get(f"{server.url}/v2.0/tokens/{TOKEN}")

    urllib3 = [r.getMessage() for r in caplog.records if r.name.startswith("urllib3")]
    assert any("GET /v2.0/tokens/{SHA256}" in message for message in urllib3)
    assert TOKEN not in "".join(urllib3)


@pytest.mark.parametrize("name", ["urllib3.connectionpool", "urllib3.util.retry"])
def test_whatever_urllib3_puts_into_a_message_is_masked(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mask_urllib3_log()

    logging.getLogger(name).debug(
        "url='%s': %r, %d", f"/tokens/{TOKEN}", OSError(f"/tokens/{TOKEN}"), 5
    )

    assert TOKEN not in caplog.text
    assert caplog.messages[0].endswith(", 5")


def test_what_holds_no_secret_keeps_its_form(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mask_urllib3_log()

    logging.getLogger("urllib3.connectionpool").debug("Starting: %s:%s", "a.example", 80)

    assert (caplog.records[0].msg, caplog.records[0].args) == ("Starting: %s:%s", ("a.example", 80))


def test_the_filter_is_added_once() -> None:
    mask_urllib3_log()
    before = list(logging.getLogger("urllib3.connectionpool").filters)

    mask_urllib3_log()

    assert logging.getLogger("urllib3.connectionpool").filters == before
