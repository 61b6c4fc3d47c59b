"""What is in Redis is encrypted, expires, and is not overwritten by who lost his lock."""

import copy
import pickle
import socket
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from ksclient.token.cache.errors import LockTimeout, StoreFailed
from ksclient.token.cache.stores.redis import RedisStore
from tests.contract.cache.records import KEYS, LATER
from tests.contract.cache.stores import SECRET, STORES

KEY, OTHER = KEYS[:2]
RECORD = b"a token that nobody may see"
(KIND,) = [store for store in STORES if store.name == "redis"]


@pytest.fixture
def place(tmp_path):
    with KIND.opened(tmp_path) as opened:
        yield opened


@pytest.fixture
def store(place):
    return place.open()


@pytest.fixture
def server(place):
    with Redis.from_url(place.options["url"]) as opened:
        yield opened


@pytest.fixture
def names(place, server):
    return lambda part="": sorted(server.scan_iter(f"{place.options['prefix']}*{part}*"))


def with_options(place, **options):
    """Open a store there that has other options."""
    return RedisStore(**{"url": place.options["url"], "prefix": place.options["prefix"]} | options)


def test_records_are_encrypted(store, names, server):
    store.put(KEY, RECORD, LATER)

    (name,) = names()
    assert not any(RECORD[at : at + 5] in server.get(name) for at in range(len(RECORD) - 4))
    assert SECRET.encode() not in name


def test_without_a_key_it_refuses_unless_told_otherwise():
    with pytest.raises(ValueError, match=r"give encryption_key=.*token_urlsafe.*plaintext=True"):
        RedisStore()
    with pytest.raises(ValueError, match="give one of them"):
        RedisStore(encryption_key=SECRET, plaintext=True)
    assert "Redis at 127.0.0.1:6379" in RedisStore(plaintext=True).name


def test_a_record_that_was_moved_is_none(store, names, server, caplog):
    store.put(KEY, RECORD, LATER)
    (name,) = names()
    server.rename(name, name.replace(KEY.encode(), OTHER.encode()))

    assert store.get(OTHER) is None
    assert "was not written by a store with this key" in caplog.text
    store.put(OTHER, b"two", LATER)
    assert store.get(OTHER) == b"two"


@pytest.mark.parametrize("change", ["set", "append", "rpush"])
def test_what_somebody_changed_is_a_miss_and_healed(change, store, names, server):
    store.put(KEY, RECORD, LATER)
    (name,) = names()
    if change == "append":
        server.append(name, b"x")
    else:
        server.delete(name)
        getattr(server, change)(name, b"junk")

    assert store.get(KEY) is None
    if change != "append":
        assert not store.delete_if_equal(KEY, RECORD)
    store.put(KEY, b"two", LATER)
    assert store.get(KEY) == b"two"


def test_stores_with_other_keys_do_not_see_each_other(store, place):
    other = with_options(place, encryption_key="another secret, of as many bytes")
    plain = with_options(place, plaintext=True)
    store.put(KEY, b"one", LATER)

    assert other.get(KEY) is None
    assert plain.get(KEY) is None
    other.put(KEY, b"two", LATER)
    plain.put(KEY, b"three", LATER)
    assert (store.get(KEY), other.get(KEY), plain.get(KEY)) == (b"one", b"two", b"three")


def test_redis_itself_forgets_what_expires(store, names, server):
    store.put(KEY, RECORD, datetime.now(UTC) + timedelta(hours=1))
    (name,) = names()

    assert 3_590_000 < server.pttl(name) <= 3_600_000
    with store.lock(KEY, 1):
        assert all(server.pttl(name) > 0 for name in names())


def test_how_long_a_record_lasts_is_told_by_ones_own_clock(place, names, server):
    ahead = with_options(
        place, plaintext=True, clock=lambda: datetime.now(UTC) + timedelta(minutes=50)
    )
    ahead.put(KEY, RECORD, datetime.now(UTC) + timedelta(hours=1))

    (name,) = names()
    assert 590_000 < server.pttl(name) <= 600_000


def test_nothing_is_left_of_a_lock(store, names):
    with store.lock(KEY, 1):
        assert len(names("lock")) == 1
    with pytest.raises(ZeroDivisionError), store.lock(KEY, 1):
        raise ZeroDivisionError
    assert names() == []


def test_who_lost_his_lock_does_not_overwrite(store, place, names, server):
    other = place.open()
    with store.lock(KEY, 1):
        server.delete(*names("lock"))
        with other.lock(KEY, 1):
            other.put(KEY, b"new", LATER)
            with pytest.raises(StoreFailed, match=r"lock .* was lost"):
                store.put(KEY, b"old", LATER)
    with pytest.raises(LockTimeout), store.lock(KEY, 30), other.lock(KEY, 0):
        pytest.fail("it is in twice")

    assert store.get(KEY) == b"new"


def test_who_lost_his_lock_does_not_overwrite_though_the_other_has_left(
    store, place, names, server
):
    other = place.open()
    with store.lock(KEY, 1):
        server.delete(*names("lock"))
        with other.lock(KEY, 1):
            other.put(KEY, b"new", LATER)
        with pytest.raises(StoreFailed, match=r"lock .* was lost"):
            store.put(KEY, b"old", LATER)

    assert store.get(KEY) == b"new"


