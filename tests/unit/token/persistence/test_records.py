"""What is made of a token before it is stored."""

import pytest

from ksclient.auth._redact import Secret, SecretDict
from ksclient.token.exceptions import InvalidTokenRef
from ksclient.token.persistence.records import (
    Record,
    concealed,
    is_for,
    naive,
    revoked_token,
    stored,
    token_ref,
)
from tests.unit.token.persistence.stand_ins import LATER, NOW

DATA = {
    "id": "c4n4ry",
    "key": "c4n4ry",
    "user": {"id": "alice"},
    "tenant": {"id": "blue"},
    "trust_id": "trust",
    "expires": LATER,
    "token_data": {
        "token": {"OS-OAUTH1": {"consumer_id": "consumer"}, "audit_ids": ["audit", "chain"]}
    },
}


def made(**members):
    return Record.of("t1", {**DATA, **members}, clock=lambda: NOW)


def test_what_is_looked_up_by_has_a_place_of_its_own():
    record = made()

    assert (record.id, record.expires, record.user_id) == ("t1", LATER, "alice")
    assert (record.trust_id, record.tenant_id, record.consumer_id) == ("trust", "blue", "consumer")
    assert record.audit_id == "audit"


def test_what_has_a_place_of_its_own_is_not_written_twice():
    assert set(token_ref("", None, None, None, made().extra)) - {"id", "expires"} == {
        "user_id",
        "trust_id",
        "key",
        "user",
        "tenant",
        "token_data",
    }
    assert "alice" in made().extra
    assert '"expires"' not in made().extra


def test_a_record_matches_the_tenant_and_the_consumer_it_is_asked_for():
    record = made()

    assert record.matches(None, None)
    assert record.matches("blue", "consumer")
    assert not record.matches("red", None)
    assert not record.matches("blue", "other")


@pytest.mark.parametrize("odd", [None, {}, {"tenant": "blue"}, {"tenant": {"id": "red"}}])
def test_a_token_that_was_handed_out_is_for_whom_it_says(odd):
    assert is_for(DATA, "blue", "consumer")
    assert is_for(odd or {}, None, None)
    assert not is_for(odd or {}, "blue", None)
    assert not is_for(odd or {}, None, "consumer")


def test_a_stored_id_is_stored_under_itself():
    for token_id in ["t1", "x" * 64, "x" * 65, "é" * 64, "é" * 65]:
        assert stored(stored(token_id)) == stored(token_id)
        assert len(stored(token_id)) <= 64


def test_a_datetime_inside_a_token_is_written_as_text():
    ref = made(issued_at=NOW, other=LATER).ref()

    assert ref["issued_at"] == "2030-01-01T12:00:00+00:00"
    assert ref["other"] == "2030-01-01T13:00:00"


def test_a_naive_time_is_taken_to_be_utc():
    assert naive(LATER) == LATER
    assert naive(NOW) == NOW.replace(tzinfo=None)


@pytest.mark.parametrize("extra", ["[]", "null", "5", '"text"', "[[1, 2]]", b"[]"])
def test_what_was_stored_and_is_no_object_is_no_token(extra):
    with pytest.raises(ValueError, match="no token"):
        token_ref("t1", LATER, "alice", None, extra)


def test_a_token_hides_itself():
    for ref in [made().ref(), concealed(DATA), token_ref("c4n4ry", None, None, None, "{}")]:
        assert isinstance(ref, SecretDict)
        assert "c4n4ry" not in repr(ref)
        assert isinstance(ref["id"], Secret)


def test_a_record_and_a_line_of_the_revocation_list_hide_the_token():
    record = Record.of("c4n4ry", DATA)

    assert "c4n4ry" not in repr(record)
    assert "c4n4ry" not in repr(record.as_revoked())
    assert "c4n4ry" not in repr(revoked_token("c4n4ry", LATER, None))


def test_what_cannot_be_written_is_not_quoted():
    with pytest.raises(InvalidTokenRef) as caught:
        made(metadata={"c4n4ry", "set"})

    assert "c4n4ry" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_what_is_concealed_is_a_copy():
    copy = concealed(DATA)
    copy["id"] = "other"

    assert DATA["id"] == "c4n4ry"
