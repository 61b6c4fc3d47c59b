"""What is particular about PostgreSQL and MariaDB, and what callers get when they fail."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ksclient.token.exceptions import (
    StoreCorrupted,
    StoreTooNew,
    StoreUnavailable,
    StoreUnusable,
    TokenExists,
    TokenNotFound,
)
from ksclient.token.persistence.backends.sql import Driver
from ksclient.token.persistence.backends.sql.database import Database
from ksclient.token.persistence.backends.sql.schema import prepare
from tests.services.persistence.sql_servers import OWN, own_database, run, text_of

KINDS = ["postgresql", "mariadb"]


def made(user="u1", tenant="t1", **members):
    return {"user": {"id": user}, "tenant": {"id": tenant}, **members}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def url(kind):
    with own_database(kind) as url:
        yield url


@pytest.fixture
def driver(url):
    return Driver(text_of(url))


@pytest.fixture
def server(kind):
    server = OWN[kind]()
    yield server
    server.drop()


@pytest.fixture
def engine(url):
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


def fill(engine, count, user="u1"):
    """Have so many tokens of one user, that have expired long ago."""
    start = datetime(2001, 1, 1)  # noqa: DTZ001 - as it is stored
    rows = [
        {
            "id": f"{user}-{n}",
            "expires": start + timedelta(microseconds=n),
            "user_id": user,
            "extra": "{}",
            "valid": True,
        }
        for n in range(count)
    ]
    from ksclient.token.persistence.backends.sql.tables import tokens

    with engine.begin() as connection:
        connection.execute(sa.insert(tokens), rows)


def drop_connections(url):
    """Have the server end all connections to the test's database."""
    if url.get_backend_name() == "postgresql":
        run(
            url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{url.database}' AND pid <> pg_backend_pid()",
        )
        return
    for row in run(
        url,
        "SELECT id FROM information_schema.processlist"
        f" WHERE db = '{url.database}' AND id <> connection_id()",
    ):
        run(url, f"KILL {row[0]}")


# --- what is stored ------------------------------------------------------------------------


def test_ids_are_compared_exactly(driver):
    ids = ["a", "A", "a ", "á", "à", "\uff41", "\U0001f511" * 64]
    for token_id in ids:
        driver.create_token(token_id, made(user=token_id))
    for token_id in ids:
        assert driver.get_token(token_id)["user_id"] == token_id
        assert driver.delete_tokens(token_id) == [token_id]


def test_a_microsecond_counts(driver):
    moment = datetime(2031, 1, 1, 0, 0, 0, 123457)  # noqa: DTZ001 - as it is stored
    driver.create_token("a", made(expires=moment))
    assert driver.get_token("a")["expires"] == moment


def test_the_first_and_the_last_moment_are_kept(driver):
    for token_id, moment in (("first", datetime.min), ("last", datetime.max)):  # noqa: DTZ901
        driver.create_token(token_id, made(expires=moment))
        assert driver.get_token(token_id)["expires"] == moment


def test_a_token_of_a_megabyte_is_kept(driver):
    driver.create_token("a", made(padding="x" * 2**20))
    assert len(driver.get_token("a")["padding"]) == 2**20


def test_a_second_token_of_an_id_is_told_and_nothing_quoted(driver):
    driver.create_token("secret-token", made())
    with pytest.raises(TokenExists) as caught:
        driver.create_token("secret-token", made())
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_what_cannot_be_stored_matches_nothing(driver):
    for name in ("a\0b", "\ud800", None, 5):
        with pytest.raises(TokenNotFound):
            driver.get_token(name)
        assert driver.delete_tokens(name) == driver.delete_tokens("u1", tenant_id=name) == []


def test_a_row_without_expiry_is_never_listed_nor_flushed(driver, url):
    driver.create_token("a", made())
    run(url, "UPDATE ksclient_token SET expires = NULL")
    assert driver.get_token("a")["expires"] is None
    assert driver.delete_tokens("u1") == driver._list_tokens("u1") == []
    driver.delete_token("a")
    assert driver.list_revoked_tokens() == []
    assert driver.flush_expired_tokens() == 0


# --- many at once --------------------------------------------------------------------------


def test_a_stored_time_that_python_does_not_have_is_told_without_quoting_it(driver, url):
    driver.create_token("a", made())
    never = {"postgresql": "'infinity'", "mysql": "'0000-00-00'"}[url.get_backend_name()]
    modes = "SET STATEMENT sql_mode = '' FOR " if url.get_backend_name() == "mysql" else ""
    run(url, f"{modes}UPDATE ksclient_token SET expires = {never}")
    with pytest.raises(StoreCorrupted) as caught:
        driver.get_token("a")
    assert never.strip("'") not in str(caught.value)


