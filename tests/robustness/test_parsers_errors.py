"""Whatever stands in an answer of 400 or more, it is one error with what can be read of it."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from ksclient import exceptions
from ksclient.auth import exceptions as auth_exceptions
from ksclient.auth._time import retry_after
from ksclient.auth.session.call import Call, Reply
from ksclient.auth.session.retries import LONGEST_DELAY, asked_delay
from tests.robustness.answering import URL, problem_of, session_answered
from tests.robustness.strategies import (
    CONTENT_TYPES,
    HTML,
    JUNK,
    NO_DOCUMENTS,
    TEXTS,
    Answer,
    bodies,
    steady,
    wire,
)

KEYSTONE = {"error": {"message": "Could not find user: u1.", "code": 404, "title": "Not Found"}}
DETAILED = {"error": {"message": "no", "details": "at all", "code": 400}}
RACKSPACE = {"unauthorized": {"code": 401, "message": "Unable to authenticate user."}}
OTHERS = {"errors": [{"title": "no", "detail": "at all", "status": 400, "request_id": "req-1"}]}
PROXY = {"message": "no healthy upstream", "code": 503}
BODIES = bodies(KEYSTONE, DETAILED, RACKSPACE, OTHERS, PROXY) | st.just(HTML)

HEADER_TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=30)
DATES = st.sampled_from(
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sat, 01 Jan 0001 00:00:00 +1400",
        "Sun, 06 Nov 1994 08:49:37 -9999",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "06 Nov",
        "2999-01-01T00:00:00Z",
    ]
)
RETRY_AFTER = st.one_of(
    st.sampled_from(["-5", "0", "+7", "1.5", "1e9", "999999", "9" * 400, "inf", "nan", "", " 7 "]),
    DATES,
    HEADER_TEXT,
)
STATUSES = st.sampled_from([400, 401, 403, 404, 409, 413, 418, 429, 499, 500, 503, 599, 600, 999])


@steady(150)
@given(BODIES, STATUSES, CONTENT_TYPES | HEADER_TEXT, RETRY_AFTER)
def test_a_refusal_is_one_error_of_its_status(
    body: bytes, status: int, kind: str, wait: str
) -> None:
    headers = (("Content-Type", kind), ("Retry-After", wait), ("x-openstack-request-id", kind))

    problem = problem_of(session_answered(Answer(body, status, headers)).get, URL)

    assert isinstance(problem, exceptions.HttpError)
    assert (problem.http_status, problem.url, problem.method) == (status, URL, "GET")
    assert f"(HTTP {status})" in str(problem)
    assert isinstance(problem.retry_after, int)
    assert problem.retry_after >= 0
    assert str(pickle.loads(pickle.dumps(problem))) == str(problem)
    assert str(copy.deepcopy(problem)) == str(problem)


@steady(75)
@given(JUNK, JUNK, st.sampled_from([400, 404, 503]))
def test_a_fault_is_told_by_whatever_is_text_in_it(one: Any, two: Any, status: int) -> None:
    for body in (
        {"error": {"message": one, "details": two}},
        {"errors": [{"title": one, "detail": two}, two]},
        {"errors": one},
        {"error": one, "message": two},
        {"badRequest": {"message": one, "details": two}},
        {"message": one},
    ):
        problem = problem_of(session_answered(Answer(wire(body), status)).get, URL)

        assert isinstance(problem, exceptions.HttpError)
        assert problem.details is None or isinstance(problem.details, str)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (KEYSTONE, "Could not find user: u1. (HTTP 404)"),
        (DETAILED, "no (HTTP 404)"),
        (RACKSPACE, "Unable to authenticate user. (HTTP 404)"),
        (OTHERS, "no (HTTP 404)"),
        (PROXY, "no healthy upstream (HTTP 404)"),
        ({"error": {}}, "Not Found (HTTP 404)"),
    ],
    ids=["keystone", "details", "rackspace", "others", "proxy", "empty"],
)
def test_a_well_formed_fault_is_told_as_it_is(body: Any, told: str) -> None:
    problem = problem_of(session_answered(Answer(wire(body), 404)).get, URL)

    assert str(problem) == told


@pytest.mark.parametrize("body", NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_a_refusal_without_a_document_has_its_status_all_the_same(body: bytes) -> None:
    problem = problem_of(session_answered(Answer(body, 503)).get, URL)

    assert isinstance(problem, exceptions.HttpError)
    assert str(problem) in {
        "Service Unavailable (HTTP 503)",
        "Unrecognized schema in response body. (HTTP 503)",  # requests guesses an encoding
    }


@pytest.mark.parametrize("header", ["", "[]", "{}", "null", "\xff", "x" * 5000])
def test_a_receipt_of_a_login_that_wants_more_is_junk(header: str) -> None:
    answer = Answer(HTML, 401, (("Openstack-Auth-Receipt", header),))

    problem = problem_of(session_answered(answer).get, URL)

    assert isinstance(problem, exceptions.InvalidResponse)
    assert problem.field == "receipt"
    assert URL in str(problem)


RECEIPT = {
    "receipt": {"methods": ["password"], "expires_at": "2999-01-01T00:00:00Z"},
    "required_auth_methods": [["password", "totp"]],
}


@steady(75)
@given(bodies(RECEIPT))
def test_a_login_that_wants_more_says_what_or_what_is_wrong(body: bytes) -> None:
    answer = Answer(body, 401, (("Openstack-Auth-Receipt", "r3ceipt"),))

    problem = problem_of(session_answered(answer).get, URL)

    assert isinstance(problem, exceptions.InvalidResponse | auth_exceptions.MissingAuthMethods)


@steady(150)
@given(RETRY_AFTER | TEXTS)
def test_the_time_to_wait_is_never_negative(value: str) -> None:
    found = retry_after(value, lambda: datetime(2026, 1, 1, tzinfo=UTC))

    assert found is None or 0 <= found < float("inf")


@steady(75)
@given(st.integers(-(10**6), 10**6))
def test_seconds_and_dates_to_wait_until_come_back(seconds: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    date = (now + timedelta(seconds=seconds)).strftime("%a, %d %b %Y %H:%M:%S GMT")

    assert retry_after(str(seconds), lambda: now) == max(0, seconds)
    assert retry_after(date, lambda: now) == max(0, seconds)


@steady(60)
@given(RETRY_AFTER)
def test_a_retry_waits_a_bounded_time(value: str) -> None:
    response = requests.Response()
    response.headers["Retry-After"] = value

    delay = asked_delay(Reply(response, Call("GET", URL)))

    assert delay is None or 0 <= delay <= LONGEST_DELAY