def test_who_lost_his_lock_does_not_free_the_others(store, place, names, server):
    other = place.open()
    lost = store.lock(KEY, 1)
    lost.__enter__()
    server.delete(*names("lock"))
    with other.lock(KEY, 1):
        lost.__exit__(None, None, None)
        with pytest.raises(LockTimeout), store.lock(KEY, 0):
            pytest.fail("two are in")


def test_other_keys_and_threads_are_not_held_to_a_lock(store, names, server):
    with store.lock(KEY, 1):
        server.delete(*names("lock"))
        store.put(OTHER, b"other", LATER)
        thread = threading.Thread(target=lambda: store.put(KEY, b"one", LATER))
        thread.start()
        thread.join()
    store.put(KEY, store.get(KEY) + b" more", LATER)

    assert store.get(KEY) == b"one more"


def test_a_lock_lasts_for_longer_than_its_lease(place, names, server):
    store = place.open(lease=0.6)
    with store.lock(KEY, 1):
        (name,) = names("lock")
        server.pexpire(name, 100_000)
        ends = time.monotonic() + 30
        while server.pttl(name) > 600:  # until the lease is set again
            assert time.monotonic() < ends
            time.sleep(0.01)


def test_a_thread_that_extends_ends_with_its_lock(place):
    store = place.open(lease=0.1)
    with store.lock(KEY, 1):
        pass
    ends = time.monotonic() + 30
    while any(thread.name == "ksclient-lock" for thread in threading.enumerate()):
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_lock_that_was_taken_though_no_answer_came_is_freed(place, names, monkeypatch):
    store = place.open()
    run = store._server.run

    def lose(script, keys, arguments):
        answer = run(script, keys, arguments)
        if "holder" in script:
            raise StoreFailed("the answer was lost")
        return answer

    monkeypatch.setattr(store._server, "run", lose)
    with pytest.raises(StoreFailed, match="the answer was lost"), store.lock(KEY, 1):
        pytest.fail("nobody knows whether it is in")
    assert names() == []


def test_a_connection_that_the_server_closed_is_made_anew(store, server):
    store.put(KEY, b"one", LATER)
    for client in server.client_list():
        if client["id"] == str(store._server._client().client_id()):
            server.client_kill_filter(_id=client["id"])

    assert store.get(KEY) == b"one"
    with store.lock(KEY, 1):
        pass


@pytest.fixture
def nobody():
    """The port of a server that is gone."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def failures(store):
    with pytest.raises(StoreFailed) as got:
        store.get(KEY)
    with pytest.raises(StoreFailed) as put:
        store.put(KEY, RECORD, LATER)
    with pytest.raises(StoreFailed) as deleted:
        store.delete_if_equal(KEY, RECORD)
    with pytest.raises(StoreFailed) as locked, store.lock(KEY, 1):
        pytest.fail("there is no lock")
    return [got.value, put.value, deleted.value, locked.value]


def test_a_server_that_is_gone_is_told_without_secrets(nobody):
    store = RedisStore(f"redis://user:hidden@127.0.0.1:{nobody}/0", encryption_key=SECRET)

    for error in failures(store):
        assert not isinstance(error, LockTimeout)
        assert f"Redis at 127.0.0.1:{nobody} cannot be reached" in str(error)
        assert error.__cause__ is None
        assert error.__context__ is None
    assert "hidden" not in f"{store!r} {store.name} {vars(store)!r}"


def test_a_server_that_hangs_is_told():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        store = RedisStore(f"redis://127.0.0.1:{port}/0?socket_timeout=0.05", plaintext=True)

        with pytest.raises(StoreFailed, match="did not answer in time"):
            store.get(KEY)


def test_a_server_that_goes_while_a_lock_is_held_does_not_fail_who_leaves(place, monkeypatch):
    store = place.open()
    with store.lock(KEY, 1):

        def gone(*_):
            raise StoreFailed("gone")

        monkeypatch.setattr(store._server, "run", gone)
    monkeypatch.undo()
    store._release(KEY, "")


def test_a_wrong_password_is_told(place):
    url = place.options["url"].replace("://", "://nobody:hidden@")
    with pytest.raises(StoreFailed, match="refuses the user") as caught:
        with_options(place, url=url, plaintext=True).get(KEY)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/", "redis://h:port/", "redis://h/?db=x"])
def test_a_url_that_is_none_is_refused_and_not_shown(url):
    with pytest.raises(ValueError, match="The URL is none of Redis") as caught:
        RedisStore(url.replace("://", "://user:hidden@"), plaintext=True)
    assert "hidden" not in str(caught.value)


def test_an_applications_own_client_is_used(place, server):
    store = RedisStore(client=server, prefix=place.options["prefix"], plaintext=True)
    store.put(KEY, b"one", LATER)

    assert with_options(place, plaintext=True).get(KEY) == b"one"


def test_a_client_that_decodes_is_refused(place):
    with (
        Redis.from_url(place.options["url"], decode_responses=True) as client,
        pytest.raises(ValueError, match="decode_responses=False"),
    ):
        RedisStore(client=client, plaintext=True)


def test_a_pickle_says_what_it_lacks(store):
    for error in failures(pickle.loads(pickle.dumps(store))):
        assert "make the store anew" in str(error)


def test_a_copy_is_the_same_store(store):
    assert copy.deepcopy(store) is store
    assert copy.copy(store) is store


def test_a_library_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)

    with pytest.raises(StoreFailed, match=r"pip install 'ksclient\[redis\]'"):
        RedisStore(encryption_key=SECRET)