def test_each_token_is_revoked_by_one_of_those_who_try_at_once(driver):
    ids = [f"token-{n}" for n in range(60)]
    for token_id in ids:
        driver.create_token(token_id, made())
    with ThreadPoolExecutor(8) as pool:
        some = list(pool.map(lambda _: driver.delete_tokens("u1"), range(8)))
    assert sorted(token_id for revoked in some for token_id in revoked) == sorted(ids)


def test_revoking_each_way_and_flushing_at_once_ends_well(driver, engine):
    driver = Driver(engine=engine)  # in the isolation that the application has
    for n in range(40):
        driver.create_token(f"token-{n}", made(tenant=f"t{n % 2}"))
    fill(engine, 3000, user="u2")

    def revoke_one(n):
        try:
            driver.delete_token(f"token-{n}")
        except TokenNotFound:
            return []
        return [f"token-{n}"]

    with ThreadPoolExecutor(8) as pool:
        flushed = [pool.submit(driver.flush_expired_tokens) for _ in range(2)]
        singly = [pool.submit(revoke_one, n) for n in range(40)]
        by_tenant = [pool.submit(driver.delete_tokens, "u1", f"t{n % 2}") for n in range(4)]
        together = [pool.submit(driver.delete_tokens, "u1") for _ in range(4)]
    revoked = [one for done in (*singly, *by_tenant, *together) for one in done.result()]
    assert sorted(revoked) == sorted(f"token-{n}" for n in range(40))
    assert sum(done.result() for done in flushed) == 3000


def test_a_deadlock_is_not_seen(url):
    """Two transactions that lock two rows in turns: one of them is tried again."""
    driver = Driver(text_of(url))
    for token_id in ("a", "b"):
        driver.create_token(token_id, made())
    both = threading.Barrier(2)
    runs = []

    def change(first, second):
        def work(connection):
            runs.append(first)
            statement = "UPDATE ksclient_token SET user_id = 'u2' WHERE id = '{}'"
            connection.exec_driver_sql(statement.format(first))
            if len(runs) < 3:
                both.wait(30)
            connection.exec_driver_sql(statement.format(second))

        driver._database.write(work)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(change, "a", "b"), pool.submit(change, "b", "a")]:
            done.result()
    assert len(runs) == 3


def test_who_was_revoked_is_got_by_nobody_afterwards(driver, url):
    reader = Driver(text_of(url))
    for n in range(30):
        driver.create_token(f"token-{n}", made())
        assert reader.get_token(f"token-{n}")
        driver.delete_token(f"token-{n}")
        with pytest.raises(TokenNotFound):
            reader.get_token(f"token-{n}")


def test_an_application_s_autocommit_does_not_tear_a_change(url):
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    driver = Driver(engine=engine)
    driver.create_token("a", made())

    def revoke_and_fail(connection):
        connection.exec_driver_sql("DELETE FROM ksclient_token")
        connection.exec_driver_sql("SELECT no_such_column FROM ksclient_token")

    with pytest.raises(StoreCorrupted):
        driver._database.write(revoke_and_fail)
    engine.dispose()
    assert driver.get_token("a")["id"] == "a"
    engine.dispose()


def test_a_child_has_its_own_connections(driver):
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


def test_a_flush_commits_a_batch_at_a_time(engine):
    driver = Driver(engine=engine)
    fill(engine, 2500)
    left = []

    @sa.event.listens_for(engine, "commit")
    def count(connection):
        left.append(connection.exec_driver_sql("SELECT count(*) FROM ksclient_token").scalar())

    assert driver.flush_expired_tokens() == 2500
    assert left == [1500, 500, 0]


# --- what is asked of the indexes ----------------------------------------------------------


