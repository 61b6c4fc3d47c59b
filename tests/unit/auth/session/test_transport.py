"""What goes wrong beneath becomes one of our errors: typed, chained, and without secrets."""

from __future__ import annotations

import gc
import traceback
import weakref
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from requests_mock import NoMockAddress
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection

from ksclient.auth import exceptions, token_endpoint
from ksclient.auth._deadline import Deadline
from ksclient.auth.session import Session, failures
from ksclient.auth.session.call import Call
from ksclient.auth.session.transport import sending
from tests.servers import scripted

TOKEN = "c4n4ry-t0k3n"
URL = "http://a.example/v2.0"


class FakeSession:
    """Stands in for a ``requests.Session``; knows ``request`` and nothing else."""

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome
        self.asked: list[tuple[Any, ...]] = []

    def request(self, method: str, url: str, **kwargs: Any) -> Any:
        self.asked.append((method, url, kwargs))
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


def send(outcome: Any, call: Call | None = None, deadline: Deadline | None = None) -> Any:
    session: Any = FakeSession(outcome)
    return sending(session, deadline or Deadline(None))(call or Call("GET", URL))


def unreachable(reason: Exception) -> requests.exceptions.ConnectionError:
    """Wrap as requests and urllib3 do."""
    wrapped = urllib3_errors.MaxRetryError(None, "/v2.0", reason)  # type: ignore[arg-type]
    return requests.exceptions.ConnectionError(wrapped)


NEVER_CONNECTED = urllib3_errors.NewConnectionError(None, "refused")  # type: ignore[arg-type]


def test_requests_gets_what_the_call_says(response: Any) -> None:
    session: Any = FakeSession(response())
    call = Call("PUT", URL, {"A": "b"}, "body", {"verify": False, "timeout": 5})

    reply = sending(session, Deadline(None))(call)

    expected = {
        "headers": {"A": "b"},
        "data": "body",
        "verify": False,
        "timeout": 5,
        "allow_redirects": False,
    }
    assert session.asked == [("PUT", URL, expected)]
    assert reply.call is call


@pytest.mark.parametrize(
    ("cause", "cls", "may_have_arrived"),
    [
        (requests.exceptions.SSLError("bad"), exceptions.SSLError, None),
        (requests.exceptions.ConnectTimeout(), exceptions.ConnectTimeout, False),
        (requests.exceptions.ReadTimeout(), exceptions.ReadTimeout, True),
        (requests.exceptions.Timeout(), exceptions.ConnectTimeout, True),
        (requests.exceptions.ConnectionError("reset"), exceptions.ConnectFailure, True),
        (unreachable(NEVER_CONNECTED), exceptions.ConnectFailure, False),
        (unreachable(OSError("reset")), exceptions.ConnectFailure, True),
        (
            requests.exceptions.ProxyError(unreachable(NEVER_CONNECTED)),
            exceptions.ConnectFailure,
            False,
        ),
        (requests.exceptions.InvalidURL("?"), exceptions.UnknownConnectionError, None),
        (requests.exceptions.ChunkedEncodingError("?"), exceptions.UnknownConnectionError, None),
        (requests.exceptions.ContentDecodingError("?"), exceptions.UnknownConnectionError, None),
        (requests.exceptions.TooManyRedirects("?"), exceptions.UnknownConnectionError, None),
        (OSError("no CA bundle"), exceptions.UnknownConnectionError, None),
        (ValueError("bad header"), exceptions.UnknownConnectionError, None),
        (urllib3_errors.LocationParseError("?"), exceptions.UnknownConnectionError, None),
        (urllib3_errors.ReadTimeoutError(None, URL, "?"), exceptions.ReadTimeout, True),  # type: ignore[arg-type]
    ],
)
def test_an_error_beneath_has_its_class_here(
    cause: Exception, cls: type[exceptions.ConnectionError], may_have_arrived: bool | None
) -> None:
    with pytest.raises(cls) as caught:
        send(cause)

    error = caught.value
    assert exceptions._borders.original_of(type(error)) is cls
    assert type(error.__cause__) is type(cause)
    assert URL in str(error)
    assert failures._reason(cause) in str(error)
    assert getattr(error, "may_have_arrived", None) is may_have_arrived


def test_the_error_beneath_an_unknown_one_is_kept() -> None:
    cause = requests.exceptions.InvalidURL("no URL")

    with pytest.raises(exceptions.UnknownConnectionError) as caught:
        send(cause)

    assert caught.value.original is caught.value.__cause__ is cause


@pytest.mark.parametrize("error", [TypeError("unknown keyword"), KeyError("x"), MemoryError()])
def test_a_mistake_in_the_program_passes_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        send(error)

    assert caught.value is error


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_passes_as_it_is(interrupt: type[BaseException]) -> None:
    with pytest.raises(interrupt):
        send(interrupt())


# -- secrets ----------------------------------------------------------------------------------


def failing_with(cause: Exception, url: str = URL) -> exceptions.ConnectionError:
    call = Call("GET", url, {"X-Auth-Token": TOKEN}, credentials=frozenset({"x-auth-token"}))
    with pytest.raises(exceptions.ConnectionError) as caught:
        send(cause, call)
    return caught.value


