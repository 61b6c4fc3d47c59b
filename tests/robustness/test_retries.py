"""What may pass is tried again, after sensible waits; what may have been done is not done twice.

``time.sleep`` is replaced wherever something would wait, so that no test does.
"""

from __future__ import annotations

import linecache
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import FrameType
from typing import Any

import keystoneauth1.exceptions
import keystoneauth1.identity
import keystoneauth1.session
import pytest

from ksclient.auth import _fair_semaphore, exceptions
from ksclient.auth._fair_semaphore import FairSemaphore
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import TokenCache
from ksclient.token.cache.stores.memory import MemoryStore
from tests.servers import scripted
from tests.servers.scripted import PATIENCE, ScriptedServer, serving

THEIRS = keystoneauth1.session.Session
THEIR_ERRORS = keystoneauth1.exceptions.ClientException


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Have nobody sleep; return for how long they would have."""
    seconds: list[float] = []

    def note(delay: float) -> None:
        if delay < 0:
            raise ValueError("sleep length must be non-negative")
        seconds.append(delay)

    monkeypatch.setattr(time, "sleep", note)
    return seconds


def hang_up(_talk: scripted.Talk) -> bool:
    """Close the connection instead of an answer."""
    return False


# --- how often a request that may have arrived is sent -------------------------------------------

UNKNOWN = {
    "no answer": (scripted.silence, {"connect_retries": 2, "timeout": (PATIENCE, 0.1)}),
    "hung up": (hang_up, {"connect_retries": 2}),
    "503": (scripted.answer(503), {"status_code_retries": 2}),
}


def times_sent(session: Any, method: str, trouble: str, **more: Any) -> int:
    step, options = UNKNOWN[trouble]
    with serving(step) as server:
        with pytest.raises((exceptions.ClientException, THEIR_ERRORS)):
            session.request(server.url, method, **options, **more)
        return len(server.asked)


@pytest.mark.parametrize("trouble", UNKNOWN)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_what_may_have_been_done_is_not_done_twice(
    method: str, trouble: str, slept: list[float]
) -> None:
    assert times_sent(Session(), method, trouble) == 1
    assert times_sent(THEIRS(), method, trouble) == 3


@pytest.mark.parametrize("trouble", UNKNOWN)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_what_does_no_harm_twice_is_tried_again(
    method: str, trouble: str, slept: list[float]
) -> None:
    assert times_sent(Session(), method, trouble) == 3


@pytest.mark.parametrize("trouble", UNKNOWN)
def test_the_caller_may_say_that_a_post_does_no_harm_twice(
    trouble: str, slept: list[float]
) -> None:
    assert times_sent(Session(), "POST", trouble, idempotent=True) == 3


@pytest.mark.parametrize("trouble", UNKNOWN)
def test_nothing_is_tried_again_unless_asked_to(trouble: str) -> None:
    step, options = UNKNOWN[trouble]
    with serving(step) as server:
        with pytest.raises(exceptions.ClientException):
            Session().get(server.url, timeout=options.get("timeout"))

        assert len(server.asked) == 1


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_what_was_never_sent_is_tried_again_whatever_it_is(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = scripted.dead_url()
    late: list[ScriptedServer] = []

    def come_up(_seconds: float) -> None:
        port = int(url.rpartition(":")[2])
        late.append(scripted.listening(scripted.answer(), port=port))

    monkeypatch.setattr(time, "sleep", come_up)
    reply = Session().request(url, method, connect_retries=1)
    late[0].close()

    assert reply.ok
    assert [asked.method for asked in late[0].asked] == [method]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_connection_that_the_server_closed_meanwhile_is_replaced(method: str) -> None:
    def answer_and_close(talk: scripted.Talk) -> bool:
        scripted.answer()(talk)
        return False

    with serving(answer_and_close) as server:
        session = Session()
        session.get(server.url)
        until_closed(session)

        assert session.request(server.url, method).ok
        assert (server.connections, len(server.asked)) == (2, 2)


def until_closed(session: Session) -> None:
    """Wait until the news of the server's end of the one idle connection is here."""
    (pool,) = session.session.get_adapter("http://").poolmanager.pools._container.values()
    (connection,) = [idle for idle in pool.pool.queue if idle is not None]
    tick = threading.Event()
    while connection.is_connected:
        tick.wait(0.005)


