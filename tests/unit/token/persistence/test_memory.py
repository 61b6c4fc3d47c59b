"""Tokens in memory: threads share them, and a child has its own."""

import itertools
import os
import sys
import threading
from contextlib import suppress

import pytest

from ksclient.token.exceptions import TokenExists, TokenNotFound
from ksclient.token.persistence.backends.memory import Driver
from tests.unit.token.persistence.stand_ins import LATER, NOW

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def data(user="alice", **members):
    return {"user": {"id": user}, "expires": LATER, "trust_id": "trust", **members}


@pytest.fixture
def busy():
    """Have threads switch as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def is_whole(driver):
    """Tell whether every table knows the same tokens."""
    live = {key for key in driver._records if key not in driver._revoked}
    indexed = [
        {key for keys in index._keys.values() for key in keys}
        for index in (driver._by_user, driver._by_trust)
    ]
    heap = [key for _, key in driver._by_expiry]
    return (
        indexed == [live, live]
        and sorted(heap) == sorted(driver._records)
        and driver._revoked.keys() <= driver._records.keys()
    )


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def test_two_drivers_share_nothing():
    one, other = Driver(), Driver()
    one.create_token("t1", data())

    with pytest.raises(TokenNotFound):
        other.get_token("t1")


def test_nothing_is_left_of_what_was_flushed():
    clock = Clock()
    driver = Driver(clock=clock)
    for number in range(10):
        driver.create_token(f"t{number}", data(f"user {number}"))
    driver.delete_tokens("user 3")
    clock.now = NOW.replace(year=2031)
    driver.flush_expired_tokens()

    assert is_whole(driver)
    assert not driver._records
    assert not driver._by_expiry
    assert not driver._by_user._keys
    assert not driver._by_trust._keys


def test_threads_leave_every_table_whole(busy):
    clock = Clock()
    driver = Driver(clock=clock)
    unexpected = []

    def take_a_turn(worker, turn):
        token_id = f"t{(worker * 7 + turn) % 40}"
        with suppress(TokenExists):
            driver.create_token(token_id, data(f"user {worker % 3}"))
        with suppress(TokenNotFound):
            driver.get_token(token_id)
        driver._list_tokens("user 1")
        with suppress(TokenNotFound):
            driver.delete_token(token_id)
        if turn % 20 == 0:
            driver.delete_tokens("any", trust_id="trust")
        driver.list_revoked_tokens()
        driver.create_token(f"old {worker} {turn}", data(expires=NOW.replace(year=2029)))
        driver.flush_expired_tokens()

    def work(worker):
        try:
            for turn in range(60):
                take_a_turn(worker, turn)
        except Exception as error:
            unexpected.append(error)
            raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not unexpected
    assert is_whole(driver)


@needs_fork
def test_a_child_has_the_tokens_and_changes_its_own():
    driver = Driver()
    driver.create_token("t1", data())
    is_right = in_a_child(
        lambda: driver.get_token("t1") and driver.delete_tokens("alice") == ["t1"]
    )

    assert is_right
    assert driver.get_token("t1")["user_id"] == "alice"


@needs_fork
def test_a_child_gets_whole_tables_whatever_threads_were_doing(busy):
    driver = Driver()
    stop = threading.Event()

    def work(worker):
        for turn in itertools.count():
            if stop.is_set():
                return
            driver.create_token(f"{worker} {turn}", data())
            driver.create_token(f"old {worker} {turn}", data(expires=NOW.replace(year=2000)))
            driver.delete_token(f"{worker} {turn}")
            driver.flush_expired_tokens()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    try:
        whole = all(
            in_a_child(lambda: is_whole(driver) and bool(driver.create_token("new", data())))
            for _ in range(15)
        )
    finally:
        stop.set()
        for thread in threads:
            thread.join()

    assert whole


def in_a_child(act):
    """Tell whether *act* is true in a child process, which would be killed if it hung."""
    child = os.fork()
    if child == 0:
        import signal

        signal.alarm(20)
        outcome = 1
        try:
            outcome = 0 if act() else 1
        finally:
            os._exit(outcome)
    return os.waitpid(child, 0)[1] == 0
