"""What a new token is stored with."""

import copy
from datetime import timedelta

import pytest

from ksclient.token.exceptions import InvalidTokenRef, TokenExists
from tests.contract.persistence.tokens import at, token, without


def test_a_token_is_returned_as_it_was_made(either):
    data = token(trust="trust")
    created = either.create_token("t1", data)

    assert without(created, "id", "user_id") == data
    assert created["id"] == "t1"
    assert created["user_id"] == "alice"


def test_what_is_got_is_what_was_returned(either):
    created = either.create_token("t1", token(trust="trust", odd=[1, 2.5, None, True, "é", {}]))

    assert either.get_token("t1") == created


def test_a_tokens_own_id_is_the_one_it_is_made_under(either):
    assert either.create_token("t1", token(id="another"))["id"] == "t1"


def test_the_callers_data_are_not_changed(either):
    data = without(token(), "expires")
    before = copy.deepcopy(data)
    either.create_token("t1", data)

    assert data == before


def test_what_is_returned_is_a_copy_of_what_is_stored(either):
    created = either.create_token("t1", token())
    kept = copy.deepcopy(dict(created))
    created["token_data"]["access"] = "changed"
    created["metadata"]["roles"].append("admin")

    assert either.get_token("t1") == kept


def test_what_the_caller_changes_later_does_not_change_what_is_stored(either):
    data = token()
    either.create_token("t1", data)
    data["metadata"]["roles"].append("admin")

    assert either.get_token("t1")["metadata"] == {"roles": ["member"]}


def test_what_is_got_is_a_copy_of_what_is_stored(either):
    either.create_token("t1", token())
    either.get_token("t1")["metadata"]["roles"].append("admin")

    assert either.get_token("t1")["metadata"] == {"roles": ["member"]}


@pytest.mark.parametrize("data", [without(token(), "expires"), token(expires=None)])
def test_a_missing_expiry_is_filled_in_in_whole_seconds(either, data):
    created = either.create_token("t1", data)

    assert created["expires"] == at(hours=1).replace(microsecond=0)
    assert either.get_token("t1")["expires"] == created["expires"]


def test_how_long_a_token_lives_that_does_not_say_is_an_option(place, clock):
    driver = place.make(clock=clock, expiration=timedelta(minutes=5))
    created = driver.create_token("t1", without(token(), "expires"))

    assert created["expires"] == at(minutes=5).replace(microsecond=0)


@pytest.mark.parametrize("data", [token(), token(user_id=None), token(user_id="")])
def test_a_missing_user_id_is_filled_in_from_the_user(either, data):
    assert either.create_token("t1", data)["user_id"] == "alice"


def test_a_user_id_goes_before_the_user(either):
    either.create_token("t1", token(user="alice", user_id="bob"))

    assert either.get_token("t1")["user_id"] == "bob"
    assert either._list_tokens("bob") == ["t1"]
    assert either._list_tokens("alice") == []


def test_a_user_id_is_enough(either):
    created = either.create_token("t1", without(token(user_id="bob"), "user"))

    assert created["user_id"] == "bob"
    assert "user" not in created


@pytest.mark.parametrize("data", [without(token(), "user"), token(user={}), token(user=None), {}])
def test_a_token_without_a_user_is_refused(either, data):
    with pytest.raises(InvalidTokenRef):
        either.create_token("t1", data)


@pytest.mark.parametrize("trust", ["", None])
def test_no_trust_is_none(either, trust):
    assert either.create_token("t1", token(trust=trust))["trust_id"] is None


def test_a_trust_that_is_not_named_is_none(either):
    assert either.create_token("t1", without(token(), "trust_id"))["trust_id"] is None


def test_an_id_is_used_once(either):
    first = either.create_token("t1", token())
    with pytest.raises(TokenExists):
        either.create_token("t1", token("bob"))

    assert either.get_token("t1") == first
    assert either._list_tokens("bob") == []


