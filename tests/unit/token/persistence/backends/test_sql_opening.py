"""What the constructor makes of what it finds."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from ksclient.token.exceptions import (
    DriverNotFound,
    StoreCorrupted,
    StoreTooNew,
    StoreUnavailable,
    StoreUnusable,
    TokenStoreError,
)
from ksclient.token.persistence.backends.sql import Driver
from ksclient.token.persistence.backends.sql import schema as schema_room
from ksclient.token.persistence.backends.sql.database import Database
from ksclient.token.persistence.backends.sql.engines import ATTEMPTS
from ksclient.token.persistence.backends.sql.schema import prepare
from tests.unit.token.persistence.backends.sql_store import made, sql, url_of

OLD = """
CREATE TABLE ksclient_token_schema (version INTEGER NOT NULL);
INSERT INTO ksclient_token_schema VALUES (0);
CREATE TABLE ksclient_token (
    id VARCHAR(64) PRIMARY KEY, expires DATETIME, user_id VARCHAR(255), trust_id VARCHAR(255),
    tenant_id VARCHAR(255), audit_id VARCHAR(255), extra TEXT NOT NULL, valid BOOLEAN NOT NULL);
INSERT INTO ksclient_token VALUES
    ('old', '2126-01-01 00:00:00.000000', 'u1', NULL, NULL, 'a1', '{"key": "old"}', 1);
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tokens.db"


@pytest.fixture
def old_store(path):
    connection = sqlite3.connect(path)
    connection.executescript(OLD)
    connection.close()
    return path


@pytest.fixture
def database_at():
    engines = []

    def make(path):
        engines.append(sa.create_engine(url_of(path)))
        return Database(lambda: engines[-1], "the store", sleep=lambda seconds: None)

    yield make
    for engine in engines:
        engine.dispose()


def add_consumer_id(connection):
    """A step as they are to be: it looks at what is there."""
    if "consumer_id" not in {
        column["name"] for column in sa.inspect(connection).get_columns("ksclient_token")
    }:
        connection.exec_driver_sql("ALTER TABLE ksclient_token ADD consumer_id VARCHAR(255)")


def test_a_new_file_is_for_its_owner_only(path):
    Driver(url_of(path)).create_token("a", made())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes["tokens.db"] == 0o600
    assert set(modes.values()) == {0o600}


def test_an_empty_file_becomes_a_store(path):
    path.touch()
    Driver(url_of(path)).create_token("a", made())
    assert Driver(url_of(path)).get_token("a")["user_id"] == "u1"


def test_tokens_and_revocations_outlive_the_driver(path):
    first = Driver(url_of(path))
    first.create_token("a", made())
    first.create_token("b", made())
    first.delete_token("b")
    again = Driver(url_of(path))
    assert again.get_token("a")["id"] == "a"
    assert [line["id"] for line in again.list_revoked_tokens()] == ["b"]


