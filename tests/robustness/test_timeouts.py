"""A request ends: at its timeouts, which are finite, and wholly at its ``total_timeout``.

The servers here would take minutes. So a test that waits for one is red, not slow by chance;
none measures how long anything took.
"""

from __future__ import annotations

import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from typing import Any

import keystoneauth1.exceptions
import keystoneauth1.identity
import keystoneauth1.session
import pytest
import requests
import urllib3

from ksclient.auth import exceptions
from ksclient.auth._fair_semaphore import FairSemaphore
from ksclient.auth._json import MAX_BYTES
from ksclient.auth.discover import get_version_data
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import TokenCache
from ksclient.token.cache.stores.memory import MemoryStore
from ksclient.v2_0.client import Client
from tests.servers import scripted
from tests.servers.scripted import PATIENCE, ScriptedServer, serving

SOON = 0.15
"""Seconds of a total timeout that is to pass."""

HEAD = b"HTTP/1.1 200 Fine\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def login_at(server: ScriptedServer, **options: Any) -> v2.Password:
    return v2.Password(f"{server.url}/v2.0", "me", "secret", tenant_name="demo", **options)


@pytest.fixture
def in_thread() -> Iterator[Callable[..., Any]]:
    """Run something beside the test."""
    with ThreadPoolExecutor() as pool:
        yield pool.submit


# --- each step has a timeout ---------------------------------------------------------------------


class Told(requests.Session):
    """Keeps the timeout that it is told."""

    def request(self, *_args: Any, timeout: Any = "none told", **_kwargs: Any) -> Any:
        self.timeout = timeout
        raise requests.ConnectionError


def test_a_request_without_a_word_about_time_ends() -> None:
    ours, theirs = Told(), Told()

    with pytest.raises(exceptions.ConnectFailure):
        Session(session=ours).get("http://127.0.0.1/")
    with pytest.raises(keystoneauth1.exceptions.ConnectFailure):
        keystoneauth1.session.Session(session=theirs).get("http://127.0.0.1/")

    assert ours.timeout == (10.0, 60.0)
    assert theirs.timeout == "none told"


def test_an_answer_that_does_not_come_is_a_read_timeout() -> None:
    with serving(scripted.silence) as server:
        with pytest.raises(exceptions.ReadTimeout) as ours:
            Session().get(server.url, timeout=(PATIENCE, 0.05))
        with pytest.raises(keystoneauth1.exceptions.ConnectTimeout) as theirs:
            keystoneauth1.session.Session().get(server.url, timeout=(PATIENCE, 0.05))

    assert ours.value.may_have_arrived
    assert isinstance(ours.value, exceptions.ConnectTimeout)  # handlers of upstream's users
    assert type(theirs.value) is keystoneauth1.exceptions.ConnectTimeout


def test_a_body_that_stops_is_a_read_timeout() -> None:
    def half(talk: scripted.Talk) -> None:
        talk.send(HEAD + b"Content-Length: 100\r\n\r\nhalf")
        talk.over.wait(PATIENCE)

    with serving(half) as server:
        with pytest.raises(exceptions.ReadTimeout):
            Session().get(server.url, timeout=(PATIENCE, 0.05))
        with pytest.raises(keystoneauth1.exceptions.ConnectFailure) as theirs:
            keystoneauth1.session.Session().get(server.url, timeout=(PATIENCE, 0.05))

    assert not isinstance(theirs.value, keystoneauth1.exceptions.ConnectTimeout)


def test_a_timeout_of_requests_that_says_no_more_stays_a_connect_timeout() -> None:
    class Late(requests.Session):
        def request(self, *_args: Any, **_kwargs: Any) -> Any:
            raise requests.exceptions.Timeout

    with pytest.raises(exceptions.ConnectTimeout) as caught:
        Session(session=Late()).get("http://127.0.0.1/")

    assert not isinstance(caught.value, exceptions.ReadTimeout)