@pytest.mark.parametrize(
    ("use", "index"),
    [
        (lambda d: d.get_token("u5-7"), "ksclient_token_pkey|PRIMARY"),
        (lambda d: d.delete_token("u5-7"), "ksclient_token_pkey|PRIMARY"),
        (lambda d: d.delete_tokens("u5"), "ix_ksclient_token_user"),
        (lambda d: d.delete_tokens("u5", tenant_id="t2"), "ix_ksclient_token_user"),
        (lambda d: d.delete_tokens("u5", consumer_id="c"), "ix_ksclient_token_consumer"),
        (lambda d: d.delete_tokens("u5", trust_id="x"), "ix_ksclient_token_trust"),
        (lambda d: d.list_revoked_tokens(), "ix_ksclient_token_(revoked|expires)"),
        (lambda d: d.flush_expired_tokens(), "ix_ksclient_token_expires"),
    ],
)
def test_what_is_looked_for_is_found_by_an_index(engine, use, index):
    driver = Driver(engine=engine)
    for number in range(10):
        fill(engine, 400, user=f"u{number}")
    with engine.begin() as connection:
        postgresql = connection.dialect.name == "postgresql"
        connection.exec_driver_sql(
            "ANALYZE ksclient_token" if postgresql else "ANALYZE TABLE ksclient_token"
        ).close()
    plans = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def explain(connection, cursor, statement, parameters, context, many):
        if statement.startswith(("SELECT ks", "UPDATE", "DELETE")):
            cursor.execute(f"EXPLAIN {statement}", parameters)
            plans.append(" ".join(str(column) for row in cursor.fetchall() for column in row))

    use(driver)
    assert re.search(rf"\b{index}", plans[0]), plans[0]
    assert "Seq Scan" not in plans[0]


# --- opening -------------------------------------------------------------------------------


def old_store(url):
    bytes_ = url.get_backend_name() == "mysql"
    text = "VARBINARY(1020)" if bytes_ else "VARCHAR(255)"
    run(url, "CREATE TABLE ksclient_token_schema (version INTEGER NOT NULL)")
    run(url, "INSERT INTO ksclient_token_schema VALUES (0)")
    run(
        url,
        f"CREATE TABLE ksclient_token (id {'VARBINARY(256)' if bytes_ else 'VARCHAR(64)'}"
        f" PRIMARY KEY, expires {'DATETIME(6)' if bytes_ else 'TIMESTAMP'}, user_id {text},"
        f" trust_id {text}, tenant_id {text}, audit_id {text}, extra TEXT NOT NULL,"
        " valid BOOLEAN NOT NULL)",
    )
    run(
        url,
        "INSERT INTO ksclient_token"
        " VALUES ('old', '2126-01-01', 'u1', NULL, NULL, 'a1', '{}', true)",
    )


def add_consumer_id(connection):
    columns = sa.inspect(connection).get_columns("ksclient_token")
    if "consumer_id" not in {column["name"] for column in columns}:
        kind = "VARCHAR(255)" if connection.dialect.name == "postgresql" else "VARBINARY(1020)"
        connection.exec_driver_sql(f"ALTER TABLE ksclient_token ADD consumer_id {kind}")


def migrate(engine, step):
    database = Database(lambda: engine, "the store", sleep=lambda seconds: None)
    prepare(database, shared=True, timeout=30, migrations={0: step})


def test_an_older_store_is_brought_up_with_its_tokens(url, engine):
    old_store(url)
    migrate(engine, add_consumer_id)
    driver = Driver(text_of(url))
    driver.create_token("new", made())
    assert sorted(driver.delete_tokens("u1")) == ["new", "old"]


def test_a_process_killed_in_a_step_leaves_what_the_next_one_finishes(url, engine):
    old_store(url)
    pid = os.fork()
    if pid == 0:

        def die(connection):
            add_consumer_id(connection)
            os.kill(os.getpid(), signal.SIGKILL)

        migrate(sa.create_engine(url), die)
        os._exit(1)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL
    assert run(url, "SELECT version FROM ksclient_token_schema") == [(0,)]
    migrate(engine, add_consumer_id)
    assert Driver(text_of(url)).get_token("old")["user_id"] == "u1"


@pytest.mark.parametrize("kind", ["mariadb"])
@pytest.mark.parametrize("undo", ["DELETE FROM ksclient_token_schema", "DROP INDEX {} ON {}"])
def test_a_creation_that_was_interrupted_is_finished(url, undo):
    Driver(text_of(url))
    run(url, "DELETE FROM ksclient_token_schema")
    run(url, undo.format("ix_ksclient_token_user", "ksclient_token"))
    driver = Driver(text_of(url))
    driver.create_token("a", made())
    assert driver.delete_tokens("u1") == ["a"]
    indexes = sa.inspect(sa.create_engine(url, poolclass=sa.NullPool)).get_indexes("ksclient_token")
    assert "ix_ksclient_token_user" in {index["name"] for index in indexes}


def test_processes_that_open_a_new_store_at_once_all_get_it(url):
    code = (
        "import sys; from ksclient.token.persistence.backends.sql import Driver\n"
        "Driver(sys.argv[1]).create_token(sys.argv[2], {'user_id': 'u1'})"
    )
    children = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, text_of(url), f"token-{n}"])
        for n in range(4)
    ]
    assert [child.wait() for child in children] == [0] * 4
    assert len(Driver(text_of(url))._list_tokens("u1")) == 4