@pytest.mark.parametrize(
    "cause",
    [
        unreachable(OSError(f"with url: /v2.0/tokens/{TOKEN}")),
        requests.exceptions.SSLError(f"with url: /v2.0/tokens/{TOKEN}"),
        requests.exceptions.InvalidHeader(f"bad value: {TOKEN!r}"),
        ValueError(f"Invalid header value {TOKEN.encode()!r}"),
        OSError(5, f"{TOKEN}"),
        UnicodeEncodeError("latin-1", f"{TOKEN}☃", 12, 13, "not in range"),
        UnicodeDecodeError("utf-8", TOKEN.encode() + b"\xff", 12, 13, "invalid"),
        urllib3_errors.LocationParseError(f"http://me:{TOKEN}@a.example"),
    ],
)
def test_no_secret_of_the_call_is_in_the_error_or_beneath_it(cause: Exception, shown: Any) -> None:
    assert TOKEN not in shown(failing_with(cause, f"{URL}/tokens/{TOKEN}"))


def test_the_request_is_not_kept_in_the_error_beneath() -> None:
    request = requests.Request("GET", URL, headers={"X-Auth-Token": TOKEN}).prepare()
    cause = requests.exceptions.ConnectionError("reset", request=request)

    error = failing_with(cause)

    assert vars(error.__cause__) == {"request": None, "response": None}


def test_the_frames_beneath_are_not_kept(shown: Any) -> None:
    def deep_below() -> None:
        headers = {"X-Auth-Token": TOKEN}
        raise requests.exceptions.ConnectionError(f"reset with {len(headers)}")

    class Session(FakeSession):
        def request(self, method: str, url: str, **kwargs: Any) -> Any:
            try:
                deep_below()
            except requests.exceptions.ConnectionError as error:
                raise requests.exceptions.ConnectionError(error) from error

    session: Any = Session(None)
    with pytest.raises(exceptions.ConnectFailure) as caught:
        sending(session, Deadline(None))(Call("GET", URL))

    frames = traceback.extract_tb(caught.value.__cause__.__traceback__)  # type: ignore[union-attr]
    assert list(frames) == []
    assert TOKEN not in shown(caught.value)


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_an_error_does_not_hold_the_frame_that_holds_it(no_garbage_collection: None) -> None:
    def fail() -> weakref.ref[Exception]:
        try:
            send(requests.exceptions.ConnectionError("reset"))
        except exceptions.ConnectFailure as error:
            return weakref.ref(error)

    assert fail()() is None


# -- abroad -----------------------------------------------------------------------------------


def test_at_home_a_users_own_session_adds_what_it_holds(response: Any) -> None:
    session: Any = FakeSession(response())
    session.headers = {"X-Auth-Token": TOKEN}

    sending(session, Deadline(None))(Call("GET", URL))

    assert session.asked[0][2]["headers"] == {}
    assert "auth" not in session.asked[0][2]


def test_abroad_a_users_own_session_adds_no_credentials(response: Any) -> None:
    session: Any = FakeSession(response())
    session.headers = {"X-Auth-Token": TOKEN, "Accept": "a"}
    request = requests.Request("GET", URL).prepare()

    sending(session, Deadline(None))(Call("GET", URL, is_abroad=True))

    keywords = session.asked[0][2]
    assert keywords["headers"] == {"X-Auth-Token": None}
    assert keywords["auth"](request) is request
    assert "Authorization" not in request.headers


# -- deadlines --------------------------------------------------------------------------------


def test_when_no_time_is_left_nothing_is_sent(clock: Any) -> None:
    deadline = Deadline(5, clock)
    clock.now += 5

    with pytest.raises(exceptions.ReadTimeout, match=r"GET http://a\.example/v2\.0 was given up"):
        send(AssertionError("sent"), deadline=deadline)


def test_the_time_left_limits_each_step(clock: Any, response: Any) -> None:
    session: Any = FakeSession(response(body=b"body"))

    sending(session, Deadline(5, clock))(Call("GET", URL, options={"timeout": (10, 60)}))

    assert session.asked[0][2]["timeout"] == (5, 5)


def test_a_body_read_within_the_deadline_is_kept(clock: Any, response: Any) -> None:
    answer = send(response(body=b'{"a": 1}' * 50_000), deadline=Deadline(5, clock)).response

    assert answer.content == b'{"a": 1}' * 50_000
    assert answer.text == answer.content.decode()


def test_a_body_that_the_caller_streams_is_left_to_the_caller(clock: Any, response: Any) -> None:
    call = Call("GET", URL, options={"stream": True})

    answer = send(response(body=b"body"), call, Deadline(5, clock)).response

    assert not answer._content_consumed
    assert list(answer.iter_content(2)) == [b"bo", b"dy"]


HEAD = b"HTTP/1.1 200 Fine\r\n"
LONG = b"Content-Length: 100000\r\n\r\n"
ENDLESS = b"\r\n"


