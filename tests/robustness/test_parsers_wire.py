"""What is no HTTP, or HTTP that contradicts itself, over real sockets: one typed error each."""

from __future__ import annotations

import gzip
import logging
import select
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from tests.robustness.answering import problem_of
from tests.robustness.strategies import steady, wire
from tests.servers import scripted

LOGIN = wire({"access": {"token": {"id": "t0ken", "expires": "2999-01-01T00:00:00Z"}}})
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n"

BROKEN = {
    "nothing": b"",
    "half a status line": b"HTTP/1.",
    "a status of letters": b"HTTP/1.1 two hundred\r\n\r\n",
    "a negative status": b"HTTP/1.1 -1 Oh\r\n\r\n",
    "a status of 5 digits": b"HTTP/1.1 20000 OK\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "TLS": b"\x15\x03\x01\x00\x02\x02\x46",
    "HTTP/0.9": b"<html>hello</html>",
    "a status alone": b"HTTP/1.1 200 OK\r\n\r\n",
    "200 headers": OK + b"X-Many: 1\r\n" * 200 + b"\r\n",
    "a header of 100 kB": OK + b"X-Long: " + b"x" * 100_000 + b"\r\n\r\n",
    "a header without a colon": OK + b"no colon here\r\n" + LENGTH % 0,
    "less than it said": OK + LENGTH % 1000 + LOGIN,
    "a length of letters": OK + b"Content-Length: many\r\n\r\n[",
    "a negative length": OK + b"Content-Length: -5\r\n\r\n[",
    "two lengths": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n[]",
    "no chunks": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + LOGIN,
    "half a chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + LOGIN,
    "no gzip": OK + b"Content-Encoding: gzip\r\n" + LENGTH % len(LOGIN) + LOGIN,
    "half a gzip": OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(LOGIN)[:20],
    "a gzip named otherwise": OK + b"Content-Encoding: deflate\r\n\r\n" + gzip.compress(LOGIN),
    "a redirect to nowhere": b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n" + LENGTH % 0,
    "a redirect without a place": b"HTTP/1.1 302 Found\r\n" + LENGTH % 0,
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n" + LOGIN,
    "nothing changed": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "early hints only": b"HTTP/1.1 103 Early Hints\r\n\r\n",
    "a switch of protocols": b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
}


def log_in_at(url: str) -> exceptions.ClientException | None:
    with_short_waits = Session(timeout=5)
    return problem_of(v2.Password(f"{url}/v2.0", "joe", "s3cret").get_access, with_short_waits)


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "urllib3")  # it logs what it finds odd


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_what_is_no_answer_is_one_error_that_names_the_url(answer: bytes) -> None:
    with scripted.serving(scripted.raw(answer)) as server:
        problem = log_in_at(server.url)

    assert isinstance(
        problem, exceptions.ConnectionError | exceptions.InvalidResponse | exceptions.HttpError
    )
    assert server.url in str(problem)


@steady(60)
@given(st.binary(max_size=200), st.sampled_from([b"", b"HTTP/1.1 ", OK, OK + b"\r\n"]))
def test_random_bytes_are_one_error_at_most(junk: bytes, start: bytes) -> None:
    with scripted.serving(scripted.raw(start + junk)) as server:
        problem = log_in_at(server.url)

    assert problem is not None


def test_a_body_after_204_is_not_taken_for_the_next_answer() -> None:
    stale = b"HTTP/1.1 204 No Content\r\n\r\n" + OK.replace(b"200", b"418") + LENGTH % 2 + b"{}"
    good = b"HTTP/1.1 200 OK\r\n" + LENGTH % 2 + b"[]"
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=answer_in_turn, args=(listener, [stale, good]))
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/v2.0"
    session = Session(timeout=5)

    statuses = [session.get(url, authenticated=False).status_code for _ in range(2)]

    thread.join()
    listener.close()
    session.session.close()
    assert statuses == [204, 200]


def answer_in_turn(listener: socket.socket, answers: list[bytes]) -> None:
    """Give each of *answers* to one request, on an open connection or on a new one."""
    open_ones: list[socket.socket] = []
    for answer in answers:
        asked = select.select([listener, *open_ones], [], [])[0][0]
        if asked is listener:
            asked, _ = listener.accept()
            open_ones.append(asked)
        asked.recv(65536)
        asked.sendall(answer)
    for connection in open_ones:
        connection.close()