def test_a_process_that_changes_the_tables_for_too_long_is_told(url):
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    lock = {
        "postgresql": "SELECT pg_advisory_lock(7742641501655887476)",
        "mysql": "SELECT get_lock(concat('ksclient.', sha1(database())), 0)",
    }[url.get_backend_name()]
    with engine.connect() as other:
        other.exec_driver_sql(lock).close()
        with pytest.raises(StoreUnavailable):
            Driver(text_of(url), timeout=0.1)
    Driver(text_of(url))


def test_a_store_of_a_later_release_is_left_as_it_is(url, driver):
    run(url, "UPDATE ksclient_token_schema SET version = 2")
    with pytest.raises(StoreTooNew):
        Driver(text_of(url))
    assert run(url, "SELECT version FROM ksclient_token_schema") == [(2,)]


def test_somebody_else_s_table_is_left_as_it_is(url):
    run(url, "CREATE TABLE ksclient_token (id INTEGER)")
    with pytest.raises(StoreCorrupted):
        Driver(text_of(url))
    assert sa.inspect(sa.create_engine(url, poolclass=sa.NullPool)).get_table_names() == [
        "ksclient_token"
    ]


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_hold_all_ids_is_refused(encoding):
    with own_database("postgresql") as url:
        other = url.set(database=f"{url.database}_other")
        run(
            url,
            f"CREATE DATABASE {other.database} ENCODING {encoding} LOCALE 'C' TEMPLATE template0",
        )
        try:
            with pytest.raises(StoreUnusable, match=rf"in {encoding}.* ENCODING 'UTF8'"):
                Driver(text_of(other))
        finally:
            run(url, f"DROP DATABASE {other.database} WITH (FORCE)")


def test_keystone_s_table_is_not_touched(url):
    run(url, "CREATE TABLE token (id VARCHAR(64))")
    Driver(text_of(url)).create_token("a", made())
    assert run(url, "SELECT count(*) FROM token") == [(0,)]


# --- faults --------------------------------------------------------------------------------


def test_a_connection_that_the_server_ended_is_replaced_unseen(driver, url):
    driver.create_token("a", made())
    for use in (
        lambda: driver.get_token("a"),
        lambda: driver.create_token("b", made()),
        lambda: driver.delete_token("a"),
        driver.list_revoked_tokens,
        lambda: driver.delete_tokens("u1"),
        driver.flush_expired_tokens,
    ):
        drop_connections(url)
        use()
    assert len(driver.list_revoked_tokens()) == 2


def test_so_is_one_of_an_application_that_does_not_look_first(engine, url):
    driver = Driver(engine=engine)
    drop_connections(url)
    driver.create_token("a", made())
    drop_connections(url)
    assert driver.get_token("a")["id"] == "a"


def test_a_connection_ended_in_the_middle_of_a_change_is_replaced_unseen(driver, url):
    runs = []

    def work(connection):
        connection.exec_driver_sql(
            "INSERT INTO ksclient_token (id, extra, valid) VALUES ('a', '{}', true)"
        )
        if not runs:
            runs.append("lost")
            drop_connections(url)
        connection.exec_driver_sql("SELECT 1").close()

    driver._database.write(work)
    assert run(url, "SELECT count(*) FROM ksclient_token") == [(1,)]


def test_a_row_locked_for_too_long_is_told(url, engine):
    driver = Driver(text_of(url), timeout=0.1)
    driver.create_token("a", made())
    with engine.begin() as other:
        other.exec_driver_sql("UPDATE ksclient_token SET user_id = 'u2'")
        with pytest.raises(StoreUnavailable, match="another held a lock for too long"):
            driver.delete_token("a")
        assert driver.get_token("a")["user_id"] == "u1"
    driver.delete_token("a")


def test_a_user_who_may_not_write_is_told_so():
    with own_database("mariadb") as url:
        Driver(text_of(url)).create_token("a", made())
        user = f"ks{os.getpid()}"
        run(url, f"CREATE USER {user}@'%%' IDENTIFIED BY 's3cret'")
        try:
            run(url, f"GRANT SELECT ON {url.database}.* TO {user}@'%%'")
            reader = Driver(text_of(url.set(username=user, password="s3cret")))
            assert reader.get_token("a")["id"] == "a"
            with pytest.raises(StoreUnavailable, match=r"not permitted.* granted") as caught:
                reader.delete_token("a")
            assert "s3cret" not in str(caught.value)
            assert "Try again later" not in str(caught.value)
        finally:
            run(url, f"DROP USER {user}@'%%'")