# --- a total timeout bounds whatever a server does -----------------------------------------------

FOREVER = 3000
"""Pieces that a server drips: at 10 ms each, half a minute."""

SLOW = {
    "no answer": scripted.silence,
    "status line": scripted.dripping(b"", repeat(b"H", FOREVER)),
    "header": scripted.dripping(HEAD + b"A: ", repeat(b"a", FOREVER)),
    "headers": scripted.dripping(HEAD, chain.from_iterable(repeat([b"A: ", b"b\r\n"], 49))),
    "100 Continue": scripted.dripping(b"", repeat(b"HTTP/1.1 100 Continue\r\n\r\n", FOREVER)),
    "body with a length": scripted.dripping(
        HEAD + b"Content-Length: 10000\r\n\r\n", repeat(b"x", FOREVER)
    ),
    "body without a length": scripted.dripping(HEAD + b"\r\n", repeat(b"x", FOREVER)),
    "chunks": scripted.dripping(CHUNKED, repeat(b"1\r\nx\r\n", FOREVER)),
    "chunk": scripted.dripping(CHUNKED + b"ffff\r\n", repeat(b"x", FOREVER)),
    "chunk header": scripted.dripping(CHUNKED, repeat(b"0", FOREVER)),
    "chunk extension": scripted.dripping(CHUNKED + b"1;", repeat(b"e", FOREVER)),
    "trailers": scripted.dripping(CHUNKED + b"0\r\n", repeat(b"A: b\r\n", FOREVER)),
}


@pytest.mark.parametrize("slow", SLOW)
def test_no_slow_answer_outlasts_a_total_timeout(slow: str) -> None:
    with serving(SLOW[slow]) as server, pytest.raises(exceptions.TotalTimeout):
        Session().get(server.url, total_timeout=SOON)


@pytest.mark.parametrize("slow", SLOW)
def test_no_slow_answer_to_a_login_outlasts_the_request_that_needs_it(slow: str) -> None:
    with serving(SLOW[slow]) as server, pytest.raises(exceptions.TotalTimeout):
        Session(login_at(server)).get(f"{server.url}/x", total_timeout=SOON)

    assert {asked.path for asked in server.asked} == {"/v2.0/tokens"}


def test_upstreams_timeout_is_outlasted_by_a_server_that_sends_a_byte_now_and_then() -> None:
    timeout, pieces = 1.0, 30

    def slow(talk: scripted.Talk) -> bool:
        talk.send(HEAD + b"Content-Length: 0\r\nA: ")
        talk.drip(repeat(b"a", pieces), pause=timeout / 20)
        talk.send(b"\r\n\r\n")
        return False

    with serving(slow) as server:
        reply = keystoneauth1.session.Session(timeout=timeout).get(server.url)

    assert reply.elapsed.total_seconds() > timeout


def test_a_handshake_that_does_not_come_is_given_up() -> None:
    with (
        serving(scripted.silence, reads_requests=False) as server,
        pytest.raises(exceptions.TotalTimeout),
    ):
        Session().get(f"https://{server.host}/", total_timeout=SOON)


def test_a_proxy_that_drips_is_given_up() -> None:
    drip = scripted.dripping(b"HTTP/1.1 200 Fine\r\nA: ", repeat(b"a", FOREVER))

    with serving(drip) as proxy, pytest.raises(exceptions.TotalTimeout):
        Session().get("https://localhost/", proxies={"https": proxy.url}, total_timeout=SOON)


@pytest.mark.parametrize("kind", ["bytes", "file"])
def test_a_server_that_reads_slowly_is_given_up(kind: str, tmp_path: Any) -> None:
    def sip(talk: scripted.Talk) -> None:
        while talk.connection.recv(2048) and not talk.over.wait(0.01):
            pass

    body = b"x" * 30_000_000
    (tmp_path / "body").write_bytes(body)

    with (
        serving(sip, reads_requests=False) as server,
        (tmp_path / "body").open("rb") as file,
        pytest.raises(exceptions.ConnectionError) as caught,
    ):
        Session().put(server.url, data=body if kind == "bytes" else file, total_timeout=SOON)

    assert isinstance(caught.value, exceptions.TotalTimeout)


