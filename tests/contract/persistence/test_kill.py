"""A process is killed at its work: what was acknowledged is there, and the store works."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from ksclient.token.exceptions import TokenExists, TokenNotFound
from ksclient.token.persistence.lookup import load
from ksclient.token.persistence.records import Record
from tests.contract.persistence.mortal import LIVE, USERS, migrate
from tests.contract.persistence.stores import STORES

ROUNDS = 20
SHARED = [store for store in STORES if store.name not in {"memory", "generic", "own"}]
SQL = [store for store in SHARED if store.name != "redis"]
SPENT_AT = datetime(2001, 1, 1)  # noqa: DTZ001 - as tokens tell the time: naive, UTC
SPENT = 2100
"""Tokens to flush: three transactions."""


class Mortals:
    """Has processes started, and ends them."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.persistence.mortal"],
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self):
        self._process.kill()
        self._process.communicate()

    def run(self, elsewhere, act, *, name="", die_at=None, after=None, pause=0.0):
        """Have a process do *act*; kill it *after* that many lines, and a moment more."""
        driver, options = elsewhere
        task = {"driver": driver, "options": options, "act": act, "name": name, "die_at": die_at}
        print(json.dumps(task), file=self._process.stdin, flush=True)
        pid = int(self._process.stdout.readline().split()[1])
        lines = []
        for line in self._process.stdout:
            if line == "gone\n":
                return lines
            lines.append(line.split())
            if len(lines) == after:
                time.sleep(pause)  # it decides where the process dies, and no more
                os.kill(pid, signal.SIGKILL)
        raise AssertionError("the process that starts others has ended")


class Expected:
    """What has to be stored."""

    def __init__(self):
        self.live = {}
        self.revoked = set()

    def apply(self, act, *values):
        if act == "create":
            token_id, user = values
            self.live[token_id] = user
        elif act == "revoke":
            self.live.pop(values[0])
            self.revoked.add(values[0])
        else:
            self.revoked |= self.of(values[0])
            self.live = {key: user for key, user in self.live.items() if user != values[0]}

    def of(self, user):
        return {token_id for token_id, owner in self.live.items() if owner == user}

    def finish(self, driver, act, *values):
        """Do what was not acknowledged once more: all of it was done before, or nothing."""
        if act == "create":
            try:
                driver.create_token(values[0], {"user_id": values[1], "expires": LIVE})
            except TokenExists:
                assert driver.get_token(values[0])["user_id"] == values[1]
        elif act == "revoke":
            try:
                driver.delete_token(values[0])
            except TokenNotFound:
                assert values[0] in {line["id"] for line in driver.list_revoked_tokens()}
        else:
            assert set(driver.delete_tokens(values[0])) in (set(), self.of(values[0]))
        self.apply(act, *values)

    def compare(self, driver):
        assert {line["id"] for line in driver.list_revoked_tokens()} == self.revoked
        for user in USERS:
            assert set(driver._list_tokens(user)) == self.of(user)


@pytest.fixture(scope="module")
def mortals():
    opened = Mortals()
    yield opened
    opened.close()


def of_each(stores):
    return pytest.mark.parametrize("store", stores, ids=lambda store: store.name)


@of_each(SHARED)
def test_a_process_is_killed_at_any_moment(store, mortals, tmp_path):
    rng = random.Random(store.name)
    expected = Expected()
    with store.opened(tmp_path) as place:
        for number in range(ROUNDS):
            lines = mortals.run(
                place.elsewhere,
                "work",
                name=f"r{number}",
                after=rng.randrange(1, 30),
                pause=rng.random() * 0.003,
            )
            driver = load(*place.elsewhere)
            doubt = None
            for word, *values in lines:
                if word == "did":
                    expected.apply(*doubt)
                doubt = values or None
            if doubt:
                expected.finish(driver, *doubt)
            expected.compare(driver)
            driver.create_token(f"after-{number}", {"user_id": USERS[1], "expires": LIVE})
            expected.apply("create", f"after-{number}", USERS[1])
            assert driver.flush_expired_tokens() == 0

        for token_id, user in expected.live.items():
            assert driver.get_token(token_id)["user_id"] == user
        for token_id in expected.revoked:
            with pytest.raises(TokenNotFound):
                driver.get_token(token_id)
        del driver


@of_each(SQL)
def test_a_process_is_killed_before_each_step_of_creating_tables(store, mortals, tmp_path):
    from ksclient.token.persistence.backends.sql import tables

    for step in steps():
        directory = tmp_path / str(step)
        directory.mkdir()
        with store.opened(directory) as place:
            lines = mortals.run(place.elsewhere, "open", die_at=step)

            driver = load(*place.elsewhere)
            driver.create_token("a", {"user_id": "alice"})
            assert driver._list_tokens("alice") == ["a"]
            assert driver._database.read(indexes) == {index.name for index in tables.tokens.indexes}
            del driver
        if lines:
            break

    assert step > 4


@of_each(SQL)
def test_a_process_is_killed_before_each_step_of_a_flush(store, mortals, tmp_path):
    with store.opened(tmp_path) as place:
        driver = load(*place.elsewhere)
        for step in steps():
            place.wipe()
            driver.create_token("live", {"user_id": "alice", "expires": LIVE})
            driver.create_token("revoked", {"user_id": "alice", "expires": LIVE})
            driver.delete_token("revoked")
            add_spent(driver)
            lines = mortals.run(place.elsewhere, "flush", die_at=step)

            again = load(*place.elsewhere)
            assert again.get_token("live")["user_id"] == "alice"
            assert [line["id"] for line in again.list_revoked_tokens()] == ["revoked"]
            assert again.flush_expired_tokens() % 1000 in (0, SPENT % 1000)
            assert again.flush_expired_tokens() == 0
            assert again.get_token("live")["user_id"] == "alice"
            if lines:
                break
        del driver, again

    assert step > 4


def test_a_process_is_killed_before_each_step_of_a_migration(mortals, tmp_path):
    old = tmp_path / "old.sqlite"
    driver = load("sql", {"url": f"sqlite:///{old}"})
    driver.create_token("a", {"user_id": "alice"})
    del driver
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE ksclient_token_schema SET version = 0")
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    for step in steps():
        path = tmp_path / f"{step}.sqlite"
        shutil.copy(old, path)
        url = f"sqlite:///{path}"
        lines = mortals.run(("sql", {"url": url}), "migrate", die_at=step)

        migrate(url)
        assert load("sql", {"url": url})._list_tokens("alice") == ["a"]
        with sqlite3.connect(path) as connection:
            assert connection.execute("SELECT colour FROM ksclient_token").fetchall() == [("blue",)]
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        if lines:
            break

    assert step > 4


def indexes(connection):
    from sqlalchemy import inspect

    return {index["name"] for index in inspect(connection).get_indexes("ksclient_token")}


def steps():
    """Count until a process lives to the end."""
    return range(1, 200)


def add_spent(driver):
    """Store many tokens that have expired, in one transaction."""
    from sqlalchemy import insert

    from ksclient.token.persistence.backends.sql.tables import tokens

    rows = [
        asdict(Record.of(f"spent-{number}", {"user_id": "alice", "expires": SPENT_AT}))
        | {"valid": number % 2 == 0}
        for number in range(SPENT)
    ]
    driver._database.write(lambda connection: connection.execute(insert(tokens), rows))
