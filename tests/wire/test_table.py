"""Nothing that was recorded is left out, and nothing is excepted that need not be."""

from fnmatch import fnmatchcase

import pytest

from tests.wire import odd_ones
from tests.wire.cases import BY_CALLS, DIFFERENT, REFUSED, SENT
from tests.wire.recording import exchanges
from tests.wire.table import CALLS


def test_an_exchange_that_no_call_sends_has_a_reason():
    sent = {case.exchange.name for case in BY_CALLS}
    left = [exchange.name for exchange in exchanges() if exchange.name not in sent]
    assert [name for name in left if not _has_reason(name)] == []


def _has_reason(name):
    return any(fnmatchcase(name, pattern) for pattern in odd_ones.BY_HAND)


@pytest.mark.parametrize("pattern", odd_ones.BY_HAND)
def test_a_reason_is_given_only_for_what_no_call_sends(pattern):
    named = {exchange.name for exchange in exchanges() if fnmatchcase(exchange.name, pattern)}
    assert named
    assert named & {case.exchange.name for case in BY_CALLS} == set()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_every_call_sends_what_was_recorded(call):
    assert any(case.call is call for case in SENT)


@pytest.mark.parametrize(("call", "name"), [*REFUSED, *DIFFERENT])
def test_an_exception_to_the_rule_is_about_a_call_that_is_made(call, name):
    assert (call, name) in {case.key for case in BY_CALLS}


@pytest.mark.parametrize("name", [*sorted(odd_ones.MISMATCHES), *odd_ones.QUOTED_OTHERWISE])
def test_an_answer_with_a_word_to_it_was_recorded(name):
    assert name in {exchange.name for exchange in exchanges()}


def test_nothing_is_excepted_twice():
    assert len(REFUSED) == len(odd_ones.REFUSALS)
    assert len(DIFFERENT) == sum(len(found.exchanges) for found in odd_ones.DIFFERENCES)
