"""One at a time is in, for each key, in all threads and processes."""

import os
import signal
import sys
import threading
from contextlib import ExitStack

import pytest

from ksclient.token.cache.errors import LockTimeout, StoreFailed
from tests.contract.cache.records import KEYS, LATER
from tests.contract.cache.stores import SHARED, of_each

KEY, OTHER = KEYS[:2]


def is_free(store, key=KEY):
    try:
        with store.lock(key, 0):
            return True
    except LockTimeout:
        return False


def in_thread(act):
    """Return what *act* returns in another thread."""
    told = []
    thread = threading.Thread(target=lambda: told.append(act()))
    thread.start()
    thread.join()
    return told[0]


def in_child(act):
    """Return what *act*, in a forked child, is true of."""
    child = os.fork()
    if child == 0:
        code = 2
        try:
            code = int(bool(act()))
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 1)
    return bool(code)


def test_a_lock_excludes_other_threads(store):
    with store.lock(KEY, 30):
        assert not in_thread(lambda: is_free(store))
    assert in_thread(lambda: is_free(store))


def test_locks_of_other_keys_are_free(store):
    with store.lock(KEY, 30):
        assert in_thread(lambda: is_free(store, OTHER))


def test_a_lock_does_not_nest(store):
    with store.lock(KEY, 30), pytest.raises(LockTimeout), store.lock(KEY, 0.05):
        pytest.fail("it is in twice")
    assert is_free(store)


def test_who_waited_in_vain_is_told_by_an_error_of_stores(store):
    with store.lock(KEY, 30), pytest.raises(StoreFailed), store.lock(KEY, 0):
        pytest.fail("it is in twice")


def test_an_error_frees_the_lock_and_goes_on(store):
    with pytest.raises(ZeroDivisionError), store.lock(KEY, 30):
        raise ZeroDivisionError
    assert is_free(store)


def test_who_waits_gets_in(store):
    inside = threading.Event()
    held = ExitStack()
    held.enter_context(store.lock(KEY, 30))

    def wait():
        with store.lock(KEY, 30):
            inside.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not inside.is_set()
    held.close()
    thread.join()
    assert inside.is_set()


def test_threads_are_in_one_at_a_time(store):
    inside, most = [], []

    def work():
        for _ in range(5):
            with store.lock(KEY, 60):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 40


def test_who_holds_a_lock_reads_and_writes(store):
    with store.lock(KEY, 30):
        store.put(KEY, b"one", LATER)
        assert store.get(KEY) == b"one"
        assert store.delete_if_equal(KEY, b"one")


def test_a_store_that_was_not_used_before_has_locks(shared_place):
    with shared_place.open().lock(KEY, 30):
        assert not is_free(shared_place.open())
    assert is_free(shared_place.open())


@of_each(SHARED)
def test_a_lock_excludes_children(kind, tmp_path):
    with kind.opened(tmp_path) as place:
        store = place.open()
        with store.lock(KEY, 30):
            assert not in_child(lambda: is_free(place.open()))
            assert not in_child(lambda: is_free(store))
        assert in_child(lambda: is_free(store))


def test_a_child_that_leaves_does_not_free_its_parents_lock(shared_place):
    store, parent = shared_place.open(), os.getpid()
    try:
        with store.lock(KEY, 30):
            child = os.fork()
            if child:
                assert os.waitpid(child, 0)[1] == 0
                assert not in_child(lambda: is_free(shared_place.open()))
    finally:
        if os.getpid() != parent:
            os._exit(int(sys.exception() is not None))


def test_a_lock_dies_with_its_holder_though_a_child_of_that_lives(shared_place):
    options = {"lease": 0.5} if shared_place.kind == "redis" else {}
    told, tell = os.pipe()
    holder = os.fork()
    if holder == 0:
        with shared_place.open(**options).lock(KEY, 30):
            grandchild = os.fork()
            if grandchild:
                os.write(tell, f"{grandchild}\n".encode())
            signal.pause()
        os._exit(0)
    grandchild = int(os.read(told, 100))
    try:
        assert not is_free(shared_place.open())
        os.kill(holder, signal.SIGKILL)
        os.waitpid(holder, 0)
        with shared_place.open().lock(KEY, 60):
            pass
    finally:
        os.kill(grandchild, signal.SIGKILL)
        os.close(told)
        os.close(tell)


def test_a_child_uses_the_store_that_its_parent_has_used(store):
    store.put(KEY, b"one", LATER)

    def work():
        with store.lock(KEY, 30):
            store.put(KEY, b"two", LATER)
        return store.get(KEY) == b"two"

    assert in_child(work)
    assert store.get(KEY) in (b"one", b"two")


def test_a_child_that_is_forked_while_threads_are_at_work_is_not_stuck(store):
    stop = threading.Event()

    def work():
        while not stop.is_set():
            with store.lock(OTHER, 60):
                store.put(OTHER, b"one", LATER)
                store.get(OTHER)

    def use():
        signal.alarm(60)  # a child that is stuck dies of it
        with store.lock(KEY, 50):
            store.put(KEY, b"two", LATER)
        return store.get(KEY) == b"two"

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert all(in_child(use) for _ in range(20))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
