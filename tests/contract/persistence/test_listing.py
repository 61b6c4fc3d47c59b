"""The lists: a user's live tokens, and what was revoked."""

import pytest

from tests.contract.persistence.tokens import at, token, v2_document, v3_document, without


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ({}, {"plain", "red", "none", "trust", "consumer"}),
        ({"tenant_id": "blue"}, {"plain", "trust", "consumer"}),
        ({"tenant_id": "red"}, {"red"}),
        ({"consumer_id": "c"}, {"consumer"}),
        ({"consumer_id": "c", "tenant_id": "red"}, {"consumer"}),
        ({"trust_id": "t"}, {"trust", "bob's"}),
        ({"trust_id": "t", "tenant_id": "red"}, {"trust", "bob's"}),
        ({"trust_id": "t", "consumer_id": "c"}, {"trust", "bob's"}),
        (
            {"tenant_id": "", "trust_id": "", "consumer_id": ""},
            {"plain", "red", "none", "trust", "consumer"},
        ),
        ({"tenant_id": "nothing"}, set()),
    ],
    ids=str,
)
def test_one_filter_counts_the_trust_before_the_consumer_before_the_tenant(either, asked, listed):
    either.create_token("plain", token())
    either.create_token("red", token(tenant="red"))
    either.create_token("none", token(tenant=None))
    either.create_token("trust", token(trust="t"))
    either.create_token("consumer", token(consumer="c"))
    either.create_token("bob's", token("bob", trust="t"))
    either.create_token("expired", token(trust="t", consumer="c", expires=at(hours=-1)))
    either.create_token("revoked", token(trust="t", consumer="c"))
    either.delete_token("revoked")

    found = either._list_tokens("alice", **asked)

    assert set(found) == listed
    assert len(found) == len(listed)


def test_the_filters_may_be_given_by_their_places(either):
    either.create_token("t1", token())
    either.create_token("t2", token(tenant="red"))

    assert either._list_tokens("alice", "red", None, None) == ["t2"]


def test_the_list_is_the_callers_own(either):
    either.create_token("t1", token())
    either._list_tokens("alice").clear()

    assert either._list_tokens("alice") == ["t1"]


def test_nothing_revoked_is_an_empty_list(either):
    either.create_token("t1", token())

    assert either.list_revoked_tokens() == []


@pytest.mark.parametrize("document", [v2_document(), v3_document()])
def test_a_revoked_token_is_told_with_its_first_audit_id(either, document):
    either.create_token("t1", token(token_data=document))
    either.delete_token("t1")

    assert either.list_revoked_tokens() == [
        {"id": "t1", "expires": at(hours=1), "audit_id": "audit-1"}
    ]


@pytest.mark.parametrize(
    "data",
    [
        without(token(), "token_data"),
        token(token_data=None),
        token(token_data={"access": {"token": {}}}),
        token(token_data={"access": {"token": {"audit_ids": []}}}),
        token(token_data={"access": {"token": {"audit_ids": [None]}}}),
        token(token_data={"access": None}),
    ],
)
def test_a_revoked_token_without_audit_ids_is_told_too(either, data):
    either.create_token("t1", data)
    either.delete_token("t1")

    assert either.list_revoked_tokens() == [{"id": "t1", "expires": at(hours=1), "audit_id": None}]


def test_all_that_were_revoked_are_told(driver):
    for name in ["t1", "t2", "t3"]:
        driver.create_token(name, token())
    driver.create_token("bob's", token("bob"))
    driver.delete_token("t2")
    driver.delete_tokens("alice")

    told = [line["id"] for line in driver.list_revoked_tokens()]
    assert sorted(told) == ["t1", "t2", "t3"]


def test_a_revoked_token_that_has_expired_is_not_told(driver, clock):
    driver.create_token("t1", token())
    driver.create_token("longer", token(expires=at(hours=1, microseconds=1)))
    driver.delete_tokens("alice")
    clock.tick(hours=1)

    assert [line["id"] for line in driver.list_revoked_tokens()] == ["longer"]


def test_what_the_caller_does_with_the_list_does_not_change_it(either):
    either.create_token("t1", token())
    either.delete_token("t1")
    told = either.list_revoked_tokens()
    told[0]["id"] = "changed"
    told.clear()

    assert [line["id"] for line in either.list_revoked_tokens()] == ["t1"]
