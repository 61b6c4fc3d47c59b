"""The file is one user's; what is wrong with it is healed, or told with the reason."""

import os
import resource
import shutil
import signal
import sqlite3
import stat
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from ksclient.token.cache.errors import StoreFailed
from ksclient.token.cache.stores.sqlite import APPLICATION, FILE, VERSION, SQLiteStore
from tests.contract.cache.records import KEYS, LATER

KEY, OTHER = KEYS[:2]
NOBODY = 65534


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "tokens.sqlite"


@pytest.fixture
def store(path):
    return SQLiteStore(path, wait=0.2)


@pytest.fixture
def filled(store):
    store.put(KEY, b"one", LATER)
    return store


def run(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def in_child(act):
    """Return the text that *act* returns, in a forked child."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(60)
            os.write(tell, act().encode())
        finally:
            os._exit(0)
    os.close(tell)
    os.waitpid(child, 0)
    text = os.read(told, 10_000).decode()
    os.close(told)
    return text


def failure(act):
    """Return why *act* fails; nothing if it does not."""
    try:
        act()
    except StoreFailed as error:
        return str(error)
    return ""


def test_reading_makes_nothing(store, path):
    assert store.get(KEY) is None
    assert not store.delete_if_equal(KEY, b"one")
    assert not path.parent.exists()


def test_the_file_is_one_users(tmp_path):
    path = tmp_path / "above" / "cache" / "tokens.sqlite"
    before = os.umask(0)
    try:
        SQLiteStore(path).put(KEY, b"one", LATER)
        with SQLiteStore(path).lock(KEY, 1):
            pass
    finally:
        os.umask(before)

    for made in (tmp_path / "above").glob("**/*"):
        assert stat.S_IMODE(made.stat().st_mode) == (0o700 if made.is_dir() else 0o600)


def test_a_journal_is_one_users(filled, path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM record")
        journal = path.with_name(f"{path.name}-journal")
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_what_is_forgotten_is_not_in_the_file(store, path):
    store.put(KEY, b"a token that was long", LATER)
    store.delete_if_equal(KEY, b"a token that was long")

    assert b"a token that was long" not in path.read_bytes()


def test_what_has_expired_is_removed_by_who_writes(filled, path, store):
    from datetime import UTC, datetime

    store.put(OTHER, b"old", datetime(2001, 1, 1, tzinfo=UTC))
    store.put(KEY, b"two", LATER)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT key FROM record").fetchall() == [(KEY,)]


@pytest.mark.parametrize(
    "junk",
    [b"junk" * 10_000, bytes(20_000), b"SQLite format 3\0" + b"junk" * 10_000, b"xy"],
    ids=["text", "zeros", "a head of SQLite", "short"],
)
@pytest.mark.parametrize("act", ["get", "put", "delete"])
def test_junk_is_moved_aside(act, junk, filled, path, caplog):
    path.write_bytes(junk)

    if act == "get":
        assert filled.get(KEY) is None
    if act == "put":
        filled.put(KEY, b"two", LATER)
        assert filled.get(KEY) == b"two"
    if act == "delete":
        assert not filled.delete_if_equal(KEY, b"one")
    assert path.with_name(f"{path.name}.damaged").read_bytes() == junk
    assert "is damaged" in caplog.text
    filled.put(KEY, b"three", LATER)
    assert filled.get(KEY) == b"three"


def test_an_empty_file_is_begun(filled, path):
    path.write_bytes(b"")

    assert filled.get(KEY) is None
    filled.put(KEY, b"two", LATER)
    assert filled.get(KEY) == b"two"


def test_a_file_that_was_cut_is_healed(filled, path, caplog):
    for number in range(50):
        filled.put(KEYS[number % 4], bytes(5_000 * number), LATER)
    whole = path.read_bytes()
    for size in (100, 4096, 5000, 8192, len(whole) - 4096):
        path.write_bytes(whole[:size])
        for key in KEYS:
            filled.get(key)
        filled.put(KEY, b"two", LATER)
        assert filled.get(KEY) == b"two"


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE record",
        "ALTER TABLE record RENAME COLUMN expires TO ends",
        "UPDATE record SET record = 'text'",
    ],
)
def test_tables_that_somebody_changed_are_a_miss_and_healed(statement, filled, path):
    run(path, statement)

    assert filled.get(KEY) is None
    filled.put(KEY, b"two", LATER)
    assert filled.get(KEY) == b"two"


def test_the_database_of_something_else_is_left_alone(store, path):
    path.parent.mkdir(mode=0o700)
    run(path, "CREATE TABLE record (precious TEXT)", "INSERT INTO record VALUES ('gold')")

    for act in (lambda: store.get(KEY), lambda: store.put(KEY, b"one", LATER)):
        assert "is the database of something else: name another file" in failure(act)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM record").fetchall() == [("gold",)]


def test_a_file_of_a_later_release_is_left_alone(filled, path):
    run(path, f"PRAGMA user_version = {VERSION + 1}")

    for act in (lambda: filled.get(KEY), lambda: filled.put(KEY, b"two", LATER)):
        assert "later release of ksclient" in failure(act)
    run(path, f"PRAGMA user_version = {VERSION}")
    assert filled.get(KEY) == b"one"


def test_a_file_of_an_earlier_release_is_begun_anew(store, path):
    path.parent.mkdir(mode=0o700)
    run(
        path,
        "CREATE TABLE record (token TEXT)",
        f"PRAGMA application_id = {APPLICATION}",
        f"PRAGMA user_version = {VERSION - 1}",
    )

    assert store.get(KEY) is None
    store.put(KEY, b"one", LATER)
    assert store.get(KEY) == b"one"


@pytest.mark.parametrize("act", ["get", "put", "delete_if_equal", "lock"])
@pytest.mark.parametrize("where", ["file", "directory"])
def test_what_others_can_write_is_refused(act, where, filled, path):
    changed = path if where == "file" else path.parent
    changed.chmod(0o777)
    if act == "lock" and where == "file":
        return  # locks are not in it

    assert f"{changed} can be written by others" in failure(lambda: use(filled, act))


@pytest.mark.parametrize("act", ["get", "put", "delete_if_equal"])
def test_links_are_refused(act, filled, path, tmp_path):
    link = tmp_path / "link.sqlite"
    link.symlink_to(path)
    beside = tmp_path / "beside"
    beside.symlink_to(path.parent)

    assert "is a symbolic link" in failure(lambda: use(SQLiteStore(link), act))
    assert "is a symbolic link" in failure(lambda: use(SQLiteStore(beside / path.name), act))


def test_a_file_that_others_can_read_they_cannot_afterwards(filled, path):
    path.chmod(0o644)

    assert filled.get(KEY) == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_user_reads_nothing_and_is_told_why():
    directory = Path(tempfile.mkdtemp())
    directory.chmod(0o755)
    path = directory / "tokens.sqlite"
    try:
        SQLiteStore(path).put(KEY, b"one", LATER)

        def act():
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            with pytest.raises(PermissionError):
                path.read_bytes()
            return failure(lambda: SQLiteStore(path).get(KEY))

        assert "belongs to user 0, and this program runs as 65534" in in_child(act)
    finally:
        shutil.rmtree(directory)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("act", ["get", "put", "delete_if_equal", "lock"])
def test_root_leaves_the_home_of_somebody_else_alone(act, tmp_path, monkeypatch):
    os.chown(tmp_path, NOBODY, -1)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    assert f"{tmp_path} belongs to user {NOBODY}" in failure(lambda: use(SQLiteStore(), act))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("act", ["put", "lock"])
def test_a_directory_that_cannot_be_written_is_told(act):
    directory = Path(tempfile.mkdtemp())
    try:
        user = NOBODY if os.geteuid() == 0 else os.geteuid()
        os.chown(directory, user, -1)
        directory.chmod(0o500)

        def work():
            if os.geteuid() == 0:
                os.setuid(NOBODY)
            store = SQLiteStore(directory / "tokens.sqlite")
            return f"{store.get(KEY)} {failure(lambda: use(store, act))}"

        told = in_child(work)
        assert told.startswith("None ")
        assert "cannot be used: this user may not" in told
    finally:
        directory.chmod(0o700)
        shutil.rmtree(directory)


def test_a_disk_that_is_full_is_told_and_nothing_is_lost(filled):
    def act():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        told = failure(lambda: filled.put(KEY, bytes(100_000), LATER))
        return f"{told} {filled.get(KEY)!r}"

    told = in_child(act)
    assert "cannot be read, written or locked" in told or "the disk is full" in told
    assert filled.get(KEY) == b"one"


def test_a_program_that_keeps_the_file_locked_is_told(filled, path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        for act in ("get", "put", "delete_if_equal"):
            assert "locked by another program" in failure(lambda act=act: use(filled, act))
    assert filled.get(KEY) == b"one"


def test_what_was_half_written_is_undone(filled, path):
    def act():
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE record SET record = zeroblob(1000000)")
        os.kill(os.getpid(), signal.SIGKILL)

    in_child(act)
    assert path.with_name(f"{path.name}-journal").exists()

    assert filled.get(KEY) == b"one"


def test_all_records_are_told_in_the_order_in_which_they_expire(store):
    store.put(KEY, b"later", LATER)
    store.put(OTHER, b"sooner", LATER - timedelta(seconds=1))

    assert store.records() == [b"sooner", b"later"]


def test_no_record_is_told_that_has_expired(store, path):
    store.put(KEY, b"one", LATER)

    assert SQLiteStore(path, clock=lambda: LATER).records() == []


def test_what_is_cleared_is_gone_from_the_file_as_well(filled, path):
    filled.put(OTHER, b"the other one", LATER)

    filled.clear()

    assert filled.records() == []
    assert b"the other one" not in path.read_bytes()


def test_a_damaged_file_is_told_and_can_be_cleared(filled, path):
    path.write_bytes(b"no database" * 1000)
    assert "is damaged" in failure(filled.records)

    filled.clear()

    assert filled.records() == []


def test_there_is_nothing_to_tell_or_to_clear_where_nothing_was_kept(store, path):
    assert store.records() == []

    store.clear()

    assert not path.parent.exists()


def test_a_python_without_sqlite_is_told(filled, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlite3", None)

    assert "built without SQLite" in failure(lambda: filled.get(KEY))


def test_libraries_that_are_missing_are_told_when_it_is_used(monkeypatch):
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    monkeypatch.setenv("XDG_CACHE_HOME", "no/absolute/path")  # so that it is asked

    assert "pip install 'ksclient[cache]'" in failure(lambda: SQLiteStore().get(KEY))


def test_the_file_is_in_the_users_cache_by_default(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    SQLiteStore().put(KEY, b"one", LATER)

    (found,) = tmp_path.glob(f"**/{FILE}")
    assert stat.S_IMODE(found.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_a_key_is_no_path(key, store):
    with pytest.raises(ValueError, match="64 hex digits"):
        store.lock(key, 1)


def test_lock_files_are_bounded(store, path):
    for number in range(32):
        with store.lock(f"abc{number:061x}", 1):
            pass

    assert len(list(path.parent.glob("*-locks/*"))) == 1


def use(store, act):
    if act == "get":
        store.get(KEY)
    elif act == "put":
        store.put(KEY, b"two", LATER)
    elif act == "delete_if_equal":
        store.delete_if_equal(KEY, b"two")
    else:
        with store.lock(KEY, 1):
            pass
