"""This library understands the answers that were recorded."""

import re
from urllib.parse import unquote

import keystoneauth1.exceptions
import pytest

from ksclient import exceptions
from tests.wire import odd_ones
from tests.wire.cases import FAILURES, SUCCESSES, VERDICTS, replay

ERRORS = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    410: "Gone",
    413: "RequestEntityTooLarge",
    500: "InternalServerError",
    501: "HttpNotImplemented",
}


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_an_answer_of_success_becomes_what_it_says(case, library):
    result, _ = replay(case, library)
    assert not isinstance(result, Exception), result
    found, expected = case.call.gives(result, case.exchange)
    assert found == expected


@pytest.mark.parametrize("case", VERDICTS, ids=str)
def test_an_answer_that_a_token_is_not_good_becomes_false(case, library):
    result, _ = replay(case, library)
    assert result is False


@pytest.mark.parametrize("case", FAILURES, ids=str)
def test_an_error_becomes_the_exception_of_its_status(case, library):
    error, _ = replay(case, library)
    name = ERRORS[case.exchange.status]
    assert type(error).__name__ == ("TenantMismatch" if case.is_mismatch else name)
    assert isinstance(error, getattr(exceptions, name))
    assert isinstance(error, getattr(keystoneauth1.exceptions, name))
    assert error.http_status == case.exchange.status
    assert error.request_id == case.exchange.answered("x-openstack-request-id")
    assert error.method == case.exchange.method


@pytest.mark.parametrize("case", FAILURES, ids=str)
def test_an_error_says_what_the_server_said(case, library):
    error, _ = replay(case, library)
    assert re.match(_pattern(case, library) + rf" \(HTTP {case.exchange.status}\)", error.message)
    content_type = case.exchange.answered("Content-Type") or ""
    assert error.details == (case.exchange.text if content_type.startswith("text/") else None)


@pytest.mark.parametrize("case", FAILURES, ids=str)
def test_an_error_shows_no_secret_of_the_request(case):
    error, _ = replay(case, "ksclient")
    shown = f"{error} {error!r} {error.details}"
    assert [text for text in _secrets(case.exchange) if text in shown] == []


DIGEST = r"\{SHA256\}[0-9a-f]{64}"
SHORTEST_SECRET = 3
"""Shorter ones are not looked for in a server's words: they may be words."""


def _pattern(case, library):
    """Return what matches the words of an error, with digests in place of the request's secrets."""
    text = re.escape(_message(case, library))
    quoted = odd_ones.QUOTED_OTHERWISE.get(case.exchange.name)
    for secret in {*_secrets(case.exchange), quoted} - {None}:
        text = re.sub(
            rf"(?<!\w){re.escape(re.escape(secret))}(?!\w)", DIGEST.replace("\\", r"\\"), text
        )
    return text


def _message(case, library):
    """Return what an error has to say, before its status and request id."""
    exchange = case.exchange
    if case.is_mismatch:
        wanted = dict(exchange.query)["belongsTo"]
        return f"The token is good, but not for a tenant with the id {wanted!r}"
    if exchange.answer is None:
        return exchange.reason
    if "error" not in exchange.answer:
        is_ours = library == "ksclient"
        return (
            exchange.answer["message"].strip()
            if is_ours
            else "Unrecognized schema in response body."
        )
    return exchange.answer["error"]["message"]


def _secrets(exchange):
    """Return the secrets that a request has, in its header, its path and its body."""
    token_in_path = re.fullmatch(r"/v2\.0/tokens/(?!revoked$)([^/]+)(/endpoints)?", exchange.path)
    found = {exchange.token or ""}
    found |= {unquote(token_in_path[1])} if token_in_path else set()

    def look(value, key, above):
        if isinstance(value, dict):
            for name, inner in value.items():
                look(inner, name, key)
        elif isinstance(value, str) and (key in SECRET_MEMBERS or (above, key) == ("token", "id")):
            found.add(value)

    look(exchange.document, "", "")
    return {text for text in found if len(text) >= SHORTEST_SECRET}


SECRET_MEMBERS = {
    "apiKey",
    "original_password",
    "OS-KSADM:password",
    "password",
    "signature",
    "trust_id",
}
