"""An answer of 400 or more becomes one error, whatever stands in it."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from ksclient.auth import exceptions
from ksclient.auth.exceptions import from_response
from ksclient.auth.session import Session

URL = "http://k.example/v2.0/users"
TOKEN = "c4n4ry-t0k3n-0f-4-us3r"
MakeResponse = Callable[..., requests.Response]


@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (400, exceptions.BadRequest),
        (401, exceptions.Unauthorized),
        (403, exceptions.Forbidden),
        (404, exceptions.NotFound),
        (409, exceptions.Conflict),
        (429, exceptions.TooManyRequests),
        (418, exceptions.HTTPClientError),
        (499, exceptions.HTTPClientError),
        (500, exceptions.InternalServerError),
        (503, exceptions.ServiceUnavailable),
        (599, exceptions.HttpServerError),
        (600, exceptions.HttpError),
        (9000, exceptions.HttpError),
    ],
)
def test_a_status_has_its_class(
    status: int, cls: type[exceptions.HttpError], response: MakeResponse
) -> None:
    error = from_response(response(status), "GET", URL)

    assert exceptions._borders.original_of(type(error)) is cls
    assert error.http_status == status  # type: ignore[union-attr]


def test_an_error_holds_what_was_asked_and_what_was_answered(response: MakeResponse) -> None:
    answer = response(404, headers={"x-openstack-request-id": "req-5", "Retry-After": "7"})

    error = from_response(answer, "PUT", URL)

    assert isinstance(error, exceptions.NotFound)
    assert (error.response, error.method, error.url) == (answer, "PUT", URL)
    assert (error.request_id, error.retry_after) == ("req-5", 7)
    assert str(error) == "Not Found (HTTP 404) (Request-ID: req-5)"


def body_of(document: Any) -> bytes:
    return json.dumps(document).encode()


MORE = "Multiple error responses, showing first only: "


@pytest.mark.parametrize(
    ("body", "message", "details"),
    [
        (body_of({"error": {"message": "no", "details": "at all"}}), "no", "at all"),
        (body_of({"error": {"code": 404}}), "Not Found", None),
        (body_of({"error": {"message": None}}), "Not Found", None),
        (body_of({"error": {"message": ["a", 1]}}), "['a', 1]", None),
        (body_of({"errors": [{"title": "no", "detail": "at all"}]}), "no", "at all"),
        (body_of({"errors": [{"title": "a"}, {"title": "b"}]}), MORE + "a", None),
        (body_of({"errors": []}), "Not Found", None),
        (body_of({"errors": ["text"]}), "Not Found", None),
        (body_of({"error": "text"}), "Unrecognized schema in response body.", None),
        (body_of([]), "Unrecognized schema in response body.", None),
        (body_of("text"), "Unrecognized schema in response body.", None),
        (body_of(None), "Unrecognized schema in response body.", None),
        (b"", "Not Found", None),
        (b"{", "Not Found", None),
        (b"\xff\xfe\x00", "Not Found", None),
        (b"9" * 5000, "Not Found", None),
        (b"[" * 100_000, "Not Found", None),
        (b'{"error": {"message": ' + b"[" * 70 + b"]" * 70 + b"}}", "Not Found", None),
    ],
)
def test_a_json_body_says_what_went_wrong(
    body: bytes, message: str, details: str | None, response: MakeResponse
) -> None:
    error = from_response(response(404, body), "GET", URL)

    assert str(error) == f"{message} (HTTP 404)"
    assert error.details == details  # type: ignore[union-attr]


@pytest.mark.parametrize("levels", range(300, 1100, 50))
def test_a_message_that_nests_breaks_nothing(levels: int, response: MakeResponse) -> None:
    body = b'{"error": {"message": ' + b"[" * levels + b"]" * levels + b"}}"

    assert isinstance(from_response(response(500, body), "GET", URL), exceptions.HttpError)


@pytest.mark.parametrize("content_type", ["text/html; charset=UTF-8", "text/plain"])
def test_a_page_of_text_is_kept_as_details(content_type: str, response: MakeResponse) -> None:
    error = from_response(response(502, b"<h1>Proxy</h1>", content_type), "GET", URL)

    assert error.details == "<h1>Proxy</h1>"  # type: ignore[union-attr]
    assert str(error) == "Bad Gateway (HTTP 502)"


@pytest.mark.parametrize("content_type", [None, "", "image/png", "application/xml"])
def test_a_body_of_another_type_is_not_looked_at(
    content_type: str | None, response: MakeResponse
) -> None:
    error = from_response(response(404, b'{"error": {"message": "no"}}', content_type), "GET", URL)

    assert str(error) == "Not Found (HTTP 404)"


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_a_streamed_body_that_breaks_off_takes_nothing_from_the_error(content_type: str) -> None:
    class Broken(requests.Response):
        @property
        def content(self) -> bytes:
            raise requests.exceptions.ChunkedEncodingError("half an answer")

    answer = Broken()
    answer.status_code = 503
    answer.headers["Content-Type"] = content_type

    assert isinstance(from_response(answer, "GET", URL), exceptions.ServiceUnavailable)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("-7", 0),
        ("--7", 0),
        ("soon", 0),
        ("", 0),
        ("9" * 30, 10**20),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("1.5", 0),
    ],
)
def test_retry_after_is_never_broken_and_never_negative(
    value: str, seconds: int, response: MakeResponse
) -> None:
    error = from_response(response(503, headers={"Retry-After": value}), "GET", URL)

    assert error.retry_after == seconds  # type: ignore[union-attr]


# -- receipts ---------------------------------------------------------------------------------

RECEIPT = {"receipt": {"methods": ["password"], "expires_at": "2026-01-01T00:00:00Z"}}


def test_a_receipt_says_which_methods_are_missing(response: MakeResponse) -> None:
    body = body_of({**RECEIPT, "required_auth_methods": [["password", "totp"]]})

    error = from_response(response(401, body, headers={"Openstack-Auth-Receipt": "r"}), "POST", URL)

    assert isinstance(error, exceptions.MissingAuthMethods)
    assert error.required_auth_methods == [["password", "totp"]]
    assert error.expires_at.isoformat() == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"5",
        b"{}",
        b"[" * 100_000,
        body_of(RECEIPT),
        body_of({"receipt": [], "required_auth_methods": []}),
        body_of({"receipt": {"methods": [], "expires_at": 5}, "required_auth_methods": []}),
        body_of({"receipt": {"methods": [], "expires_at": "?"}, "required_auth_methods": []}),
    ],
)
def test_a_receipt_that_cannot_be_read_is_an_invalid_response(
    body: bytes, response: MakeResponse
) -> None:
    answer = response(401, body, headers={"Openstack-Auth-Receipt": "r"})

    with pytest.raises(exceptions.InvalidResponse) as caught:
        from_response(answer, "POST", URL)

    assert (caught.value.field, caught.value.response) == ("receipt", answer)


def test_a_receipt_with_another_status_means_nothing(response: MakeResponse) -> None:
    answer = response(403, headers={"Openstack-Auth-Receipt": "r"})

    assert isinstance(from_response(answer, "POST", URL), exceptions.Forbidden)


# -- secrets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_the_token_in_the_url_is_not_repeated(content_type: str, response: MakeResponse) -> None:
    url = f"http://k.example/v2.0/tokens/{TOKEN}"
    said = f"Could not find token: {TOKEN}"
    document = {"error": {"message": said, "details": said}}
    body = said.encode() if content_type == "text/plain" else body_of(document)

    error = from_response(response(404, body, content_type), "GET", url)

    assert TOKEN not in str(error) + repr(error) + str(error.details)  # type: ignore[union-attr]


def test_the_token_in_the_headers_is_not_repeated(response: MakeResponse) -> None:
    answer = response(401, body_of({"errors": [{"title": TOKEN, "detail": TOKEN}]}))
    answer.request.headers["X-Auth-Token"] = TOKEN

    error = from_response(answer, "GET", URL)

    assert TOKEN not in str(error) + repr(error) + str(error.details)  # type: ignore[union-attr]


# -- beside keystoneauth1 ---------------------------------------------------------------------

members = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
keys = st.sampled_from(["error", "errors", "message", "title", "details", "detail"])
errors = st.dictionaries(keys, members, max_size=4)
documents = st.dictionaries(keys, errors | st.lists(errors, max_size=3), max_size=2) | members


@given(document=documents, status=st.sampled_from([400, 401, 404, 418, 429, 500, 503, 599, 600]))
def test_any_json_body_is_explained_as_keystoneauth1_explains_it(
    document: Any, status: int
) -> None:
    theirs = importlib.import_module("keystoneauth1.exceptions")
    answer = requests.Response()
    answer.status_code = status
    answer._content = body_of(document)
    answer.headers["Content-Type"] = "application/json"
    try:
        expected = theirs.from_response(answer, "GET", URL)
    except AttributeError:
        expected = None  # theirs takes every error of a list for an object

    error = from_response(answer, "GET", URL)

    if expected is not None:
        assert isinstance(error, type(expected))
        # What they do not recognize may be recognized here.
        assert str(error) == str(expected) or "Unrecognized schema" in str(expected)


@pytest.mark.parametrize(
    "document",
    [
        {"unauthorized": {"code": 401, "message": "Username or api key is invalid."}},
        {"code": 401, "title": "No", "message": "Username or api key is invalid.\n\n"},
    ],
    ids=["named-after-what-went-wrong", "without-a-name"],
)
def test_other_servers_words_are_found(response: MakeResponse, document: Any) -> None:
    error = from_response(response(401, body_of(document)), "GET", URL)

    assert str(error) == "Username or api key is invalid. (HTTP 401)"


def test_a_server_that_quotes_the_login_shows_no_password(requests_mock: Any) -> None:
    url = "http://keystone.example/v2.0/tokens"
    login = {"auth": {"passwordCredentials": {"username": "u", "password": "c4n4ry-pw"}}}
    quote = {"error": {"message": f"Invalid body: {json.dumps(login)}"}}
    requests_mock.post(
        url, status_code=400, json=quote, headers={"Content-Type": "application/json"}
    )

    with pytest.raises(exceptions.BadRequest) as caught:
        Session().post(url, json=login)

    assert "Invalid body" in str(caught.value)
    assert "c4n4ry" not in str(caught.value)


def test_the_url_of_an_error_shows_no_token(response: MakeResponse) -> None:
    url = f"http://k.example/v2.0/tokens/{TOKEN}"

    error = from_response(response(404), "GET", url)

    assert error.url == url  # type: ignore[union-attr]
    assert TOKEN not in repr(vars(error))


@pytest.mark.parametrize("charset", ["bogus", "hex", "idna", "punycode", "undefined"])
def test_a_text_is_told_whatever_encoding_it_claims(charset: str, response: MakeResponse) -> None:
    answer = response(404, b"No h\xc3\xa4", f"text/plain; charset={charset}")
    answer.encoding = charset

    error = from_response(answer, "GET", URL)

    assert error.details == "No hä"  # type: ignore[union-attr]