def test_a_relative_path_stays_where_it_was(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    driver = Driver("sqlite:///tokens.db")
    monkeypatch.chdir("/")
    driver.create_token("a", made())
    assert (tmp_path / "tokens.db").exists()


def test_a_missing_directory_is_named_and_what_to_do(tmp_path):
    with pytest.raises(StoreUnavailable, match=rf"{tmp_path}/no/tokens\.db: create it first"):
        Driver(url_of(tmp_path / "no" / "tokens.db"))


def test_a_directory_is_no_store(tmp_path):
    with pytest.raises(StoreUnavailable, match="is a directory: name a file in it"):
        Driver(url_of(tmp_path))


def test_a_file_of_something_else_stays_as_it_is(path):
    path.write_bytes(b"This is a letter, not a database.\n" * 100)
    with pytest.raises(StoreCorrupted):
        Driver(url_of(path))
    assert path.read_bytes() == b"This is a letter, not a database.\n" * 100
    assert list(path.parent.iterdir()) == [path]


def test_a_database_of_something_else_stays_as_it_is(path):
    sql(path, "CREATE TABLE places (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreCorrupted, match="tables of something else"):
        Driver(url_of(path))
    assert path.read_bytes() == before


def test_an_application_may_have_tokens_beside_its_tables(path):
    sql(path, "CREATE TABLE places (url TEXT)")
    engine = sa.create_engine(url_of(path))
    Driver(engine=engine).create_token("a", made())
    engine.dispose()
    assert sql(path, "SELECT count(*) FROM ksclient_token") == [(1,)]


def test_a_table_of_tokens_without_a_version_stays_as_it_is(path):
    sql(path, "CREATE TABLE ksclient_token (id TEXT)")
    before = path.read_bytes()
    engine = sa.create_engine(url_of(path))
    with pytest.raises(StoreCorrupted, match="no ksclient_token_schema"):
        Driver(engine=engine)
    engine.dispose()
    assert path.read_bytes() == before


def test_a_store_of_a_later_release_stays_as_it_is(path):
    Driver(url_of(path))
    sql(path, "UPDATE ksclient_token_schema SET version = 99")
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="of version 99, and this release knows 1"):
        Driver(url_of(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO ksclient_token_schema VALUES (1)",
        "UPDATE ksclient_token_schema SET version = 'one'",
        "UPDATE ksclient_token_schema SET version = -1",
        "DROP TABLE ksclient_token",
        "ALTER TABLE ksclient_token DROP COLUMN audit_id",
    ],
)
def test_a_broken_store_stays_as_it_is(path, change):
    Driver(url_of(path))
    sql(path, change)
    before = path.read_bytes()
    with pytest.raises(StoreCorrupted):
        Driver(url_of(path))
    assert path.read_bytes() == before


def test_overwritten_pages_are_told(path):
    Driver(url_of(path)).create_token("a", made())
    sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreCorrupted):
        Driver(url_of(path))


def test_an_older_store_is_brought_up_with_its_tokens(old_store, database_at):
    prepare(database_at(old_store), shared=False, timeout=1, migrations={0: add_consumer_id})
    driver = Driver(url_of(old_store))
    assert driver.get_token("old")["user_id"] == "u1"
    driver.create_token("new", made())
    assert driver.delete_tokens("u1") == ["old", "new"]


def test_a_version_that_nothing_leads_on_from_stays_as_it_is(old_store):
    before = old_store.read_bytes()
    with pytest.raises(StoreCorrupted, match="of version 0, from which nothing leads on"):
        Driver(url_of(old_store))
    assert old_store.read_bytes() == before


def test_a_step_that_fails_leaves_the_old_store(old_store, database_at):
    def fail(connection):
        add_consumer_id(connection)
        connection.exec_driver_sql("SELECT * FROM no_such_table")

    with pytest.raises(TokenStoreError):
        prepare(database_at(old_store), shared=False, timeout=1, migrations={0: fail})
    assert sql(old_store, "SELECT version FROM ksclient_token_schema") == [(0,)]
    prepare(database_at(old_store), shared=False, timeout=1, migrations={0: add_consumer_id})
    assert Driver(url_of(old_store)).get_token("old")["user_id"] == "u1"


def test_a_process_killed_in_a_step_leaves_the_old_store(old_store, database_at):
    pid = os.fork()
    if pid == 0:

        def die(connection):
            add_consumer_id(connection)
            os.kill(os.getpid(), signal.SIGKILL)

        prepare(database_at(old_store), shared=False, timeout=1, migrations={0: die})
        os._exit(1)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL
    assert sql(old_store, "SELECT version FROM ksclient_token_schema") == [(0,)]
    prepare(database_at(old_store), shared=False, timeout=1, migrations={0: add_consumer_id})
    assert Driver(url_of(old_store)).get_token("old")["user_id"] == "u1"


def test_a_step_runs_once_though_two_found_the_old_version(old_store, database_at):
    steps = []

    def step(connection):
        steps.append("run")
        add_consumer_id(connection)

    first, second = database_at(old_store), database_at(old_store)

    def look_late(work):  # the second has looked before the first changed anything
        found = type(second).read(second, work)
        if found == 0:
            prepare(first, shared=False, timeout=1, migrations={0: step})
        return found

    second.read = look_late
    prepare(second, shared=False, timeout=1, migrations={0: step})
    assert steps == ["run"]


