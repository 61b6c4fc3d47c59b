"""When a token ends: how it is told, and what is kept of it."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from ksclient.token.exceptions import InvalidTokenRef, TokenExists, TokenNotFound
from tests.contract.persistence.stores import GONE, NO_NULL_EXPIRY, NOT_STORED
from tests.contract.persistence.tokens import START, at, token

EAST = timezone(timedelta(hours=5, minutes=45))
WEST = timezone(timedelta(hours=-9, minutes=-30))
LATER = START + timedelta(hours=1)


class NoZone(tzinfo):
    """Does not say how far from UTC it is: such a time is naive."""

    def utcoffset(self, _moment):
        return None


@pytest.mark.parametrize(
    "given",
    [
        at(hours=1),
        LATER,
        LATER.astimezone(EAST),
        LATER.astimezone(WEST),
        at(hours=1).isoformat(),
        at(hours=1).isoformat() + "Z",
        LATER.astimezone(EAST).isoformat(),
        LATER.astimezone(WEST).isoformat(),
    ],
    ids=str,
)
def test_any_time_is_stored_as_naive_utc(either, given):
    created = either.create_token("t1", token(expires=given))

    assert created["expires"] == at(hours=1)
    assert created["expires"].tzinfo is None
    assert either.get_token("t1")["expires"] == at(hours=1)


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/Los_Angeles", "XXX-13:59"])
def test_the_time_zone_of_the_process_does_not_matter(either, clock, zone, time_zone):
    time_zone(zone)
    either.create_token("naive", token(expires=at(minutes=1)))
    either.create_token("aware", token(expires=START + timedelta(minutes=1)))
    either.create_token("text", token(expires=at(minutes=1).isoformat()))
    either.create_token("no zone", token(expires=at(minutes=1).replace(tzinfo=NoZone())))

    assert len(either._list_tokens("alice")) == 4
    assert either.get_token("naive")["expires"] == at(minutes=1)
    clock.tick(minutes=1)
    assert either._list_tokens("alice") == []


@pytest.mark.parametrize("microseconds", [1, 999_999, 123_456, 100_000])
def test_microseconds_are_kept(either, microseconds):
    expires = at(hours=1).replace(microsecond=microseconds)
    either.create_token("t1", token(expires=expires))

    assert either.get_token("t1")["expires"] == expires


@pytest.mark.parametrize(
    "text", ["1970-01-01T00:00:00", "0002-01-01T00:00:00", "1969-07-20T20:17:40.5"]
)
def test_the_far_past_is_kept(driver, text):
    expires = datetime.fromisoformat(text)
    created = driver.create_token("t1", token(expires=expires))

    assert created["expires"] == expires
    assert driver._list_tokens("alice") == []


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59.999999", "2106-02-08T00:00:00"])
def test_the_far_future_is_kept(either, text):
    expires = datetime.fromisoformat(text)
    either.create_token("t1", token(expires=expires))

    assert either.get_token("t1")["expires"] == expires
    assert either._list_tokens("alice") == ["t1"]


def test_a_time_after_the_last_one_by_utc_is_the_last_one(either):
    either.create_token("t1", token(expires=datetime.max.replace(tzinfo=WEST)))

    assert either.get_token("t1")["expires"] == datetime.max  # noqa: DTZ901 - naive, as stored


@pytest.mark.parametrize(
    "given",
    ["soon", "2090-13-01T00:00:00Z", 1_900_000_000, object()],
    ids=str,
)
def test_what_is_no_time_is_refused(either, given):
    with pytest.raises(InvalidTokenRef):
        either.create_token("t1", token(expires=given))


def test_the_revocation_list_has_the_time_as_the_token_has_it(either):
    expires = at(hours=1).replace(microsecond=123_456)
    either.create_token("t1", token(expires=expires.replace(tzinfo=UTC).astimezone(EAST)))
    either.delete_token("t1")

    assert [revoked["expires"] for revoked in either.list_revoked_tokens()] == [expires]


def test_a_driver_returns_a_token_that_has_expired(store, driver, clock):
    created = driver.create_token("t1", token())
    clock.tick(hours=1, microseconds=1)

    if GONE in store.deviations:
        with pytest.raises(TokenNotFound):
            driver.get_token("t1")
    else:
        assert driver.get_token("t1") == created


def test_a_driver_returns_a_token_at_the_moment_that_it_expires(driver, clock):
    created = driver.create_token("t1", token())
    clock.tick(hours=1)

    assert driver.get_token("t1") == created


def test_a_driver_returns_a_token_that_had_expired_when_it_was_created(store, driver):
    created = driver.create_token("t1", token(expires=at(minutes=-1)))

    if NOT_STORED in store.deviations:
        with pytest.raises(TokenNotFound):
            driver.get_token("t1")
    else:
        assert driver.get_token("t1") == created


def test_the_id_of_a_token_that_has_expired_is_not_used_again(store, either, clock):
    either.create_token("t1", token())
    clock.tick(hours=2)

    if GONE in store.deviations:
        again = either.create_token("t1", token("bob", expires=at(hours=3)))
        assert either.get_token("t1") == again
        assert either._list_tokens("alice") == []
    else:
        with pytest.raises(TokenExists):
            either.create_token("t1", token("bob", expires=at(hours=3)))


def test_a_manager_returns_no_token_that_has_expired(manager, clock):
    manager.create_token("t1", token())
    clock.tick(hours=1, microseconds=1)

    with pytest.raises(TokenNotFound):
        manager.get_token("t1")


def test_a_manager_returns_no_token_that_had_expired_when_it_was_created(manager):
    manager.create_token("t1", token(expires=at(minutes=-1)))

    with pytest.raises(TokenNotFound):
        manager.get_token("t1")


def test_a_manager_still_returns_a_token_at_the_moment_that_it_expires(manager, clock):
    created = manager.create_token("t1", token())
    clock.tick(hours=1)

    assert manager.get_token("t1") == created


def test_at_the_moment_that_it_expires_a_token_is_not_live(either, clock):
    either.create_token("t1", token())
    either.create_token("longer", token(expires=at(hours=1, microseconds=1)))
    clock.tick(hours=1)

    assert either._list_tokens("alice") == ["longer"]


def test_an_expired_token_can_be_revoked(store, either, clock):
    either.create_token("t1", token())
    clock.tick(hours=2)
    if GONE not in store.deviations:
        either.delete_token("t1")

    assert either.list_revoked_tokens() == []
    with pytest.raises(TokenNotFound):
        either.delete_token("t1")


def test_a_token_that_never_expires_is_left_alone(store, place, driver, manager, clock):
    if NO_NULL_EXPIRY in store.deviations:
        assert place.forget_expiry is None
        return
    driver.create_token("never", token(trust="trust", consumer="consumer"))
    place.forget_expiry("never")
    clock.tick(days=1000)

    assert driver.get_token("never")["expires"] is None
    with pytest.raises(TokenNotFound):
        manager.get_token("never")
    assert driver._list_tokens("alice") == []
    assert driver._list_tokens("alice", trust_id="trust") == []
    assert driver.delete_tokens("alice") == []
    assert driver.delete_tokens("alice", trust_id="trust") == []
    assert driver.flush_expired_tokens() == 0
    assert driver.get_token("never")["user_id"] == "alice"


def test_a_token_that_never_expires_is_not_in_the_revocation_list(store, place, driver):
    if NO_NULL_EXPIRY in store.deviations:
        assert place.forget_expiry is None
        return
    driver.create_token("never", token())
    place.forget_expiry("never")
    driver.delete_token("never")

    assert driver.list_revoked_tokens() == []
    with pytest.raises(TokenNotFound):
        driver.get_token("never")
