"""Expired tokens are removed; others are not."""

from datetime import timedelta

import pytest

from ksclient.token.exceptions import TokenNotFound
from tests.contract.persistence.stores import FLUSHED_BY_ITSELF, GONE
from tests.contract.persistence.tokens import at, token


def is_as_many(store, flushed, expected):
    if FLUSHED_BY_ITSELF in store.deviations:
        return 0 <= flushed <= expected
    return flushed == expected


def test_nothing_expired_is_nothing_flushed(either):
    either.create_token("t1", token())

    assert either.flush_expired_tokens() == 0
    assert either._list_tokens("alice") == ["t1"]


def test_an_empty_store_is_flushed(either):
    assert either.flush_expired_tokens() == 0


def test_what_has_expired_is_removed_and_counted(store, either, clock):
    either.create_token("t1", token())
    either.create_token("t2", token("bob"))
    kept = either.create_token("longer", token(expires=at(hours=3)))
    clock.tick(hours=2)

    assert is_as_many(store, either.flush_expired_tokens(), 2)
    assert either.get_token("longer") == kept
    for token_id in ["t1", "t2"]:
        with pytest.raises(TokenNotFound):
            either.get_token(token_id)
        with pytest.raises(TokenNotFound):
            either.delete_token(token_id)


def test_what_is_removed_is_counted_once(either, clock):
    either.create_token("t1", token())
    clock.tick(hours=2)
    either.flush_expired_tokens()

    assert either.flush_expired_tokens() == 0


def test_a_token_is_removed_at_the_moment_that_it_expires_and_not_before(store, driver, clock):
    driver.create_token("t1", token())
    driver.create_token("longer", token(expires=at(hours=1) + store.instant))
    clock.now += timedelta(hours=1) - store.instant
    assert driver.flush_expired_tokens() == 0

    clock.now += store.instant
    assert is_as_many(store, driver.flush_expired_tokens(), 1)
    with pytest.raises(TokenNotFound):
        driver.get_token("t1")
    assert driver._list_tokens("alice") == ["longer"]


def test_a_token_that_had_expired_when_it_was_created_is_removed(store, driver):
    driver.create_token("t1", token(expires=at(hours=-1)))

    assert driver.flush_expired_tokens() == (0 if GONE in store.deviations else 1)
    with pytest.raises(TokenNotFound):
        driver.get_token("t1")


def test_revoked_tokens_are_removed_once_they_expire(store, driver, clock):
    driver.create_token("t1", token())
    driver.create_token("longer", token(expires=at(hours=3)))
    driver.delete_tokens("alice")
    clock.tick(hours=2)

    assert is_as_many(store, driver.flush_expired_tokens(), 1)
    assert [line["id"] for line in driver.list_revoked_tokens()] == ["longer"]


def test_a_revoked_token_that_has_not_expired_stays_revoked(driver):
    driver.create_token("t1", token())
    driver.delete_token("t1")
    driver.flush_expired_tokens()

    with pytest.raises(TokenNotFound):
        driver.get_token("t1")
    assert [line["id"] for line in driver.list_revoked_tokens()] == ["t1"]


def test_more_tokens_than_a_driver_takes_at_once_are_removed(store, driver, clock):
    for number in range(25):
        driver.create_token(f"t{number}", token(expires=at(minutes=number % 3)))
    clock.tick(hours=1)

    assert is_as_many(store, driver.flush_expired_tokens(), 25)
    for number in range(25):
        with pytest.raises(TokenNotFound):
            driver.get_token(f"t{number}")