def test_a_kept_connection_that_closes_under_a_request_is_replaced() -> None:
    with serving(scripted.answer(), hang_up, scripted.answer()) as server:
        ours = Session()
        ours.get(server.url)

        assert ours.get(server.url).ok
        assert (server.connections, len(server.asked)) == (2, 3)

    with serving(scripted.answer(), hang_up, scripted.answer()) as server:
        theirs = THEIRS()
        theirs.get(server.url)
        with pytest.raises(keystoneauth1.exceptions.ConnectFailure):
            theirs.get(server.url)


def test_a_new_connection_that_closes_is_not_replaced_without_end() -> None:
    with serving(scripted.answer(), hang_up) as server:
        session = Session()
        session.get(server.url)
        with pytest.raises(exceptions.ConnectFailure):
            session.get(server.url)

        assert (server.connections, len(server.asked)) == (2, 3)


def test_a_kept_connection_that_breaks_under_a_post_is_not_tried_again(slept: list[float]) -> None:
    with serving(scripted.answer(), hang_up) as server:
        session = Session()
        session.get(server.url)
        with pytest.raises(exceptions.ConnectFailure) as caught:
            session.post(server.url, connect_retries=5)

        assert caught.value.may_have_arrived
        assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("status", "method", "times"),
    [(429, "GET", 3), (429, "POST", 3), (503, "GET", 3), (500, "GET", 1), (502, "GET", 1)],
)
def test_statuses_that_may_pass_are_tried_again(
    status: int, method: str, times: int, slept: list[float]
) -> None:
    with serving(scripted.answer(status)) as server:
        with pytest.raises(exceptions.HttpError):
            Session().request(server.url, method, status_code_retries=2)

        assert len(server.asked) == times


# --- how long it waits ---------------------------------------------------------------------------


def waits_of(session: Any, slept: list[float], retries: int) -> list[float]:
    """Return the waits of a request that nobody answers."""
    slept.clear()
    with pytest.raises((exceptions.ConnectFailure, keystoneauth1.exceptions.ConnectFailure)):
        session.get(scripted.dead_url(), connect_retries=retries)
    return list(slept)


def test_waits_double_up_to_a_minute_and_differ_by_chance(slept: list[float]) -> None:
    whole = [0.5, 1, 2, 4, 8, 16, 32, 60, 60]

    ours = [waits_of(Session(), slept, len(whole)) for _ in range(5)]
    theirs = waits_of(THEIRS(), slept, len(whole))

    for waits in ours:
        shares = [wait / most for wait, most in zip(waits, whole, strict=True)]
        assert all(0.5 <= share <= 1 for share in shares)
        assert shares[-1] == 1
    assert len({wait for waits in ours for wait in waits[:-1]}) == 5 * (len(whole) - 1)
    assert theirs == whole


def test_a_hundred_clients_do_not_come_back_at_once(slept: list[float]) -> None:
    ours = [waits_of(Session(), slept, 1)[0] for _ in range(100)]
    theirs = [waits_of(THEIRS(), slept, 1)[0] for _ in range(100)]

    assert len(set(ours)) > 90
    assert set(theirs) == {0.5}


def in_30_seconds(form: str) -> str:
    moment = datetime.now(UTC) + timedelta(seconds=30)
    return format_datetime(moment, usegmt=True) if form == "date" else moment.strftime(form)


RFC_850, ASCTIME = "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"

