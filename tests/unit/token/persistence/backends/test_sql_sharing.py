"""Threads, processes and killed ones; rows put there by hand; what is asked of the indexes."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ksclient.token.exceptions import TokenExists, TokenNotFound
from ksclient.token.persistence.backends.sql import Driver
from tests.unit.token.persistence.backends.sql_store import Clock, made, sql, url_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tokens.db"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def driver(path, clock):
    return Driver(url_of(path), clock=clock)


def test_each_token_is_revoked_by_one_of_those_who_try_at_once(driver):
    ids = [f"token-{n}" for n in range(40)]
    for token_id in ids:
        driver.create_token(token_id, made())
    with ThreadPoolExecutor(8) as pool:
        revoked = list(pool.map(lambda _: driver.delete_tokens("u1"), range(8)))
    assert sorted(token_id for some in revoked for token_id in some) == sorted(ids)


def test_one_of_those_who_create_a_token_at_once_does(path):
    drivers = [Driver(url_of(path)) for _ in range(4)]

    def create(driver):
        try:
            return bool(driver.create_token("a", made()))
        except TokenExists:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(create, drivers)) == [False, False, False, True]


def test_more_than_a_batch_is_revoked(driver, path, clock):
    fill(path, 2500, clock)
    assert len(set(driver.delete_tokens("u1"))) == 2500
    assert driver.delete_tokens("u1") == []


def test_a_flush_removes_a_batch_at_a_time(path, clock):
    engine = sa.create_engine(url_of(path))
    driver = Driver(engine=engine, clock=clock)
    fill(path, 2500, clock)
    driver.create_token("live", made(expires=clock() + timedelta(days=9)))
    clock.pass_(days=2)
    left = []

    @sa.event.listens_for(engine, "commit")
    def count(connection):
        left.append(connection.exec_driver_sql("SELECT count(*) FROM ksclient_token").scalar())

    assert driver.flush_expired_tokens() == 2500
    assert left == [1501, 501, 1]
    assert driver.flush_expired_tokens() == 0
    engine.dispose()


def test_a_token_that_expires_now_is_flushed_and_one_a_moment_later_is_not(driver, clock):
    driver.create_token("now", made(expires=clock()))
    driver.create_token("later", made(expires=clock() + timedelta(microseconds=1)))
    assert driver.flush_expired_tokens() == 1
    assert driver.get_token("later")["id"] == "later"


def test_a_row_without_expiry_is_read_and_never_listed_revoked_or_flushed(driver, path, clock):
    for token_id in ("a", "b"):
        driver.create_token(token_id, made())
    driver.delete_token("b")
    sql(path, "UPDATE ksclient_token SET expires = NULL")
    clock.pass_(days=9)
    assert driver.get_token("a")["expires"] is None
    assert driver._list_tokens("u1") == driver.delete_tokens("u1") == []
    assert driver.list_revoked_tokens() == []
    assert driver.flush_expired_tokens() == 0
    driver.delete_token("a")


@pytest.mark.parametrize("name", [None, "", 5, "a\0b", "\ud800"])
def test_what_cannot_be_stored_matches_nothing(driver, name):
    driver.create_token("a", made(tenant=None))
    assert driver.delete_tokens(name) == driver._list_tokens(name) == []
    with pytest.raises(TokenNotFound):
        driver.get_token(name)
    with pytest.raises(TokenNotFound):
        driver.delete_token(name)


def test_a_child_has_its_own_connections(driver, path):
    driver.create_token("parent", made())
    pid = os.fork()
    if pid == 0:
        try:
            driver.create_token("child", made())
            driver.delete_token("parent")
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert driver.delete_tokens("u1") == ["child"]
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]


def test_what_was_acknowledged_survives_a_killed_process(path):
    code = (
        "import sys; from ksclient.token.persistence.backends.sql import Driver\n"
        "driver = Driver(sys.argv[1])\n"
        "for number in range(100_000):\n"
        "    driver.create_token(f'token-{number}', {'user_id': 'u1'})\n"
        "    if number: driver.delete_token(f'token-{number - 1}')\n"
        "    print(number, flush=True)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, url_of(path)], stdout=subprocess.PIPE, text=True
    )
    for _ in range(50):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    last = [*range(50), *map(int, child.stdout.read().split())][-1]
    child.wait()
    child.stdout.close()
    driver = Driver(url_of(path))
    revoked = {line["id"] for line in driver.list_revoked_tokens()}
    assert {f"token-{number}" for number in range(last)} <= revoked
    stored = revoked | set(driver._list_tokens("u1"))
    assert f"token-{last}" in stored


@pytest.mark.parametrize(
    ("use", "index"),
    [
        (lambda d: d.get_token("token-7"), "sqlite_autoindex_ksclient_token_1"),
        (lambda d: d.delete_token("token-7"), "sqlite_autoindex_ksclient_token_1"),
        (lambda d: d.delete_tokens("u1"), "ix_ksclient_token_user"),
        (lambda d: d.delete_tokens("u1", tenant_id="t2"), "ix_ksclient_token_user_tenant"),
        (lambda d: d.delete_tokens("u1", consumer_id="c"), "ix_ksclient_token_consumer"),
        (lambda d: d.delete_tokens("u1", trust_id="x"), "ix_ksclient_token_trust"),
        (lambda d: d.list_revoked_tokens(), "ix_ksclient_token_revoked"),
        (lambda d: d.flush_expired_tokens(), "ix_ksclient_token_expires"),
    ],
)
def test_what_is_looked_for_is_found_by_an_index(path, clock, use, index):
    engine = sa.create_engine(url_of(path))
    driver = Driver(engine=engine, clock=clock)
    fill(path, 500, clock)
    plans = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def explain(connection, cursor, statement, parameters, context, many):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append([row[3] for row in cursor.fetchall()])

    use(driver)
    engine.dispose()
    assert any(f"{index} (" in step for step in plans[0])
    assert not [step for plan in plans for step in plan if step.startswith(("SCAN", "USE TEMP"))]


def fill(path, count, clock):
    """Have so many tokens of one user, that expire a microsecond after each other."""
    sql(
        path,
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)"
        " INSERT INTO ksclient_token (id, expires, user_id, tenant_id, extra, valid)"
        " SELECT 'token-' || i, '2026-01-02 12:00:00.' || printf('%06d', i), 'u1', 't1', '{}', 1"
        " FROM n",
        count,
    )
