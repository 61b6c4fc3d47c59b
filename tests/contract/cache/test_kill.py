"""Processes are killed at their work: nothing is corrupt after that, and nothing is stuck."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.cache.records import KEYS, LATER, is_whole, made
from tests.contract.cache.stores import SHARED, of_each

KILLS = int(os.environ.get("KSCLIENT_TEST_KILLS", "200"))
"""How many processes are killed while they write, for each store; the same for locks."""

SQLITE = [store for store in SHARED if store.name == "sqlite"]
REDIS = [store for store in SHARED if store.name == "redis"]


class Mortals:
    """Has processes started, and ends them."""

    def __init__(self):
        self._alive = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.cache.mortal"],
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self):
        for pid in self._alive:
            os.kill(pid, signal.SIGKILL)
        self._process.kill()
        self._process.communicate()

    def kill(self, place, act, rng, *, name, workers=1, **more):
        """Have *workers* do *act*; kill them when they are at it, one after the other.

        Returns what they said went wrong.
        """
        task = {"kind": place.kind, "options": place.options, "more": more}
        task |= {"act": act, "workers": workers, "name": name}
        print(json.dumps(task), file=self._process.stdin, flush=True)
        pids, wrong, steps = self._alive, [], 0
        after = rng.randrange(1, 6)
        for line in self._process.stdout:
            word, *values = line.split()
            if word == "gone":
                return wrong
            if word == "pid":
                pids.append(int(values[0]))
            if word in {"broken", "failed"}:
                wrong.append(line)
            steps += word == "at"
            if pids and len(pids) == workers and steps >= after:
                steps, after = 0, rng.randrange(1, 6)
                time.sleep(rng.random() * 0.003)  # it decides where one dies, and no more
                workers -= 1
                os.kill(pids.pop(), signal.SIGKILL)
        raise AssertionError("the process that starts others has ended")


@pytest.fixture(scope="module")
def mortals():
    opened = Mortals()
    yield opened
    opened.close()


def check(place, rng):
    """See that all that is kept is whole, and that one can write and get in."""
    store = place.open()
    for key in KEYS:
        record = store.get(key)
        assert record is None or is_whole(record)
    with store.lock(KEYS[0], 60):
        record = made(rng)
        store.put(KEYS[0], record, LATER)
        assert store.get(KEYS[0]) == record


@of_each(SHARED)
def test_processes_are_killed_while_they_write(kind, mortals, tmp_path):
    rng = random.Random(kind.name)
    with kind.opened(tmp_path) as place:
        for number in range(KILLS):
            assert mortals.kill(place, "put", rng, name=f"p{number}") == []
            check(place, rng)
    assert list(tmp_path.glob("**/*.damaged")) == []


@of_each(SQLITE)
def test_processes_are_killed_while_they_hold_a_lock_file(kind, mortals, tmp_path):
    rng = random.Random(kind.name)
    with kind.opened(tmp_path) as place:
        for number in range(KILLS // 4):
            assert mortals.kill(place, "lock", rng, name=f"l{number}", workers=4) == []
            check(place, rng)
        with closing(sqlite3.connect(place.options["path"])) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert list(tmp_path.glob("**/*.damaged")) == []
    assert len(list(tmp_path.glob("cache/**/*"))) <= 4  # the file, its locks, two of these


@of_each(REDIS)
def test_processes_are_killed_while_they_hold_a_lock_in_redis(kind, mortals, tmp_path):
    rng = random.Random(kind.name)
    with kind.opened(tmp_path) as place:
        for number in range(KILLS // 10):
            mortals.kill(place, "lock", rng, name=f"l{number}", lease=0.2)
            check(place, rng)