def test_redirects_do_not_renew_a_total_timeout() -> None:
    def onward(talk: scripted.Talk) -> None:
        talk.over.wait(0.01)
        scripted.answer(302, headers={"Location": "/again"})(talk)

    with serving(onward) as server, pytest.raises(exceptions.TotalTimeout):
        Session().get(server.url, redirect=10**6, total_timeout=1.0)

    assert len(server.asked) > 1


def test_a_wait_that_would_outlast_it_is_not_begun() -> None:
    busy = scripted.answer(503, headers={"Retry-After": "50"})

    with serving(busy) as server, pytest.raises(exceptions.ServiceUnavailable):
        Session().get(server.url, status_code_retries=9, total_timeout=5)

    assert len(server.asked) == 1


def test_retries_end_with_it() -> None:
    with pytest.raises(exceptions.ConnectFailure):
        Session().get(
            scripted.dead_url(),
            connect_retries=10**6,
            connect_retry_delay=0.01,
            total_timeout=SOON,
        )


# --- and whatever else is waited for -------------------------------------------------------------


@pytest.mark.parametrize(
    "semaphore",
    [FairSemaphore(1, 0.0), threading.Semaphore(1), threading.Lock()],
    ids=["ours", "threading.Semaphore", "threading.Lock"],
)
def test_a_place_that_nobody_leaves_is_given_up(semaphore: Any) -> None:
    with serving(scripted.answer()) as server:
        session = Session(rate_semaphore=semaphore)
        with semaphore, pytest.raises(exceptions.TotalTimeout):
            session.get(server.url, total_timeout=SOON)
        with semaphore:
            pass  # who gave up does not stand in the queue any more

        assert session.get(server.url, total_timeout=PATIENCE).ok
        assert len(server.asked) == 1


def test_a_rate_limit_that_would_outlast_it_is_not_waited_for() -> None:
    semaphore = FairSemaphore(None, 1000.0)

    with serving(scripted.answer()) as server, pytest.raises(exceptions.TotalTimeout):
        Session(rate_semaphore=semaphore).get(server.url, total_timeout=PATIENCE)


def test_another_threads_login_is_waited_for_no_longer(in_thread: Any) -> None:
    answered = threading.Event()

    with serving(scripted.later(answered, scripted.token()), scripted.answer()) as server:
        session = Session(login_at(server))
        patient = in_thread(session.get, f"{server.url}/patient")
        until(lambda: server.asked)
        with pytest.raises(exceptions.TotalTimeout, match="another thread"):
            session.get(f"{server.url}/hasty", total_timeout=SOON)
        answered.set()

        assert patient.result().ok
    assert [asked.path for asked in server.asked] == ["/v2.0/tokens", "/patient"]


def test_a_thread_that_gives_up_its_login_fails_no_other(in_thread: Any) -> None:
    with serving(scripted.silence, scripted.token(), scripted.answer()) as server:
        auth = login_at(server)
        session = Session(auth)
        hasty = in_thread(session.get, f"{server.url}/hasty", total_timeout=1.0)
        until(lambda: server.asked)
        patient = in_thread(session.get, f"{server.url}/patient")
        until(lambda: auth._login.waiting or hasty.done())

        assert isinstance(hasty.exception(), exceptions.TotalTimeout)
        assert patient.result().ok