def test_the_id_of_a_revoked_token_is_not_used_again(either):
    either.create_token("t1", token())
    either.delete_token("t1")
    with pytest.raises(TokenExists):
        either.create_token("t1", token())

    assert [revoked["id"] for revoked in either.list_revoked_tokens()] == ["t1"]


def test_the_id_of_a_flushed_token_is_free(either, clock):
    either.create_token("t1", token())
    either.delete_token("t1")
    clock.tick(hours=2)
    either.flush_expired_tokens()
    again = either.create_token("t1", token("bob", expires=at(hours=3)))

    assert either.get_token("t1") == again
    assert either._list_tokens("alice") == []
    assert either._list_tokens("bob") == ["t1"]


def test_a_token_that_has_expired_is_created_all_the_same(either):
    created = either.create_token("t1", token(expires=at(minutes=-1)))

    assert created["expires"] == at(minutes=-1)


@pytest.mark.parametrize(
    "odd", [{1, 2}, object(), b"bytes", float("nan"), float("inf"), {("a", "b"): 1}, 1j]
)
def test_what_json_cannot_hold_is_refused(either, odd):
    with pytest.raises(InvalidTokenRef):
        either.create_token("t1", token(metadata={"deep": [odd]}))

    assert either._list_tokens("alice") == []


def test_a_document_that_contains_itself_is_refused(either):
    endless = {}
    endless["again"] = endless
    with pytest.raises(InvalidTokenRef):
        either.create_token("t1", token(metadata=endless))


@pytest.mark.parametrize("data", [None, "text", 5, ["user_id"]])
def test_what_is_no_dictionary_is_refused(either, data):
    with pytest.raises(InvalidTokenRef):
        either.create_token("t1", data)


@pytest.mark.parametrize(
    "text", ["\0", "\ud800", "\U0001d56c", "\\u0000", '"', "'; DROP TABLE token; --"]
)
def test_any_text_is_kept_inside_a_token(either, text):
    either.create_token("t1", token(metadata={"text": text, text: 1}))

    assert either.get_token("t1")["metadata"] == {"text": text, text: 1}


def test_a_large_token_is_kept(either):
    catalog = [{"url": "https://example.org/" + "x" * 200}] * 1000
    either.create_token("t1", token(metadata={"catalog": catalog}))

    assert either.get_token("t1")["metadata"] == {"catalog": catalog}


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("user_id", 5),
        ("user_id", "x" * 256),
        ("user_id", "a\0b"),
        ("user_id", "\ud800"),
        ("trust_id", ["trust"]),
        ("trust_id", "x" * 256),
        ("tenant", {"id": "x" * 256}),
        ("tenant", {"id": 5}),
        ("tenant", "blue"),
        ("tenant", ""),
        ("tenant", ["blue"]),
        ("token_data", {"token": {"OS-OAUTH1": {"consumer_id": 5}}}),
    ],
)
def test_a_name_that_cannot_be_looked_up_is_refused(either, member, value):
    with pytest.raises(InvalidTokenRef):
        either.create_token("t1", token() | {member: value})


def test_an_id_of_a_tenant_that_cannot_be_looked_up_is_refused(either):
    with pytest.raises(InvalidTokenRef, match=r"tenant\.id"):
        either.create_token("t1", token(tenant=None, tenant_id=5))


@pytest.mark.parametrize(
    "user", ["x" * 255, "\U0001d56c" * 255, " ", "O'Brien", "a%b", "a*b", "a:b", "{a}"]
)
def test_any_other_name_is_looked_up(either, user):
    either.create_token("t1", token(user, tenant=user, trust=user))
    either.create_token("t2", token(user, consumer=user))

    assert set(either._list_tokens(user, tenant_id=user)) == {"t1"}
    assert either._list_tokens("any", trust_id=user) == ["t1"]
    assert either._list_tokens(user, consumer_id=user) == ["t2"]
