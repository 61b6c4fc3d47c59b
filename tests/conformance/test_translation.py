"""The comparison sees what differs, and nothing else."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from typing import Any

import pytest

from tests.conformance.clouds import Answered
from tests.conformance.comparing import differences
from tests.conformance.signatures import signed_anew
from tests.conformance.translation import Translator

THEIRS, OTHER_THEIRS = "a" * 32, "b" * 32
OURS, OTHER_OURS = "1" * 32, "2" * 32


@pytest.fixture
def translator() -> Translator:
    return Translator(fixed=("f" * 32,))


def answered(text: str = "{}", status: int = 200, **headers: str) -> Answered:
    return Answered(status, "OK", headers, text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("recorded", "ours"),
    [
        ({"a": 1, "b": [1, 2]}, {"b": [2, 1], "a": 1}),
        ({"id": THEIRS}, {"id": OURS}),
        ({"id": "f" * 32}, {"id": "f" * 32}),
        ([{"id": THEIRS, "name": "x"}, {"id": OTHER_THEIRS, "name": "y"}],
         [{"id": OURS, "name": "y"}, {"id": OTHER_OURS, "name": "x"}]),
        ([{"id": THEIRS}, {"id": OTHER_THEIRS}, {"id": THEIRS, "of": OTHER_THEIRS}],
         [{"id": OURS, "of": OTHER_OURS}, {"id": OTHER_OURS}, {"id": OURS}]),
        ({"id": THEIRS, "message": f"No {THEIRS}."}, {"id": OURS, "message": f"No {OURS}."}),
        ({"id": THEIRS, "message": digest(THEIRS)}, {"id": OURS, "message": digest(OURS)}),
        ({"audit_ids": ["A" * 22, "B" * 22]}, {"audit_ids": ["C" * 22, "D" * 22]}),
        ("2026-11-22T05:39:28Z", "2026-11-22T05:39:30Z"),
    ],
)  # fmt: skip
def test_documents_agree_that_say_the_same(
    translator: Translator, recorded: Any, ours: Any
) -> None:
    assert translator.agree(recorded, ours)


@pytest.mark.parametrize(
    ("recorded", "ours"),
    [
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": None}, {}),
        ([1, 1, 2], [1, 2, 2]),
        ([1], [1, 1]),
        ("No such user.", "No such user"),
        (["f" * 32], [OURS]),
        ([THEIRS, THEIRS], [OURS, OTHER_OURS]),
        ([THEIRS, OTHER_THEIRS], [OURS, OURS]),
        ({"id": THEIRS, "message": f"No {THEIRS}"}, {"id": OURS, "message": f"No {OTHER_OURS}"}),
        ({"id": THEIRS}, {"id": "1" * 31}),
        ({"message": digest("x")}, {"message": OURS}),
        ({"id": THEIRS, "message": digest(THEIRS)}, {"id": OURS, "message": digest(OTHER_OURS)}),
        ({"audit_ids": ["A" * 22]}, {"audit_ids": ["A" * 23]}),
        ({"colour": "A" * 22}, {"colour": "B" * 22}),
        ({"a": {"audit_ids": ["A" * 22, "B" * 22]}, "b": {"audit_ids": ["B" * 22, "A" * 22]}},
         {"a": {"audit_ids": ["C" * 22, "D" * 22]}, "b": {"audit_ids": ["C" * 22, "D" * 22]}}),
        ("2026-11-22T05:39:28Z", "2026-11-22T05:39:31Z"),
        ("2026-11-22T05:39:28Z", "2026-11-22T05:39:28.000000Z"),
    ],
)  # fmt: skip
def test_documents_do_not_agree_that_say_different_things(
    translator: Translator, recorded: Any, ours: Any
) -> None:
    assert not translator.agree(recorded, ours)


def test_what_was_learned_is_translated_and_holds(translator: Translator) -> None:
    translator.agree({"id": THEIRS}, {"id": OURS})

    assert translator.translate(f"/users/{THEIRS}?x={OTHER_THEIRS}") == (
        f"/users/{OURS}?x={OTHER_THEIRS}"
    )
    assert not translator.agree({"id": THEIRS}, {"id": OTHER_OURS})


def test_nothing_is_learned_from_a_list_that_was_tried_in_vain(translator: Translator) -> None:
    assert not translator.agree([{"id": THEIRS}, 1], [{"id": OURS}, 2])
    assert translator.translate(THEIRS) == THEIRS


def test_ids_are_learned_from_answers_that_differ(translator: Translator) -> None:
    recorded = {"users": [{"name": "x", "id": THEIRS, "enabled": True}]}
    translator.guess(recorded, {"users": [{"name": "x", "id": OURS, "enabled": False}]})

    assert translator.translate(THEIRS) == OURS


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        (answered(), []),
        (answered(date="now", server="any"), []),
        (answered(status=404), ["status: 200 OK -> 404 OK"]),
        (answered(vary="*"), ["header vary: None -> *"]),
        (answered('{"a": 1}'), ["body:\n--- recorded\n+++ ours\n@@ -1 +1,3 @@"]),
    ],
)
def test_a_difference_is_told(translator: Translator, ours: Answered, told: list[str]) -> None:
    found = list(differences(answered(), ours, translator, has_recorded_length=True))

    assert len(found) == len(told)
    assert all(each.startswith(begin) for each, begin in zip(found, told, strict=True))


@pytest.mark.parametrize(("has_recorded_length", "count"), [(True, 1), (False, 0)])
def test_a_length_counts_where_it_is_known(
    translator: Translator, has_recorded_length: bool, count: int
) -> None:
    recorded, ours = answered(**{"content-length": "1"}), answered(**{"content-length": "2"})
    found = differences(recorded, ours, translator, has_recorded_length=has_recorded_length)

    assert len(list(found)) == count


def revoked(*ids: str) -> Answered:
    der = b"0\x82..." + json.dumps({"revoked": [{"id": each} for each in ids]}).encode() + b"..\xff"
    cms = f"-----BEGIN CMS-----\n{b64encode(der).decode()}\n-----END CMS-----\n"
    return answered(json.dumps({"signed": cms}))


@pytest.mark.parametrize(
    ("ours", "count"), [(revoked(OURS), 0), (revoked(), 1), (revoked(OURS, OTHER_OURS), 1)]
)
def test_what_is_signed_counts(translator: Translator, ours: Answered, count: int) -> None:
    found = differences(revoked(THEIRS), ours, translator, has_recorded_length=True)

    assert len(list(found)) == count


# The signatures were made by openssl.
PARAMS = {"AWSAccessKeyId": THEIRS, "SignatureVersion": "2", "Action": "Describe Images"}
CREDENTIALS = {"host": "h", "verb": "GET", "path": "/", "params": PARAMS}


def test_a_request_is_signed_anew_with_our_secret(translator: Translator) -> None:
    translator.agree([THEIRS, {"s": OTHER_THEIRS}], [OURS, {"s": OTHER_OURS}])
    signature = "K9PCuFvGRKAYCbKMDl3jZBV9DalDh0vkfPmHk3tZmPc="
    recorded = {"credentials": CREDENTIALS | {"signature": signature}}

    ours = signed_anew(recorded, [OTHER_THEIRS], translator.translated)["credentials"]

    assert ours["params"]["AWSAccessKeyId"] == OURS
    assert ours["signature"] == "Pw5SzTxxok7i7aVahY0NYoh93QmyVUArWhT4bfCIHTI="


def test_a_bad_signature_stays_bad(translator: Translator) -> None:
    recorded = {"credentials": CREDENTIALS | {"signature": "AAAA"}}

    assert signed_anew(recorded, [OTHER_THEIRS], translator.translated) == recorded
