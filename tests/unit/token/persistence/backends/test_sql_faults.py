"""What callers get when the database fails, and what stays stored."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ksclient.token.exceptions import (
    InvalidTokenRef,
    StoreCorrupted,
    StoreUnavailable,
    StoreUnusable,
    TokenExists,
    TokenNotFound,
)
from ksclient.token.persistence.backends.sql import Driver
from ksclient.token.persistence.backends.sql.database import Database
from ksclient.token.persistence.backends.sql.engines import ATTEMPTS
from tests.unit.token.persistence.backends.sql_store import made, sql, url_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tokens.db"


@pytest.fixture
def driver(path):
    return Driver(url_of(path))


@pytest.fixture
def slept():
    return []


@pytest.fixture
def database(slept):
    engine = sa.create_engine("sqlite://")
    yield Database(lambda: engine, "the store", sleep=slept.append)
    engine.dispose()


class Raised(Exception):
    """An error as a library raises it: PyMySQL's has a number, psycopg's has a state."""

    def __init__(self, code):
        self.sqlstate = code if isinstance(code, str) else "HY000"
        super().__init__(*([code] if isinstance(code, int) else []), "about secret-token")


def create_many(driver, acknowledged):
    for number in range(1000):
        driver.create_token(f"token-{number}", made())
        acknowledged.append(f"token-{number}")


def failing(code, times=99, lost=False):
    """What is to be run in a transaction, and fails so often."""
    fails = iter([True] * times)

    def work(connection):
        if next(fails, False):
            raise OperationalError("INSERT", {}, Raised(code), connection_invalidated=lost)
        return "done"

    return work


@pytest.mark.parametrize("code", [1213, 1020, "40001", "40P01"])
def test_a_change_that_others_were_in_the_way_of_is_tried_again(database, slept, code):
    assert database.write(failing(code, times=ATTEMPTS - 1)) == "done"
    assert slept == sorted(slept)
    assert len(slept) == ATTEMPTS - 1


def test_it_is_given_up_in_the_end(database, slept):
    with pytest.raises(StoreUnavailable, match="locked for too long"):
        database.write(failing(1213))
    assert len(slept) == ATTEMPTS - 1


def test_a_connection_lost_before_the_commit_is_replaced(database):
    assert database.write(failing(2013, times=1, lost=True)) == "done"


def test_the_second_one_is_told(database):
    with pytest.raises(StoreUnavailable):
        database.write(failing(2013, times=2, lost=True))


def test_a_connection_lost_in_the_commit_is_told_since_nobody_knows(slept):
    class Connection:
        dialect = sa.create_engine("sqlite://").dialect
        connection = sa.create_mock_engine("sqlite://", None)
        runs = 0

        def __enter__(self):
            return self

        def __exit__(self, *exception):
            return None

        def connect(self):
            return self

        def commit(self):
            raise OperationalError("", {}, Raised(2013), connection_invalidated=True)

    Connection.connection.dbapi_connection = type("Raw", (), {"in_transaction": True})
    runs = []
    database = Database(Connection, "the store", sleep=slept.append)
    with pytest.raises(StoreUnavailable):
        database.write(runs.append)
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (1062, TokenExists),
        ("23505", TokenExists),
        (1146, StoreCorrupted),
        ("42P01", StoreCorrupted),
        ("XX001", StoreCorrupted),
        ("XX002", StoreCorrupted),
        ("XX000", StoreUnavailable),
        (1406, InvalidTokenRef),
        ("54000", InvalidTokenRef),
        (1114, StoreUnavailable),
        (1290, StoreUnavailable),
        ("25006", StoreUnavailable),
        ("53100", StoreUnavailable),
        ("42501", StoreUnavailable),
        ("55P03", StoreUnavailable),
        (9999, StoreUnavailable),
        ("ZZ000", StoreUnavailable),
    ],
)
def test_an_error_is_one_of_ours_and_quotes_nothing(database, slept, code, error):
    with pytest.raises(error) as caught:
        database.write(failing(code))
    assert "secret-token" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert slept == []


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (1044, "granted"),
        (1045, "Check the user"),
        (1049, "Create the database"),
        ("28P01", "Check the user"),
        ("3D000", "Create the database"),
        ("42501", "granted"),
        (1114, "Try again later"),
        (1290, "Try again later"),
        ("53300", "Try again later"),
    ],
)
def test_to_try_again_is_said_only_where_that_may_help(database, code, advice):
    with pytest.raises(StoreUnavailable, match=advice):
        database.write(failing(code))


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (PoolTimeoutError(), StoreUnavailable),
        (sa.exc.InvalidRequestError("secret-token"), StoreUnavailable),
        (OSError("secret-token"), StoreUnavailable),
        (UnicodeEncodeError("latin-1", "secret-token", 0, 1, "no"), StoreUnusable),
        (ValueError("secret-token"), StoreCorrupted),
    ],
)
def test_what_a_library_raises_besides_is_one_of_ours_too(database, raised, error):
    def work(connection):
        raise raised

    with pytest.raises(error) as caught:
        database.read(work)
    assert "secret-token" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_a_writer_waits_for_another(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        driver = Driver(url_of(path), timeout=0.01, sleep=lambda s: other.execute("ROLLBACK"))
        other.execute("BEGIN IMMEDIATE")
        driver.create_token("a", made())
    assert driver.get_token("a")["id"] == "a"


def test_a_lock_held_too_long_is_told_and_nothing_is_lost(path):
    slept = []
    driver = Driver(url_of(path), timeout=0.01, sleep=slept.append)
    driver.create_token("a", made())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked for too long"):
            driver.delete_token("a")
        assert driver.get_token("a")["id"] == "a"  # readers do not wait
    driver.delete_token("a")


def test_a_full_disk_is_told_and_what_was_acknowledged_is_there(path):
    engine = sa.create_engine(url_of(path), poolclass=sa.pool.StaticPool)
    driver = Driver(engine=engine)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
    acknowledged = []
    with pytest.raises(StoreUnavailable, match=r"full.*Try again later"):
        create_many(driver, acknowledged)
    assert acknowledged
    assert sorted(driver._list_tokens("u1")) == sorted(acknowledged)
    with pytest.raises(TokenNotFound):
        driver.get_token(f"token-{len(acknowledged)}")
    driver.delete_token("token-0")  # which needs no room
    engine.dispose()


def test_a_read_only_file_is_told_and_can_be_read(driver, path):
    driver.create_token("a", made())
    read_only = Driver(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert read_only.get_token("a")["id"] == "a"
    with pytest.raises(StoreUnavailable, match=r"readonly.* may read and write"):
        read_only.create_token("b", made())
    with pytest.raises(StoreUnavailable, match=r"readonly.* may read and write"):
        read_only.delete_token("a")
    assert driver.get_token("a")["id"] == "a"


def test_a_table_that_was_dropped_meanwhile_is_told(driver, path):
    sql(path, "DROP TABLE ksclient_token")
    with pytest.raises(StoreCorrupted, match="no such table"):
        driver.get_token("a")


@pytest.mark.parametrize(
    ("column", "value"),
    [("extra", "{"), ("extra", "[]"), ("extra", b"\xff"), ("expires", "soon"), ("expires", 5)],
)
def test_a_broken_row_is_told_without_quoting_it(driver, path, column, value):
    driver.create_token("a", made())
    sql(path, f"UPDATE ksclient_token SET {column} = ?", value)
    with pytest.raises(StoreCorrupted) as caught:
        driver.get_token("a")
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize("column", ["user_id", "trust_id", "extra"])
def test_a_stored_text_that_is_none_is_told_without_quoting_it(driver, path, column):
    driver.create_token("a", made())
    sql(path, f"UPDATE ksclient_token SET {column} = CAST(? AS TEXT)", b"secret-token\xff")
    with pytest.raises(StoreCorrupted) as caught:
        driver.get_token("a")
    assert "secret-token" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_nor_is_an_id_that_is_none_quoted(driver, path):
    driver.create_token("a", made())
    sql(path, "UPDATE ksclient_token SET id = CAST(? AS TEXT)", b"secret-token\xff")
    with pytest.raises(StoreCorrupted) as caught:
        driver.delete_tokens("u1")
    assert "secret-token" not in str(caught.value)


def test_what_does_not_fit_every_database_is_refused_by_each(driver):
    with pytest.raises(InvalidTokenRef, match="longer than 16777215 bytes"):
        driver.create_token("a", made(padding="x" * 2**24))


def test_after_an_error_the_driver_goes_on(driver, path):
    driver.create_token("a", made())
    with pytest.raises(TokenExists):
        driver.create_token("a", made())
    driver.create_token("b", made())
    assert driver.delete_tokens("u1") == ["a", "b"]
