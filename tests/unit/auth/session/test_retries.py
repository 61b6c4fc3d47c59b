"""What may pass is tried again, what may have been done is not, and no wait is endless."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
import requests

from ksclient.auth import exceptions
from ksclient.auth._deadline import Deadline
from ksclient.auth.session import Session
from ksclient.auth.session.call import Call, position_of
from ksclient.auth.session.redirects import redirecting
from ksclient.auth.session.retries import RetryPolicy, delays, retrying, shortened
from tests.servers import scripted

LOGGER = logging.getLogger("tests.retries")
TOKEN = "c4n4ry-t0k3n"
NOW_AND_THEN = "Thu, 01 Jan 1970 00:00:00 GMT"
Response = Callable[..., requests.Response]


def refused() -> exceptions.ConnectFailure:
    """The connection was never made."""
    error = exceptions.ConnectFailure("refused")
    error.may_have_arrived = False
    return error


def reset() -> exceptions.ConnectFailure:
    """The connection broke, and nobody knows when."""
    return exceptions.ConnectFailure("reset")


@pytest.fixture
def persist(fake_send: Any, clock: Any) -> Any:
    """Send *call* through retries with these answers; return the send and the outcome."""

    def run(
        *answers: Any, call: Call | None = None, seconds: float | None = None, **policy: Any
    ) -> Any:
        send = fake_send(*answers)
        persistent = retrying(
            send, RetryPolicy(**policy), LOGGER, Deadline(seconds, clock), clock.sleep, lambda: 0
        )
        return send, persistent(call or Call("GET", "http://a.example/")).response

    return run


# -- failed connections -----------------------------------------------------------------------

FAILURES = [
    refused,
    reset,
    exceptions.ConnectTimeout,
    exceptions.ReadTimeout,
]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "get"])
def test_a_safe_request_is_sent_again_after_any_failure(
    method: str, failure: Any, persist: Any, response: Response
) -> None:
    send, answer = persist(
        failure(), failure(), response(), call=Call(method, "http://a.example/"), connect_retries=2
    )

    assert answer.status_code == 200
    assert len(send.calls) == 3


@pytest.mark.parametrize("failure", [reset, exceptions.ReadTimeout])
@pytest.mark.parametrize("method", ["POST", "PATCH", "post", "UNKNOWN"])
def test_what_may_have_been_done_is_not_done_twice(method: str, failure: Any, persist: Any) -> None:
    with pytest.raises(type(failure())):
        persist(failure(), call=Call(method, "http://a.example/"), connect_retries=5)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_what_was_never_sent_may_be_sent_again(
    method: str, persist: Any, response: Response
) -> None:
    _send, answer = persist(
        refused(), response(), call=Call(method, "http://a.example/"), connect_retries=1
    )

    assert answer.status_code == 200


def test_the_caller_may_say_that_a_repetition_does_no_harm(
    persist: Any, response: Response
) -> None:
    call = Call("POST", "http://a.example/")

    _, answer = persist(reset(), response(), call=call, connect_retries=1, idempotent=True)

    assert answer.status_code == 200


def test_the_caller_may_say_that_a_repetition_does_harm(persist: Any) -> None:
    with pytest.raises(exceptions.ReadTimeout):
        persist(exceptions.ReadTimeout(), connect_retries=5, idempotent=False)


def test_no_retries_are_the_default(persist: Any) -> None:
    with pytest.raises(exceptions.ConnectFailure):
        persist(refused())


def test_the_last_failure_is_raised(persist: Any) -> None:
    last = refused()

    with pytest.raises(exceptions.ConnectFailure) as caught:
        persist(refused(), refused(), last, connect_retries=2)

    assert caught.value is last


@pytest.mark.parametrize("error", [exceptions.SSLError(), exceptions.UnsafeRedirect(), KeyError()])
def test_what_will_fail_again_is_not_tried_again(error: Exception, persist: Any) -> None:
    with pytest.raises(type(error)):
        persist(error, connect_retries=5)


def test_delays_double_up_to_a_minute() -> None:
    assert list(islice(delays(None), 10)) == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_fixed_delay_stays() -> None:
    assert list(islice(delays(7.0), 3)) == [7.0, 7.0, 7.0]


def test_the_wait_grows_with_each_failure(persist: Any, clock: Any, response: Response) -> None:
    persist(*[refused() for _ in range(9)], response(), connect_retries=9)

    assert clock.slept == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]


def test_waits_are_shortened_at_random_but_for_the_last_of_several() -> None:
    waits = [shortened(8.0, left, 3, chance=lambda: 0.5) for left in (3, 2, 1)]

    assert waits == [6.0, 6.0, 8.0]


def test_the_only_wait_is_shortened_too() -> None:
    assert shortened(8.0, 1, 1, chance=lambda: 0.999) == pytest.approx(4.0, abs=0.01)


@pytest.mark.parametrize("kind", ["connect", "status"])
def test_a_delay_that_the_caller_fixed_is_not_shortened(
    kind: str, fake_send: Any, clock: Any, response: Response
) -> None:
    outcome = {"connect": refused(), "status": response(503)}[kind]
    policy = RetryPolicy(connect_retries=1, connect_delay=8.0, status_retries=1, status_delay=8.0)
    send = fake_send(outcome, response())

    retrying(send, policy, LOGGER, Deadline(None), clock.sleep, lambda: 0.5)(
        Call("GET", "http://a.example/")
    )

    assert clock.slept == [8.0]


def test_a_retry_is_announced(
    persist: Any, response: Response, caplog: pytest.LogCaptureFixture
) -> None:
    persist(refused(), response(), connect_retries=3)

    assert caplog.messages == ["Failure: refused. Retrying in 0.5s. 3 retries left"]


# -- statuses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "status", "headers", "again"),
    [
        ("GET", 503, {}, True),
        ("GET", 429, {}, True),
        ("POST", 429, {}, True),
        ("POST", 503, {}, False),
        ("POST", 503, {"Retry-After": "1"}, True),
        ("POST", 503, {"retry-after": "soon"}, True),
        ("PATCH", 503, {}, False),
        ("GET", 500, {}, False),
        ("GET", 502, {"Retry-After": "1"}, False),
        ("GET", 200, {}, False),
    ],
)
def test_a_status_says_whether_to_come_again(
    method: str, status: int, headers: Any, again: bool, persist: Any, response: Response
) -> None:
    send, answer = persist(
        *[response(status, headers), response(204)][: 1 + again],
        call=Call(method, "http://a.example/"),
        status_retries=5,
    )

    assert answer.status_code == (204 if again else status)
    assert len(send.calls) == 1 + again


@pytest.mark.parametrize(("status", "again"), [(409, True), (503, False), (429, False)])
def test_codes_that_the_caller_names_replace_the_usual_ones_for_any_method(
    status: int, again: bool, persist: Any, response: Response
) -> None:
    send, _ = persist(
        *[response(status), response()][: 1 + again],
        call=Call("POST", "http://a.example/"),
        status_retries=1,
        status_codes=[409],
    )

    assert len(send.calls) == 1 + again


@pytest.mark.parametrize("none", [None, [], ()])
def test_no_codes_are_the_usual_ones(none: Any, persist: Any, response: Response) -> None:
    _, answer = persist(response(503), response(), status_retries=1, status_codes=none)

    assert answer.status_code == 200


@pytest.mark.parametrize(("idempotent", "status"), [(True, 200), (False, 503), (None, 503)])
def test_the_callers_word_about_harm_holds_for_a_503_too(
    idempotent: bool | None, status: int, persist: Any, response: Response
) -> None:
    answers = [response(503), response()][: 1 + (status == 200)]

    _, answer = persist(
        *answers, call=Call("POST", "http://a.example/"), status_retries=1, idempotent=idempotent
    )

    assert answer.status_code == status


def test_the_last_answer_is_returned(persist: Any, response: Response) -> None:
    last = response(503)

    _, answer = persist(response(503), last, status_retries=1)

    assert answer is last


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("-7", 0),
        ("61", 60),
        ("9" * 400, 60),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 60),
        (NOW_AND_THEN, 0),
        ("soon", 0.5),
        ("--7", 0.5),
        ("", 0.5),
        ("1.5", 0.5),
    ],
)
def test_the_server_may_say_how_long_to_wait_up_to_a_minute(
    value: str, seconds: float, persist: Any, clock: Any, response: Response
) -> None:
    persist(response(503, {"Retry-After": value}), response(), status_retries=1)

    assert clock.slept == [seconds]


def test_what_the_server_says_takes_nothing_from_the_growing_delays(
    persist: Any, clock: Any, response: Response
) -> None:
    asked = response(503, {"Retry-After": "7"})

    persist(response(503), asked, response(503), response(), status_retries=3)

    assert clock.slept == [0.5, 7, 1]


def test_a_retry_after_a_status_is_announced_without_the_urls_token(
    persist: Any, response: Response, caplog: pytest.LogCaptureFixture
) -> None:
    persist(
        response(429),
        response(),
        status_retries=1,
        call=Call("GET", f"http://a.example/v2.0/tokens/{TOKEN}"),
    )

    assert caplog.text.count("Retriable status code 429 from http://a.example/v2.0/tokens/") == 1
    assert TOKEN not in caplog.text


def test_an_answer_starts_the_delays_of_failures_anew(
    persist: Any, clock: Any, response: Response
) -> None:
    persist(
        refused(), refused(), response(503), refused(), response(),
        connect_retries=9, status_retries=9, status_delay=5,
    )  # fmt: skip

    assert clock.slept == [0.5, 1, 5, 0.5]


# -- bodies, redirects, deadlines -------------------------------------------------------------


def test_a_file_is_sent_again_from_its_start(
    persist: Any, fake_send: Any, clock: Any, response: Response
) -> None:
    file = io.BytesIO(b"headbody")
    file.seek(4)
    call = Call("PUT", "http://a.example/", body=file, body_start=position_of(file))
    answers = [reset(), response(503), response()]
    sent = []

    def send(call: Call) -> Any:
        sent.append(call.body.read())
        return fake_send(answers.pop(0))(call)

    policy = RetryPolicy(connect_retries=1, status_retries=1)
    retrying(send, policy, LOGGER, Deadline(None), clock.sleep)(call)

    assert sent == [b"body"] * 3


def test_a_used_up_body_is_not_sent_again(persist: Any, response: Response) -> None:
    call = Call("PUT", "http://a.example/", body=iter([b"a"]))

    _, answer = persist(response(503), call=call, status_retries=5)
    assert answer.status_code == 503
    with pytest.raises(exceptions.ConnectFailure):
        persist(refused(), call=call, connect_retries=5)


def test_redirects_do_not_renew_the_number_of_tries(
    fake_send: Any, clock: Any, response: Response
) -> None:
    onward = response(302, {"Location": "/next"})
    send = fake_send(refused(), onward, refused(), refused())
    policy = RetryPolicy(connect_retries=2)
    persistent = retrying(send, policy, LOGGER, Deadline(None), clock.sleep, lambda: 0)

    with pytest.raises(exceptions.ConnectFailure):
        redirecting(persistent, 30, LOGGER)(Call("GET", "http://a.example/"))

    assert not send.answers
    assert clock.slept == [0.5, 0.5]


def test_no_wait_outlives_the_deadline(persist: Any, clock: Any, response: Response) -> None:
    with pytest.raises(exceptions.ConnectFailure):
        persist(refused(), refused(), refused(), connect_retries=9, seconds=3)
    assert clock.slept == [0.5, 1]

    _, answer = persist(response(503, {"Retry-After": "60"}), status_retries=9, seconds=50)
    assert answer.status_code == 503


# -- through a whole session ------------------------------------------------------------------


def test_a_reset_connection_is_tried_again_for_a_get(serve: Any) -> None:
    server = serve(scripted.reset, scripted.reset, scripted.answer(200, b"at last"))

    answer = Session(connect_retries=2).get(server.url, connect_retry_delay=0.001)

    assert answer.text == "at last"


def test_a_post_is_not_replayed_after_a_reset(serve: Any) -> None:
    server = serve(scripted.reset)

    with pytest.raises(exceptions.ConnectFailure):
        Session().post(server.url, json={}, connect_retries=5, connect_retry_delay=0.001)

    assert len(server.asked) == 1


def test_a_post_is_not_replayed_after_a_read_timeout(serve: Any) -> None:
    server = serve(scripted.silence)

    with pytest.raises(exceptions.ReadTimeout):
        Session().post(server.url, json={}, connect_retries=5, timeout=(5, 0.02))

    assert len(server.asked) == 1


def test_a_post_is_replayed_after_a_refusal(
    dead_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(exceptions.ConnectFailure):
        Session().post(dead_url, json={}, connect_retries=2, connect_retry_delay=0.001)

    assert caplog.text.count("Retrying in 0.0s") == 2


def test_a_call_says_how_to_retry(serve: Any) -> None:
    server = serve(scripted.answer(409), scripted.answer(409), scripted.answer(201))

    answer = Session().post(
        server.url,
        status_code_retries=2,
        retriable_status_codes=[409],
        status_code_retry_delay=0.001,
    )

    assert answer.status_code == 201


def test_a_total_timeout_ends_the_tries(serve: Any, dead_url: str) -> None:
    with pytest.raises(exceptions.ConnectFailure):
        Session(total_timeout=0.4).get(dead_url, connect_retries=1000)


def test_an_upload_is_sent_whole_each_time(serve: Any) -> None:
    server = serve(scripted.answer(503), scripted.redirect("/there"), scripted.answer(200))

    Session().put(
        server.url, data=io.BytesIO(b"upload"), status_code_retries=1, status_code_retry_delay=0.001
    )

    assert [(seen.path, seen.body) for seen in server.asked] == [
        ("/", b"upload"),
        ("/", b"upload"),
        ("/there", b"upload"),
    ]