def test_a_read_only_database_is_told_so_and_can_be_read():
    with own_database("postgresql") as url:
        Driver(text_of(url)).create_token("a", made())
        run(url, f"ALTER DATABASE {url.database} SET default_transaction_read_only = on")
        driver = Driver(text_of(url))
        assert driver.get_token("a")["id"] == "a"
        for change in (lambda: driver.create_token("b", made()), lambda: driver.delete_token("a")):
            with pytest.raises(StoreUnavailable, match="it is read-only"):
                change()
        assert driver.get_token("a")["id"] == "a"


def test_a_database_that_is_not_there_is_told(url):
    with pytest.raises(StoreUnavailable, match=r"no_such_database.*Create the database") as caught:
        Driver(text_of(url.set(database="no_such_database")))
    assert "Try again later" not in str(caught.value)


def test_a_user_who_is_not_let_in_is_told_what_to_check(url):
    with pytest.raises(StoreUnavailable, match="Check the user, the password") as caught:
        Driver(text_of(url.set(username="no_such_user", password="s3cret")))
    assert "Try again later" not in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "mysql+pymysql"])
def test_nobody_there_is_told_by_host_and_database_without_the_password(scheme):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{nobody.getsockname()[1]}/cloud"
        with pytest.raises(StoreUnavailable, match=rf"{where} is not available: .*refused") as told:
            Driver(f"{scheme}://user:s3cret@{where}")
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "mysql+pymysql"])
def test_somebody_who_does_not_answer_is_given_up(scheme):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"127.0.0.1:{silent.getsockname()[1]}/cloud"
        with pytest.raises(StoreUnavailable, match=where):
            Driver(f"{scheme}://user:s3cret@{where}", timeout=1)


def test_a_server_that_went_away_is_told_and_once_back_used_again(server):
    driver = Driver(text_of(server.url))
    driver.create_token("a", made())
    server.end(server.stop)
    for use in (lambda: driver.get_token("a"), lambda: driver.delete_token("a")):
        with pytest.raises(StoreUnavailable, match=f"127.0.0.1:{server.port}/") as caught:
            use()
        assert "s3cret" not in str(caught.value)
    server.start()
    assert driver.get_token("a")["id"] == "a"
    server.end(server.stop)
    server.start()
    driver.delete_token("a")
    with pytest.raises(TokenNotFound):
        driver.get_token("a")


def test_a_server_that_is_frozen_is_given_up_and_used_again(server):
    driver = Driver(text_of(server.url), timeout=1)
    driver.create_token("a", made())
    with server.frozen(), pytest.raises(StoreUnavailable, match=f"127.0.0.1:{server.port}/"):
        driver.get_token("a")
    assert driver.get_token("a")["id"] == "a"


def test_a_server_that_does_not_come_to_an_answer_is_given_up(url):
    driver = Driver(text_of(url), timeout=1)
    asked = {"postgresql": "SELECT pg_sleep(9)", "mysql": "DO SLEEP(9)"}[url.get_backend_name()]
    with pytest.raises(StoreUnavailable, match=r"nothing for 3 s|timed out"):
        driver._database.write(lambda connection: connection.exec_driver_sql(asked))


def test_what_was_acknowledged_survives_a_killed_server(server):
    driver = Driver(text_of(server.url))
    for n in range(20):
        driver.create_token(f"token-{n}", made())
    driver.delete_token("token-0")
    server.end(signal.SIGKILL)
    server.start()
    assert len(driver._list_tokens("u1")) == 19
    assert [line["id"] for line in driver.list_revoked_tokens()] == ["token-0"]


def test_no_log_of_a_server_shows_a_token(server):
    driver = Driver(text_of(server.url))
    driver.create_token("secret-token", made())
    with pytest.raises(TokenExists):
        driver.create_token("secret-token", made())
    server.end(server.stop)
    log = (server.directory / "log").read_text()
    assert log
    assert "secret-token" not in log


def test_expiry_is_in_utc_whatever_zone_the_server_is_in(url):
    if url.get_backend_name() == "postgresql":
        run(url, f"ALTER DATABASE {url.database} SET timezone = 'Asia/Tokyo'")
    driver = Driver(text_of(url))
    driver.create_token("a", made(expires=datetime.now(UTC) + timedelta(hours=1)))
    driver.create_token("b", made(expires=datetime.now(UTC) - timedelta(minutes=1)))
    assert driver.flush_expired_tokens() == 1
    assert driver._list_tokens("u1") == ["a"]
