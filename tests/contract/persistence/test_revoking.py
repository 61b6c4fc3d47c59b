"""Tokens that are revoked: by their id, or by whose they are."""

import threading
from enum import Enum

import pytest

from ksclient.token.exceptions import TokenExists, TokenNotFound
from tests.contract.persistence.tokens import at, token, v2_document, without


@pytest.fixture
def many(driver):
    """Tokens of two users, for tenants, of trusts and for consumers; their names tell which."""
    driver.create_token("alice blue", token())
    driver.create_token("alice red", token(tenant="red"))
    driver.create_token("alice none", token(tenant=None))
    driver.create_token("alice blue trust", token(trust="trust"))
    driver.create_token("alice blue consumer", token(consumer="consumer"))
    driver.create_token("alice red consumer", token(tenant="red", consumer="consumer"))
    driver.create_token("bob blue", token("bob"))
    driver.create_token("bob blue trust", token("bob", trust="trust"))
    driver.create_token("bob red trust", token("bob", tenant="red", trust="trust"))
    driver.create_token("bob red trust consumer", token("bob", trust="trust", consumer="consumer"))
    return driver


ALICE = {
    "alice blue",
    "alice red",
    "alice none",
    "alice blue trust",
    "alice blue consumer",
    "alice red consumer",
}
TRUST = {"alice blue trust", "bob blue trust", "bob red trust", "bob red trust consumer"}


def test_a_revoked_token_is_not_found(either):
    either.create_token("t1", token())

    assert either.delete_token("t1") is None
    with pytest.raises(TokenNotFound):
        either.get_token("t1")


def test_a_token_is_revoked_once(either):
    either.create_token("t1", token())
    either.delete_token("t1")

    with pytest.raises(TokenNotFound):
        either.delete_token("t1")


def test_an_unknown_token_is_neither_found_nor_revoked(either):
    with pytest.raises(TokenNotFound):
        either.get_token("unknown")
    with pytest.raises(TokenNotFound):
        either.delete_token("unknown")


def test_other_tokens_stay(either):
    either.create_token("t1", token())
    kept = either.create_token("t2", token())
    either.delete_token("t1")

    assert either.get_token("t2") == kept
    assert either._list_tokens("alice") == ["t2"]


@pytest.mark.parametrize(
    ("asked", "revoked"),
    [
        ({}, ALICE),
        ({"tenant_id": "blue"}, {"alice blue", "alice blue trust", "alice blue consumer"}),
        ({"tenant_id": "red"}, {"alice red", "alice red consumer"}),
        ({"consumer_id": "consumer"}, {"alice blue consumer", "alice red consumer"}),
        ({"tenant_id": "red", "consumer_id": "consumer"}, {"alice red consumer"}),
        ({"trust_id": "trust"}, TRUST),
        ({"trust_id": "trust", "tenant_id": "red"}, {"bob red trust"}),
        ({"trust_id": "trust", "consumer_id": "consumer"}, {"bob red trust consumer"}),
        (
            {"trust_id": "trust", "tenant_id": "blue", "consumer_id": "consumer"},
            {"bob red trust consumer"},  # its tenant is blue, whatever its name says
        ),
        ({"tenant_id": "", "trust_id": "", "consumer_id": ""}, ALICE),
        ({"tenant_id": "none"}, set()),
        ({"trust_id": "none"}, set()),
        ({"consumer_id": "none"}, set()),
    ],
    ids=str,
)
def test_all_filters_count_but_a_trust_is_looked_at_instead_of_the_user(many, asked, revoked):
    everything = {*many._list_tokens("alice"), *many._list_tokens("bob")}

    assert set(many.delete_tokens("alice", **asked)) == revoked
    assert {*many._list_tokens("alice"), *many._list_tokens("bob")} == everything - revoked
    assert {line["id"] for line in many.list_revoked_tokens()} == revoked


def test_the_filters_may_be_given_by_their_places(many):
    assert many.delete_tokens("any", "red", "trust", None) == ["bob red trust"]


@pytest.mark.parametrize("user", ["bob", "nobody", None])
def test_a_trust_is_revoked_whoever_asks(many, user):
    assert set(many.delete_tokens(user, trust_id="trust")) == TRUST


@pytest.mark.parametrize("asked", [{}, {"tenant_id": "blue"}, {"consumer_id": "consumer"}], ids=str)
def test_who_has_no_token_has_none_to_revoke(many, asked):
    for user in ["nobody", "", None, "\0", "\ud800", "x" * 5000, b"alice", ["alice"], {}]:
        assert many.delete_tokens(user, **asked) == []
        assert many._list_tokens(user, **asked) == []

    assert set(many._list_tokens("alice")) == ALICE


@pytest.mark.parametrize("which", ["tenant_id", "trust_id", "consumer_id"])
def test_what_no_token_can_have_matches_none(many, which):
    for name in ["\0", "\ud800", "x" * 5000, 5, b"blue", ["blue"]]:
        assert many.delete_tokens("alice", **{which: name}) == []
        assert many._list_tokens("alice", **{which: name}) == []


def test_only_a_text_is_a_name(driver):
    for name in ["5", "b'5'", "['5']"]:
        driver.create_token(name, token(name, tenant=name, trust=name, consumer=name))

    for other in [5, b"5", ["5"]]:
        assert driver._list_tokens(other) == driver.delete_tokens(other) == []
        assert driver._list_tokens(None, trust_id=other) == []
        assert driver.delete_tokens(None, trust_id=other) == []
        assert driver._list_tokens(str(other), consumer_id=other) == []
        assert driver.delete_tokens(None, trust_id=str(other), tenant_id=other) == []