class ForeignPlugin:
    """Fulfils keystoneauth1's contract; a new token is long in coming."""

    def __init__(self) -> None:
        self.renewing, self.renewed = threading.Event(), threading.Event()

    def get_headers(self, _session: Any) -> dict[str, str]:
        return {"X-Auth-Token": "old"}

    def invalidate(self) -> bool:
        self.renewing.set()
        self.renewed.wait(PATIENCE)
        return False

    def get_connection_params(self, _session: Any) -> dict[str, Any]:
        return {}


def test_another_threads_renewal_of_a_foreign_plugin_is_waited_for_no_longer(
    in_thread: Any,
) -> None:
    plugin = ForeignPlugin()

    with serving(scripted.answer(401)) as server:
        session = Session(plugin)  # type: ignore[arg-type]  # a foreign one
        patient = in_thread(session.get, server.url)
        plugin.renewing.wait(PATIENCE)
        with pytest.raises(exceptions.TotalTimeout, match="lock"):
            session.get(server.url, total_timeout=SOON)
        plugin.renewed.set()

        assert isinstance(patient.exception(), exceptions.Unauthorized)


def test_another_processs_login_is_waited_for_no_longer() -> None:
    store = MemoryStore()
    leave = threading.Event()

    def be_another_process(key: str) -> None:
        with store.lock(key, PATIENCE):
            held.set()
            leave.wait(PATIENCE)

    held = threading.Event()
    with serving(scripted.answer()) as server:
        auth = TokenCache(store, lock_timeout=10 * PATIENCE).plugin(login_at(server))
        other = threading.Thread(target=be_another_process, args=(auth._slot()._place.key,))
        other.start()
        held.wait(PATIENCE)
        with pytest.raises(exceptions.TotalTimeout):
            Session(auth).get(server.url, total_timeout=SOON)
        assert other.is_alive()
        leave.set()
        other.join()

    assert server.asked == []


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so, as it will soon be."""
    tick = threading.Event()
    while not is_so():
        tick.wait(0.005)


# --- and nothing else ----------------------------------------------------------------------------


def test_a_connection_that_was_in_a_hurry_is_not_so_for_the_next_request() -> None:
    def slow(talk: scripted.Talk) -> None:
        talk.over.wait(1.2)
        scripted.answer(200, b"late")(talk)

    with serving(scripted.answer(200, b"soon"), slow) as server:
        session = Session()
        session.get(server.url, total_timeout=1.0)

        assert session.get(server.url).text == "late"
        assert server.connections == 1


def test_a_body_that_the_caller_streams_may_take_longer() -> None:
    is_late = threading.Event()

    def slow(talk: scripted.Talk) -> bool:
        talk.send(HEAD + b"Content-Length: 6\r\n\r\n")
        is_late.wait(PATIENCE)
        talk.send(b"stream")
        return False

    with serving(slow) as server:
        reply = Session().get(server.url, stream=True, total_timeout=1.0)
        is_late.wait(1.0)  # nobody sets it meanwhile
        is_late.set()

        assert reply.content == b"stream"


def test_a_total_timeout_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[threading.Thread] = []

    with serving(scripted.answer(), scripted.answer()) as server:
        session = Session()
        session.get(server.url)  # the server has its thread now
        monkeypatch.setattr(threading.Thread, "start", started.append)
        session.get(server.url, total_timeout=PATIENCE)

    assert started == []


# --- loops and what is too much ------------------------------------------------------------------


def test_a_loop_of_redirects_ends_without_a_limit_too() -> None:
    def loop(talk: scripted.Talk) -> None:
        scripted.answer(302, headers={"Location": f"{server.url}/again"})(talk)

    with serving(loop) as server:
        ours = Session().get(server.url, redirect=True)
        asked_by_us = len(server.asked)
    with serving(*[loop] * 400, scripted.answer(200)) as server:
        theirs = keystoneauth1.session.Session().get(server.url, redirect=True)

    assert (ours.status_code, asked_by_us) == (302, 31)
    assert (theirs.status_code, len(server.asked)) == (200, 401)


BOMB_BYTES = 6 * MAX_BYTES


def answer_inflating_to(size: int) -> bytes:
    """Return an answer of a two-hundredth of *size*, which is a multiple of 1 MiB."""
    packer = zlib.compressobj(1, wbits=31)
    packed = b"".join(packer.compress(b"0" * 2**20) for _ in range(size // 2**20))
    packed += packer.flush()
    head = b"Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
    return HEAD + head + f"Content-Length: {len(packed)}\r\n\r\n".encode() + packed


@pytest.fixture(scope="module")
def bomb() -> bytes:
    return answer_inflating_to(BOMB_BYTES)


@pytest.fixture(scope="module")
def beyond_the_limit() -> bytes:
    return answer_inflating_to(2 * MAX_BYTES)


def chunked(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    chunk = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    return b"\r\n".join([*lines, b"Transfer-Encoding: chunked", b"", b""]) + chunk


def ask_for_login(server: ScriptedServer) -> object:
    return Session(login_at(server)).get_token()


def ask_for_versions(server: ScriptedServer) -> object:
    return get_version_data(Session(), server.url)


def ask_for_a_user(server: ScriptedServer) -> object:
    return Client(token="t", endpoint=server.url).users.get("u")


def peak_of(work: Callable[[], object]) -> int:
    """Return the most bytes that *work* had at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(
    not hasattr(urllib3.HTTPResponse, "read1"), reason="older urllib3 inflates what it gets at once"
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("form", ["length", "chunks"])
@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (ask_for_login, exceptions.InvalidResponse),
        (ask_for_versions, exceptions.DiscoveryFailure),
        (ask_for_a_user, exceptions.InvalidResponse),
    ],
)
def test_a_small_answer_that_inflates_without_end_is_not_inflated(
    ask: Callable[[ScriptedServer], object], error: type[Exception], form: str, bomb: bytes
) -> None:
    def meet() -> None:
        with pytest.raises(error, match="larger than"):
            ask(server)

    with serving(scripted.raw(bomb if form == "length" else chunked(bomb))) as server:
        peak = peak_of(meet)

    assert peak < BOMB_BYTES * 3 // 4


