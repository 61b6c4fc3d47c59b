"""This library sends the requests that were recorded."""

import builtins
import json

import pytest

from ksclient import exceptions
from tests.wire.cases import BY_CALLS, BY_HAND, DIFFERENT, REFUSED, SENT, replay
from tests.wire.stand_in import target_of


@pytest.mark.parametrize("case", SENT, ids=str)
def test_the_recorded_request_goes_out(case, library):
    _, (first, *others) = replay(case, library)
    assert (first.method, *target_of(first)) == (
        case.exchange.method,
        case.exchange.url,
        case.exchange.query,
    )
    assert {name: first.headers.get(name) for name in _headers(case)} == _headers(case)
    assert _body(case, first.body) == _expected_body(case)
    assert [other.headers.get("X-Auth-Token") for other in others] == (
        [case.exchange.token] if case.is_mismatch or case.has_dead_token else []
    )


def _headers(case):
    """Return what the headers must be; None for one that must not be there."""
    difference = DIFFERENT.get(case.key)
    sent = {"X-Auth-Token": None, **case.exchange.headers}
    if difference and difference.has_token:
        sent["X-Auth-Token"] = case.exchange.document["auth"]["token"]["id"]
    return sent


def _body(case, body):
    """Return the *body* that was sent: the very text where it was given as such, else its JSON."""
    text = body.decode() if isinstance(body, bytes) else body
    return text or None if case.call is BY_HAND else text and json.loads(text)


def _expected_body(case):
    if case.call is BY_HAND:
        return case.exchange.body or None
    document, difference = case.exchange.document, DIFFERENT.get(case.key)
    if difference is None or document is None:
        return document
    ((root, members),) = _without(document, difference.leaves_out).items()
    assert members.keys().isdisjoint(difference.adds)
    return {root: {**members, **difference.adds}}


def _without(document, names):
    if not isinstance(document, dict):
        return document
    return {key: _without(value, names) for key, value in document.items() if key not in names}


@pytest.mark.parametrize(("call", "name"), REFUSED)
def test_what_cannot_be_meant_is_refused_before_it_is_sent(call, name, library):
    case = next(case for case in BY_CALLS if case.key == (call, name))
    error, sent = replay(case, library)
    assert type(error).__name__ == REFUSED[call, name].error
    assert isinstance(error, _class(exceptions, REFUSED[call, name].error))
    assert sent == []


def _class(module, name):
    return getattr(module, name, None) or getattr(builtins, name)