class Name(str, Enum):  # noqa: UP042 - a StrEnum is formatted as it is
    """Is formatted as another text than the one that it is."""

    ALICE = "alice"


def test_a_text_of_any_type_is_what_it_equals(driver):
    data = token(Name.ALICE, tenant=Name.ALICE, trust=Name.ALICE)
    created = driver.create_token(Name.ALICE, data)

    assert driver.get_token("alice") == driver.get_token(Name.ALICE) == created
    assert driver._list_tokens("alice", tenant_id="alice") == ["alice"]
    assert driver._list_tokens(Name.ALICE, tenant_id=Name.ALICE) == ["alice"]
    assert driver._list_tokens(None, trust_id="alice") == ["alice"]
    assert driver.delete_tokens(Name.ALICE, tenant_id=Name.ALICE) == ["alice"]


@pytest.mark.parametrize("tenant", [None, {}, {"name": "blue"}, {"id": None}, {"id": ""}])
def test_a_token_without_a_tenant_is_for_none(driver, tenant):
    driver.create_token("t1", token() | {"tenant": tenant})

    assert driver.delete_tokens("alice", tenant_id="blue") == []
    assert driver._list_tokens("alice") == ["t1"]


@pytest.mark.parametrize("tenant", [{}, {"tenant": None}, {"tenant": {"name": "Blue"}}])
def test_a_token_may_name_its_tenant_by_id_as_it_may_its_user(driver, tenant):
    driver.create_token("t1", without(token(), "tenant") | tenant | {"tenant_id": "blue"})
    driver.create_token("t2", token(tenant="red", tenant_id="blue"))  # the object goes before

    assert driver.get_token("t1")["tenant_id"] == "blue"
    assert driver._list_tokens("alice", tenant_id="blue") == ["t1"]
    assert driver.delete_tokens("alice", tenant_id="blue") == ["t1"]


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        "text",
        v2_document(),
        {"token": None},
        {"token": {"OS-OAUTH1": None}},
        {"token": {"OS-OAUTH1": {}}},
        {"access": {"OS-OAUTH1": {"consumer_id": "consumer"}}},
    ],
    ids=str,
)
def test_a_token_without_a_consumer_is_for_none(driver, document):
    driver.create_token("t1", token(token_data=document))

    assert driver.delete_tokens("alice", consumer_id="consumer") == []
    assert driver._list_tokens("alice", consumer_id="consumer") == []
    assert driver._list_tokens("alice") == ["t1"]


def test_a_token_without_its_document_is_for_no_consumer(driver):
    driver.create_token("t1", without(token(), "token_data", "tenant"))

    assert driver.delete_tokens("alice", consumer_id="consumer") == []


def test_nothing_is_revoked_twice(many):
    many.delete_token("alice blue")

    assert set(many.delete_tokens("alice")) == ALICE - {"alice blue"}
    assert many.delete_tokens("alice") == []


def test_expired_tokens_are_not_revoked_with_the_others(driver, clock):
    driver.create_token("t1", token())
    driver.create_token("longer", token(expires=at(hours=3)))
    driver.create_token("t3", token(expires=at(hours=-1)))
    clock.tick(hours=1)

    assert driver.delete_tokens("alice") == ["longer"]


def test_many_tokens_are_revoked_at_once(driver):
    names = {f"t{number}" for number in range(50)}
    for name in names:
        driver.create_token(name, token())

    revoked = driver.delete_tokens("alice")
    assert len(revoked) == 50
    assert set(revoked) == names


def test_what_a_manager_revokes_it_does_not_tell(manager):
    manager.create_token("t1", token())

    assert manager.delete_tokens("alice") is None
    assert manager.delete_tokens("alice") is None
    with pytest.raises(TokenNotFound):
        manager.get_token("t1")


def test_of_threads_that_revoke_a_token_one_has_revoked_it(driver):
    driver.create_token("t1", token())
    barrier = threading.Barrier(4)
    outcomes = []

    def revoke():
        barrier.wait()
        try:
            driver.delete_token("t1")
            outcomes.append("revoked")
        except TokenNotFound:
            outcomes.append("not found")

    in_threads(revoke)

    assert sorted(outcomes) == ["not found"] * 3 + ["revoked"]


def test_of_threads_that_create_a_token_one_has_created_it(driver):
    barrier = threading.Barrier(4)
    created = []

    def create():
        barrier.wait()
        try:
            created.append(driver.create_token("t1", token(f"user {threading.get_ident()}")))
        except TokenExists:
            created.append(None)

    in_threads(create)

    (first,) = filter(None, created)
    assert driver.get_token("t1") == first
    assert len(created) == 4


def test_of_threads_that_revoke_a_users_tokens_each_tells_its_own(driver):
    names = [f"t{number}" for number in range(20)]
    for name in names:
        driver.create_token(name, token())
    barrier = threading.Barrier(4)
    told = []

    def revoke():
        barrier.wait()
        told.extend(driver.delete_tokens("alice"))

    in_threads(revoke)

    assert set(told) == set(names)
    assert driver._list_tokens("alice") == []


def in_threads(act):
    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