def test_a_later_release_that_was_faster_is_told(old_store, database_at):
    database = database_at(old_store)

    def look(work):
        found = type(database).read(database, work)
        sql(old_store, "UPDATE ksclient_token_schema SET version = 2")
        return found

    database.read = look
    with pytest.raises(StoreTooNew):
        prepare(database, shared=False, timeout=1, migrations={0: add_consumer_id})


def test_processes_that_open_a_new_store_at_once_all_get_it(path):
    code = (
        "import sys; from ksclient.token.persistence.backends.sql import Driver\n"
        "Driver(sys.argv[1]).create_token(sys.argv[2], {'user_id': 'u1'})"
    )
    children = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, url_of(path), f"token-{n}"])
        for n in range(4)
    ]
    assert [child.wait() for child in children] == [0] * 4
    assert len(Driver(url_of(path))._list_tokens("u1")) == 4


def test_repr_names_the_file(path):
    assert repr(Driver(url_of(path))) == f"<Driver of sqlite:///{path}>"
    assert repr(Driver.__new__(Driver)) == "<Driver of a database that is not known yet>"


def test_each_version_has_a_step_that_leads_on():
    assert set(schema_room.MIGRATIONS) == set(range(1, schema_room.VERSION))


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true"]
)
def test_memory_is_refused_and_the_driver_for_it_named(url):
    with pytest.raises(StoreUnusable, match="driver 'memory'"):
        Driver(url)


@pytest.mark.parametrize("url", ["oracle://u:s3cret@h/d", "s3cret", "", "sqlite+aiosqlite:///x"])
def test_other_databases_are_refused_without_quoting_the_url(url):
    with pytest.raises(TokenStoreError) as caught:
        Driver(url)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////tmp/a\0b",
        "sqlite:////tmp/\ud800",
        "sqlite:////tmp/tokens.db?timeout=s3cret",
        "sqlite:////tmp/tokens.db?check_same_thread=perhaps",
        "mysql+pymysql://root:s3cret@127.0.0.1:1",
        "mysql+pymysql://root:s3cret@127.0.0.1:1/",
        "mysql+pymysql://root:s3cret@127.0.0.1:1/d?nonsense=1",
        "mysql+pymysql://root:s3cret@127.0.0.1:1/d?read_timeout=soon",
        "mysql+pymysql://root:s3cret@127.0.0.1:1/d?charset=none",
        "mysql+pymysql://root:s3cret@a..b:1/d",
        "postgresql+psycopg://root:s3cret@127.0.0.1:1/d\0b",
    ],
)
def test_a_url_that_cannot_be_used_is_told_as_that(url):
    with pytest.raises(StoreUnusable) as caught:
        Driver(url)
    assert "root:s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql+pymysql://root@127.0.0.1:1/d?sslmode=require", "'sslmode', which pymysql does not"),
        ("postgresql+psycopg://root@127.0.0.1:1/d?foo=x", "'foo', which psycopg does not take"),
        ("mysql+pymysql://root@127.0.0.1:1/d?charset=none", "these values: charset"),
        ("sqlite:////tmp/tokens.db?mode=ro", "these values: mode"),
        ("sqlite:////tmp/tokens.db?timeout=-1", "these values: timeout"),
        ("sqlite:////tmp/tokens.db?timeout=nan", "these values: timeout"),
    ],
)
def test_an_option_that_the_library_does_not_take_is_named(url, told):
    with pytest.raises(StoreUnusable, match=told):
        Driver(url)


@pytest.mark.parametrize(
    "url",
    [
        "mysql+pymysql://root:s3@cret@127.0.0.1:1/d",
        "mysql+pymysql://root:s3@cr/et#x@127.0.0.1:1/d",
        "postgresql+psycopg://root:s3@cret?x@127.0.0.1:1/d",
    ],
)
def test_no_part_is_shown_of_a_password_that_is_not_percent_encoded(url):
    with pytest.raises(StoreUnusable, match="percent-encode") as caught:
        Driver(url)
    assert "s3" not in str(caught.value)
    assert "cr" not in str(caught.value).replace("percent", "")