ASKED = {
    "7": (7, 7),
    "0": (0, 0),
    " 7 ": (7, 7),
    "-5": (0, 0),
    "-0": (0, 0),
    "999999": (60, 60),
    "9" * 5000: (60, 60),
    "date": (1, 30),
    RFC_850: (1, 30),
    ASCTIME: (1, 30),
    "Thu, 01 Jan 1970 00:00:00 GMT": (0, 0),
    "Fri, 31 Dec 9999 23:59:59 GMT": (60, 60),
    "Fri, 99 Foo 9999 99:99:99 GMT": (0.25, 0.5),
    "Thu, 01 Jan 1970 00:00:00 +9999": (0.25, 0.5),
    "soon": (0.25, 0.5),
    "": (0.25, 0.5),
    "1.5": (0.25, 0.5),
    "NaN": (0.25, 0.5),
    "1e9": (0.25, 0.5),
    "٣": (0.25, 0.5),
}


def wait_after(session: Any, value: str, status: int, slept: list[float]) -> float:
    header = in_30_seconds(value) if value in {"date", RFC_850, ASCTIME} else value
    raw = f"HTTP/1.1 {status} No\r\nConnection: close\r\nRetry-After: {header}\r\n\r\n".encode()
    with serving(scripted.raw(raw), scripted.answer()) as server:
        assert session.get(server.url, status_code_retries=1).ok
    (wait,) = slept
    return wait


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ASKED, ids=lambda value: repr(value[:32]))
def test_what_a_server_asks_for_is_waited_for_within_reason(
    value: str, status: int, slept: list[float]
) -> None:
    least, most = ASKED[value]

    assert least <= wait_after(Session(), value, status, slept) <= most


def test_upstream_waits_for_what_it_is_asked_or_fails(slept: list[float]) -> None:
    assert wait_after(THEIRS(), "999999", 503, slept) == 999999
    slept.clear()
    assert wait_after(THEIRS(), "date", 503, slept) == 0.5
    with pytest.raises(ValueError, match="non-negative"):
        wait_after(THEIRS(), "-5", 503, slept)


# --- passwords that were refused -----------------------------------------------------------------


def login_at(server: ScriptedServer, password: str = "wrong") -> v2.Password:
    return v2.Password(f"{server.url}/v2.0", "me", password, tenant_name="demo")


def ask_in_vain(session: Session, server: ScriptedServer, times: int = 5) -> list[Exception]:
    errors = []
    for _ in range(times):
        with pytest.raises(exceptions.Unauthorized) as caught:
            session.get(f"{server.url}/x")
        errors.append(caught.value)
    return errors


def test_a_refused_password_is_not_sent_again_and_again() -> None:
    with serving(scripted.answer(401)) as server:
        first, *others = ask_in_vain(Session(login_at(server)), server)
        asked_by_us = len(server.asked)
        theirs = THEIRS(keystoneauth1.identity.V2Password(f"{server.url}/v2.0", "me", "wrong"))
        for _ in range(5):
            with pytest.raises(keystoneauth1.exceptions.Unauthorized):
                theirs.get(f"{server.url}/x")

    assert asked_by_us == 1
    assert len(server.asked) - asked_by_us == 5
    assert "moment ago" not in str(first)
    assert all("moment ago" in str(error) for error in others)
    assert len(set(map(id, others))) == 4


def test_a_refused_password_is_not_sent_again_by_many_threads() -> None:
    with serving(scripted.answer(401)) as server, ThreadPoolExecutor(20) as pool:
        session = Session(login_at(server))
        errors = [
            future.exception()
            for future in [pool.submit(session.get, f"{server.url}/x") for _ in range(100)]
        ]

        assert {type(error).__name__ for error in errors} == {"Unauthorized"}
        assert len(server.asked) == 1


def test_a_refused_password_is_not_sent_again_with_a_token_cache() -> None:
    with serving(scripted.answer(401)) as server:
        ask_in_vain(Session(TokenCache(MemoryStore()).plugin(login_at(server))), server)

        assert len(server.asked) == 1


