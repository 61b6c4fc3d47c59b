"""A test cloud answers as Keystone 12.0.3 did, word for word but for what is made up anew."""

from __future__ import annotations

import pytest

from tests.conformance.known import DIFFERENT
from tests.conformance.replay import RECORDED, Replayed, replayed
from tests.conformance.unrecorded import BEFORE
from tests.wire.recording import exchanges

AT_LEAST = 0.95
"""How much of all that was recorded must be answered alike."""


def replay_of(name: str) -> Replayed:
    return replayed(RECORDED[name].variant)[name]


@pytest.mark.parametrize("name", [name for name in RECORDED if name not in DIFFERENT])
def test_the_answer_is_the_recorded_one(name: str) -> None:
    found = replay_of(name).differences
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_known_difference_is_one_and_of_the_body_only(name: str) -> None:
    parts = {told.partition(":")[0] for told in replay_of(name).differences}
    assert parts == {"header content-length", "body"}


def test_nearly_all_recorded_exchanges_agree(
    record_testsuite_property: pytest.RecordTestSuiteProperty,
) -> None:
    agree = [each.name for each in exchanges() if not replay_of(each.name).differences]
    share = len(agree) / len(RECORDED)
    told = f"{len(agree)} of {len(RECORDED)} exchanges agree: {share:.1%}"
    record_testsuite_property("conformance", told)
    print(told)
    assert share >= AT_LEAST, told


def test_revoking_by_whole_seconds_as_keystone_does_changes_no_answer() -> None:
    replay = replayed("", revokes_whole_seconds=True).values()
    assert {each.exchange.name for each in replay if each.differences} <= DIFFERENT.keys()


def test_tables_name_recorded_exchanges() -> None:
    assert {*BEFORE, *DIFFERENT} <= RECORDED.keys()
