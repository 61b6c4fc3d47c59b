"""What can be the id of a token, and which ids are different."""

import hashlib

import pytest

from ksclient.token.exceptions import InvalidTokenRef, TokenNotFound
from tests.contract.persistence.tokens import token

NO_IDS = [None, "", "a\0b", "\0", "\ud800", 5, b"t1", ["t1"], object()]
SIMILAR = {
    "case": ["token", "TOKEN", "Token"],
    "a trailing blank": ["token", "token ", "token  ", "token\t", "token\n"],
    "a leading blank": ["token", " token"],
    "accents": ["cafe", "café", "cafe\u0301"],
    "letters that some collations take to be equal": ["ss", "ß", "ẞ"],
    "widths": ["a", "\uff41"],
    "what nobody sees": ["ab", "a\u200bb", "a\u00adb"],
    "emojis": ["😀", "😁"],
    "Turkish letters": ["i", "\u0131", "\u0130", "I"],
    "wildcards": ["a%", "a_", "a*", "a?", "ab", "a[b]"],
    "the last of many characters": ["x" * 1000 + "a", "x" * 1000 + "b"],
    "at the width of a column": ["x" * 64, "x" * 65, "x" * 63],
}


def test_what_cannot_be_an_id_is_found_nowhere(either):
    either.create_token("t1", token())

    for token_id in NO_IDS:
        with pytest.raises(TokenNotFound):
            either.get_token(token_id)


def test_what_cannot_be_an_id_cannot_be_revoked(either):
    either.create_token("t1", token())

    for token_id in NO_IDS:
        with pytest.raises(TokenNotFound):
            either.delete_token(token_id)


def test_what_cannot_be_an_id_cannot_be_created(either):
    for token_id in NO_IDS:
        with pytest.raises(InvalidTokenRef):
            either.create_token(token_id, token())

    assert either._list_tokens("alice") == []


@pytest.mark.parametrize("ids", SIMILAR.values(), ids=SIMILAR.keys())
def test_similar_ids_are_told_apart(either, ids):
    for token_id in ids:
        with pytest.raises(TokenNotFound):
            either.get_token(token_id)
        either.create_token(token_id, token(metadata={"made as": token_id}))

    assert [either.get_token(token_id)["metadata"]["made as"] for token_id in ids] == ids


@pytest.mark.parametrize("ids", SIMILAR.values(), ids=SIMILAR.keys())
def test_one_of_similar_ids_is_revoked(either, ids):
    for token_id in ids:
        either.create_token(token_id, token())
    either.delete_token(ids[0])

    assert len(either._list_tokens("alice")) == len(ids) - 1
    with pytest.raises(TokenNotFound):
        either.get_token(ids[0])


@pytest.mark.parametrize(
    "names",
    [names for kind, names in SIMILAR.items() if "many" not in kind],
    ids=[kind for kind in SIMILAR if "many" not in kind],
)
def test_similar_users_tenants_trusts_and_consumers_are_told_apart(either, names):
    for number, name in enumerate(names):
        either.create_token(f"user {number}", token(name))
        either.create_token(f"tenant {number}", token(tenant=name))
        either.create_token(f"trust {number}", token("bob", trust=name))
        either.create_token(f"consumer {number}", token("carol", consumer=name))

    for number, name in enumerate(names):
        assert either._list_tokens(name) == [f"user {number}"]
        assert either._list_tokens("alice", tenant_id=name) == [f"tenant {number}"]
        assert either._list_tokens("any", trust_id=name) == [f"trust {number}"]
        assert either._list_tokens("carol", consumer_id=name) == [f"consumer {number}"]


def test_a_long_id_is_stored_as_its_digest(either):
    long = "PKIZ_" + "é" * 3000
    created = either.create_token(long, token())

    assert created["id"] == hashlib.sha256(long.encode()).hexdigest()
    assert either.get_token(long) == created
    assert either._list_tokens("alice") == [created["id"]]


def test_an_id_of_the_columns_width_is_stored_as_it_is(either):
    assert either.create_token("é" * 64, token())["id"] == "é" * 64


def test_a_long_id_is_revoked(either):
    digest = either.create_token("x" * 3000, token())["id"]
    either.delete_token("x" * 3000)

    assert [revoked["id"] for revoked in either.list_revoked_tokens()] == [digest]
    with pytest.raises(TokenNotFound):
        either.get_token("x" * 3000)
