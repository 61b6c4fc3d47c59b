"""A fork waits for the threads that are inside SQLite, whose mutexes a child would never get."""

import os
import threading
import time

import pytest

from ksclient.token.persistence.backends.sql import Driver
from ksclient.token.persistence.backends.sql.forks import Gate
from tests.unit.token.persistence.backends.sql_store import made, url_of

PATIENCE = 60.0
"""Seconds that a fork waits here, at most: so much that no test fails on time."""


@pytest.fixture
def gate():
    return Gate(PATIENCE)


@pytest.fixture
def started():
    """Start functions in threads, which are joined at the end."""
    threads = []

    def start(act):
        threads.append(threading.Thread(target=act))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.join()


def forked(in_child):
    """Fork; return how the child ended that did *in_child*, 0 if all went well."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            in_child()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_no_process_forks_while_a_thread_is_inside_sqlite(tmp_path, started):
    driver = Driver(url_of(tmp_path / "tokens.db"))
    driver.create_token("a", made())
    inside, has_forked = threading.Event(), threading.Event()
    seen = []

    def work(_connection):
        inside.set()
        seen.append(has_forked.wait(0.05))  # a fork that does not wait is over long before

    started(lambda: driver._database.read(work))
    inside.wait()
    code = forked(lambda: driver.get_token("a"))
    has_forked.set()

    assert (code, seen) == (0, [False])


def test_a_fork_waits_until_all_who_are_inside_have_left(gate, started):
    shut = threading.Event()
    with gate.passed():
        with gate.passed():
            started(lambda: (gate.shut(), shut.set(), gate.open()))
        assert not shut.wait(0.01)
    assert shut.wait(PATIENCE)


def test_who_comes_during_a_fork_waits_until_it_is_over(gate, started):
    inside = threading.Event()

    def visit():
        with gate.passed():
            inside.set()

    gate.shut()
    started(visit)
    assert not inside.wait(0.01)
    gate.open()
    assert inside.wait(PATIENCE)


def test_nobody_new_gets_in_while_a_fork_waits(gate, started):
    inside = threading.Event()

    def visit():
        with gate.passed():
            inside.set()

    with gate.passed():
        started(lambda: (gate.shut(), gate.open()))
        until = time.monotonic() + PATIENCE
        while not gate._visits.forks:
            assert time.monotonic() < until, "the fork does not wait"
            time.sleep(0.001)
        started(visit)
        assert not inside.wait(0.01)
    assert inside.wait(PATIENCE)


def test_who_forks_while_inside_goes_on_in_both_processes():
    gate = Gate(patience=0.01)

    def fork():
        gate.shut()
        gate.open_in_child()

    with gate.passed():
        fork()  # what happens in the child
        with gate.passed():
            assert gate._visits.inside == 1
    assert gate._visits.inside == 0