def correct_password(auth: v2.Password) -> None:
    auth.password = "right"


def invalidate(auth: v2.Password) -> None:
    auth.invalidate()


def let_time_pass(auth: v2.Password) -> None:
    now = auth._clock() + auth.REFUSAL_SECONDS
    auth._clock = lambda: now


@pytest.mark.parametrize("change", [correct_password, invalidate, let_time_pass])
def test_a_refusal_does_not_outlast_its_reason(change: Callable[[v2.Password], None]) -> None:
    with serving(scripted.answer(401), scripted.token(), scripted.answer()) as server:
        auth = login_at(server)
        session = Session(auth)
        ask_in_vain(session, server)
        change(auth)

        assert session.get(f"{server.url}/x").ok


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_what_does_not_refuse_the_password_is_not_remembered(status: int) -> None:
    with serving(scripted.answer(status), scripted.token(), scripted.answer()) as server:
        session = Session(login_at(server))
        with pytest.raises(exceptions.HttpError):
            session.get(f"{server.url}/x")

        assert session.get(f"{server.url}/x").ok


# --- interrupts ----------------------------------------------------------------------------------


class Interrupter:
    """Raises KeyboardInterrupt at the *number*th line of the semaphore's module.

    Not where a line ``with lock:`` is passed a second time, on the way out: Python looks for no
    interrupt between the end of such a block and the release of the lock.
    """

    def __init__(self, number: int) -> None:
        self.left = number
        self.has_struck = False

    def __call__(self, frame: FrameType, event: str, _arg: object) -> Interrupter | None:
        if frame.f_code.co_filename != _fair_semaphore.__file__:
            return None
        if event == "line" and not self.has_struck and not self._releases_a_lock(frame):
            self.left -= 1
            if self.left < 0:
                self.has_struck = True
                raise KeyboardInterrupt
        return self

    @staticmethod
    def _releases_a_lock(frame: FrameType) -> bool:
        line = linecache.getline(_fair_semaphore.__file__, frame.f_lineno).strip()
        enters = re.fullmatch(r"with (.+\.lock):", line)
        return enters is not None and eval(enters[1], {}, frame.f_locals).locked()


@pytest.fixture
def interrupted() -> Iterator[Callable[[Callable[[], object], int], bool]]:
    """Run something, interrupted at a line; return whether there were that many."""
    before = sys.gettrace()

    def run(work: Callable[[], object], number: int) -> bool:
        interrupter = Interrupter(number)
        sys.settrace(interrupter)
        try:
            work()
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        return interrupter.has_struck

    yield run
    sys.settrace(before)


@pytest.mark.parametrize("rate_delay", [0.0, 0.001])
def test_an_interrupt_at_any_line_of_entering_loses_no_place(
    rate_delay: float, interrupted: Any
) -> None:
    for number in range(1000):
        semaphore = FairSemaphore(1, rate_delay)
        if not interrupted(semaphore.__enter__, number):
            break
        assert semaphore._gate().inside == 0, f"interrupted at line {number}"
    assert 5 < number < 1000


def test_an_interrupt_at_any_line_of_leaving_loses_no_place(interrupted: Any) -> None:
    for number in range(1, 1000):  # at the first, it has not begun to leave
        semaphore = FairSemaphore(1, 0.0)
        semaphore.__enter__()
        gate = semaphore._gate()
        (ticket,) = gate.newest_of_this_thread()
        waiting = _fair_semaphore._Ticket()
        gate.queue.append(waiting)

        def leave(semaphore: FairSemaphore = semaphore, ticket: Any = ticket) -> None:
            semaphore._leave(semaphore._gate(), ticket)

        if not interrupted(leave, number):
            break
        assert waiting.called.is_set(), f"interrupted at line {number}"
        assert list(gate.tickets) == [waiting]
    assert 5 < number < 1000