def test_upstream_inflates_all_of_it(beyond_the_limit: bytes) -> None:
    def meet() -> None:
        plugin = keystoneauth1.identity.V2Password(f"{server.url}/v2.0", "me", "secret")
        with pytest.raises(keystoneauth1.exceptions.InvalidResponse):
            keystoneauth1.session.Session(plugin).get_token()

    with serving(scripted.raw(beyond_the_limit)) as server:
        assert peak_of(meet) > 2 * MAX_BYTES


def test_what_another_services_answer_holds_is_not_limited(beyond_the_limit: bytes) -> None:
    with serving(scripted.raw(beyond_the_limit)) as server:
        assert len(Session().get(server.url).content) == 2 * MAX_BYTES


@pytest.mark.parametrize(
    "half",
    [
        HEAD + b"Content-Length: 100\r\n\r\nhalf",
        CHUNKED + b"64\r\nhalf",
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\n\x1f\x8b\x08",
    ],
    ids=["length", "chunks", "gzip"],
)
@pytest.mark.parametrize("seconds", [None, PATIENCE])
def test_half_a_body_is_no_answer(half: bytes, seconds: float | None) -> None:
    with serving(scripted.raw(half)) as server, pytest.raises(exceptions.ConnectionError):
        Session().get(server.url, total_timeout=seconds)


def test_https_where_http_is_spoken_is_told_so() -> None:
    with serving(scripted.raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"), reads_requests=False) as server:
        with pytest.raises(exceptions.SSLError, match="http://") as ours:
            Session().get(f"https://{server.host}/")
        with pytest.raises(keystoneauth1.exceptions.SSLError) as theirs:
            keystoneauth1.session.Session().get(f"https://{server.host}/")

    assert server.host in str(ours.value)
    assert "http://" not in str(theirs.value)
