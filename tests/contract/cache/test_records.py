"""What is put is there, whole, until it expires or is deleted."""

import pickle
import threading
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.contract.cache.records import KEYS, LATER

KEY, OTHER = KEYS[:2]


def test_there_is_nothing_at_first(store):
    assert store.get(KEY) is None


@pytest.mark.parametrize("record", [b"", b"\0", b"\xff\0 text", bytes(1_000_000)], ids=len)
def test_what_is_put_is_there(store, record):
    store.put(KEY, record, LATER)

    assert store.get(KEY) == record


def test_keys_are_apart(store):
    store.put(KEY, b"one", LATER)
    store.put(OTHER, b"other", LATER)

    assert store.get(KEY) == b"one"
    assert store.get(OTHER) == b"other"


def test_what_is_put_replaces_what_was(store):
    store.put(KEY, b"one", LATER)
    store.put(KEY, b"two", LATER)

    assert store.get(KEY) == b"two"


def test_what_has_expired_is_gone(store):
    store.put(KEY, b"one", datetime.now(UTC) + timedelta(seconds=0.1))

    until(lambda: store.get(KEY) is None)
    assert not store.delete_if_equal(KEY, b"one")


def test_a_record_that_has_expired_replaces_what_was(store):
    store.put(KEY, b"one", LATER)
    store.put(KEY, b"two", datetime.now(UTC) - timedelta(hours=1))

    assert store.get(KEY) is None


def test_a_record_may_last_as_long_as_there_is_time(store):
    store.put(KEY, b"one", datetime.max.replace(tzinfo=UTC))

    assert store.get(KEY) == b"one"


def test_when_a_record_expires_is_aware_of_time_zones(store):
    behind = timezone(timedelta(hours=-3))
    store.put(KEY, b"one", (datetime.now(UTC) + timedelta(hours=1)).astimezone(behind))
    store.put(OTHER, b"other", (datetime.now(UTC) - timedelta(hours=1)).astimezone(behind))

    assert store.get(KEY) == b"one"
    assert store.get(OTHER) is None


def test_what_is_equal_is_deleted(store):
    store.put(KEY, b"one", LATER)
    store.put(OTHER, b"one", LATER)

    assert store.delete_if_equal(KEY, b"one")
    assert store.get(KEY) is None
    assert store.get(OTHER) == b"one"


def test_what_differs_stays(store):
    store.put(KEY, b"two", LATER)

    assert not store.delete_if_equal(KEY, b"one")
    assert store.get(KEY) == b"two"


def test_what_is_not_there_is_not_deleted(store):
    assert not store.delete_if_equal(KEY, b"one")


def test_it_was_deleted_once(store):
    store.put(KEY, b"one", LATER)
    told = []
    threads = [
        threading.Thread(target=lambda: told.append(store.delete_if_equal(KEY, b"one")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [False] * 7 + [True]


def test_it_tells_no_records(store):
    record = b"a token that nobody may see"
    store.put(KEY, record, LATER)

    shown = f"{store!r} {store.name} {store.get(KEY)!r} {vars(store)!r}"
    assert "nobody may see" not in shown
    assert "a secret of all machines" not in shown


def test_a_pickle_holds_no_records_and_no_keys(store):
    store.put(KEY, b"a token", LATER)

    pickled = pickle.dumps(store)
    assert b"a token" not in pickled
    assert b"a secret of all machines" not in pickled
    assert pickle.loads(pickled).name == store.name


def test_who_opens_it_later_finds_it(shared_place):
    shared_place.open().put(KEY, b"one", LATER)

    assert shared_place.open().get(KEY) == b"one"
    assert shared_place.open().delete_if_equal(KEY, b"one")
    assert shared_place.open().get(KEY) is None


def until(is_so):
    ends = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.02)