def test_a_password_with_a_slash_is_not_shown_either():
    with pytest.raises(StoreUnavailable) as caught:
        Driver("mysql+pymysql://root:s3/cret?#x@127.0.0.1:1/d")
    assert "root:***@127.0.0.1:1/d" in str(caught.value)
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize(("query", "waited"), [("", 6.0), ("?timeout=0.5", 0.5)])
def test_the_url_says_how_long_all_attempts_at_a_lock_take(path, query, waited, monkeypatch):
    Driver(url_of(path))
    given = []
    connect = sqlite3.connect

    def noting(*args, **options):
        given.append(options["timeout"])
        return connect(*args, **options)

    monkeypatch.setattr(sqlite3.dbapi2, "connect", noting)
    Driver(url_of(path) + query, timeout=6)

    assert {wait * ATTEMPTS for wait in given} == {waited}


@pytest.mark.parametrize("engine", ["sqlite:///x", 5])
def test_what_is_no_engine_is_refused(engine):
    with pytest.raises(TypeError, match=r"engine must be .* url="):
        Driver(engine=engine)


def test_a_connection_is_no_engine(path):
    engine = sa.create_engine(url_of(path))
    with engine.connect() as connection, pytest.raises(TypeError, match="not a Connection"):
        Driver(engine=connection)
    engine.dispose()


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("url", 5, TypeError),
        ("timeout", "5", TypeError),
        ("timeout", 0, ValueError),
        ("expiration", "1", TypeError),
        ("clock", 5, TypeError),
        ("sleep", 5, TypeError),
    ],
)
def test_an_option_of_another_type_is_refused_by_its_name(path, name, value, error):
    with pytest.raises(error, match=f"^{name} "):
        Driver(**{"url": url_of(path), name: value})


@pytest.mark.parametrize(
    ("drivername", "library", "told"),
    [
        ("postgresql+psycopg", "psycopg", r"pip install 'psycopg\[binary\]'"),
        ("mysql+pymysql", "pymysql", "pip install PyMySQL"),
        ("mysql", "MySQLdb", r"mysql\+pymysql://"),
        ("mariadb", "MySQLdb", r"mysql\+pymysql://"),
    ],
)
def test_a_library_that_is_not_installed_is_told_with_how_to_install_it(
    drivername, library, told, monkeypatch
):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(DriverNotFound, match=told):
        Driver(f"{drivername}://127.0.0.1:1/d")


def test_an_application_s_other_database_is_refused():
    dialect = SimpleNamespace(name="oracle", driver="oracledb", is_async=False)
    with pytest.raises(StoreUnusable, match="not stored by oracle"):
        Driver(engine=SimpleNamespace(dialect=dialect))


def test_a_library_for_asyncio_is_refused():
    with pytest.raises(StoreUnusable, match="without asyncio"):
        Driver("postgresql+psycopg_async://127.0.0.1:1/d")


def test_a_missing_library_is_named():
    with pytest.raises(DriverNotFound, match="no_such"):
        Driver("postgresql+no_such://h/d")


def test_a_database_is_named_once():
    with pytest.raises(TypeError, match="url="):
        Driver()
    with pytest.raises(TypeError, match="url="):
        Driver("sqlite:///x", engine=SimpleNamespace())


def test_errors_do_not_show_the_password():
    with pytest.raises(StoreUnavailable) as caught:
        Driver("postgresql+psycopg://user:s3cret@127.0.0.1:1/cloud?password=s3cret2")
    assert "user:***@127.0.0.1:1/cloud" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_the_store_syncs_what_it_acknowledges(path):
    driver = Driver(url_of(path))
    settings = driver._database.read(
        lambda connection: [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous")
        ]
    )
    assert settings == ["wal", 2]