@pytest.mark.parametrize("head", [HEAD + LONG, HEAD + ENDLESS], ids=["length", "no length"])
def test_a_users_own_session_gives_up_a_body_that_drips_in_in_time(head: bytes, serve: Any) -> None:
    server = serve(scripted.dripping(head, [b"x"] * 2000, pause=0.005))

    with pytest.raises(exceptions.TotalTimeout, match="is too slow"):
        Session(session=requests.Session()).get(server.url, total_timeout=0.1)


def test_a_users_own_session_gives_up_chunks_that_drip_in_in_time(serve: Any) -> None:
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    server = serve(scripted.dripping(head, [b"1\r\nx\r\n"] * 500, pause=0.005))

    with pytest.raises(exceptions.TotalTimeout, match="is too slow"):
        Session(session=requests.Session()).get(server.url, total_timeout=0.1)


def test_an_answer_that_never_comes_is_given_up_in_time(serve: Any) -> None:
    server = serve(scripted.silence)

    with pytest.raises(exceptions.ReadTimeout):
        Session().get(server.url, total_timeout=0.05)


@pytest.mark.parametrize("seconds", [None, 30])
@pytest.mark.parametrize("gzipped", [False, True])
def test_a_body_is_the_same_with_and_without_a_deadline(
    seconds: float | None, gzipped: bool, serve: Any
) -> None:
    import gzip

    body = b"text " * 100_000
    headers = {"Content-Type": "text/plain", **({"Content-Encoding": "gzip"} if gzipped else {})}
    server = serve(scripted.answer(200, gzip.compress(body) if gzipped else body, headers))

    answer = Session().get(server.url, total_timeout=seconds)

    assert answer.content == body
    assert answer.elapsed > timedelta(0)


# -- servers that misbehave -------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [None, 30])
@pytest.mark.parametrize(
    ("raw", "cls"),
    [
        (b"", exceptions.ConnectFailure),
        (b"SSH-2.0-OpenSSH_9\r\n", exceptions.ConnectFailure),
        (b"HTTP/1.1 OK\r\n\r\n", exceptions.ConnectFailure),
        (HEAD + b"A: " + b"x" * 70_000 + b"\r\n\r\n", exceptions.ConnectFailure),
        (HEAD + b"A: b\r\n" * 200 + b"\r\n", exceptions.ConnectFailure),
        (HEAD + b"Content-Length: 100\r\n\r\nhalf an answer", exceptions.UnknownConnectionError),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
            exceptions.UnknownConnectionError,
        ),
        (
            HEAD + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
            exceptions.UnknownConnectionError,
        ),
    ],
    ids=["nothing", "ssh", "no status", "long header", "many headers", "half", "chunks", "gzip"],
)
def test_nonsense_instead_of_an_answer_is_one_typed_error(
    raw: bytes, cls: type[Exception], seconds: float | None, serve: Any
) -> None:
    server = serve(scripted.raw(raw))

    with pytest.raises(cls):
        Session().get(server.url, total_timeout=seconds)


@pytest.mark.parametrize("status", [600, 999])
def test_an_unknown_status_is_no_nonsense(status: int, serve: Any) -> None:
    server = serve(scripted.answer(status))

    answer = Session().get(server.url, raise_exc=False)

    assert answer.status_code == status


def test_no_reason_is_needed(serve: Any) -> None:
    server = serve(scripted.raw(b"HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n"))

    with pytest.raises(exceptions.NotFound, match=r"^Not Found \(HTTP 404\)$"):
        Session().get(server.url)


def test_a_ca_bundle_that_is_not_there_is_a_typed_error(dead_url: str) -> None:
    with pytest.raises(exceptions.SSLError, match="/no/such/bundle"):
        Session(verify="/no/such/bundle").get(dead_url.replace("http://", "https://"))


@pytest.mark.parametrize(
    "url", ["http://a b.example/", "http://" + "a" * 300 + "/", "nothing://a.example/", "http://*/"]
)
def test_a_url_that_cannot_be_asked_is_a_typed_error(url: str) -> None:
    with pytest.raises(exceptions.ConnectionError):
        Session().get(url)


def test_the_reason_is_told_without_the_boxes_it_came_in() -> None:
    inner = urllib3_errors.NewConnectionError(
        HTTPConnection("127.0.0.1", 1), "Failed to establish a new connection: refused"
    )

    reason = failures._reason(unreachable(inner))

    assert reason == "Failed to establish a new connection: refused"


def test_a_header_that_cannot_be_sent_is_told_to_have_a_line_break(
    shown: Callable[[BaseException], str],
) -> None:
    with pytest.raises(exceptions.UnknownConnectionError, match="line break") as caught:
        Session(token_endpoint.Token("http://127.0.0.1:1", "se5cret\n")).get("http://127.0.0.1:1/")

    assert "se5cret" not in shown(caught.value)


def test_an_interruption_takes_no_foreign_frames_along() -> None:
    def interrupted(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        sending(SimpleNamespace(request=interrupted), Deadline(None))(Call("GET", URL))

    frames = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert "interrupted" not in frames


def test_an_error_of_another_library_is_left_as_it_is(requests_mock: Any) -> None:
    with pytest.raises(NoMockAddress, match="No mock address"):
        Session().get("http://nobody.example/")
