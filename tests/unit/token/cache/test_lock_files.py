"""Lock files stay, are this user's alone, and say what is wrong."""

import errno
import fcntl
import os
import stat
import sys
import threading
import types

import pytest

from ksclient.token.cache import locks
from ksclient.token.cache.errors import LockTimeout, StoreFailed


@pytest.fixture
def path(tmp_path):
    return tmp_path / "locks" / "a.lock"


def in_thread(act):
    told = []
    thread = threading.Thread(target=lambda: told.append(act()))
    thread.start()
    thread.join()
    return told[0]


def attempt(path, timeout=0.0):
    try:
        with locks.held(path, timeout):
            return None
    except StoreFailed as error:
        return error


def test_a_lock_file_stays_the_same_file(path):
    numbers = set()
    for _ in range(3):
        with locks.held(path, 1):
            numbers.add(path.stat().st_ino)
        numbers.add(path.stat().st_ino)

    assert len(numbers) == 1


def test_it_is_for_one_user(path):
    before = os.umask(0)
    try:
        with locks.held(path, 1):
            pass
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_who_waits_in_vain_is_told_which_file(path):
    with locks.held(path, 1):
        error = in_thread(lambda: attempt(path, 0.05))

    assert isinstance(error, LockTimeout)
    assert str(path) in str(error)


@pytest.mark.parametrize("timeout", [-1.0, 0.0])
def test_who_has_no_time_does_not_wait_for_ever(path, timeout):
    with locks.held(path, 1):
        assert isinstance(in_thread(lambda: attempt(path, timeout)), LockTimeout)


def test_infinite_patience_is_possible(path):
    assert attempt(path, float("inf")) is None


def test_a_link_is_refused(path):
    path.parent.mkdir(mode=0o700)
    path.symlink_to(path.parent / "other")

    assert "symbolic link" in str(attempt(path))
    assert not (path.parent / "other").exists()


def test_a_directory_that_others_can_write_is_refused(path):
    path.parent.mkdir()
    path.parent.chmod(0o777)

    assert "can be written by others" in str(attempt(path))


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_told(path, number, monkeypatch):
    def flock(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)

    error = attempt(path, 60)
    assert not isinstance(error, LockTimeout)
    assert "has no locks" in str(error)


def test_a_library_that_is_missing_is_named(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "filelock", None)

    assert "pip install 'ksclient[cache]'" in str(attempt(path))


@pytest.mark.parametrize("version", ["3.12.4", "3.29.7"])
def test_a_library_that_loses_locks_is_refused(path, monkeypatch, version):
    monkeypatch.setitem(sys.modules, "filelock", types.SimpleNamespace(__version__=version))

    assert f"filelock {version} is installed" in str(attempt(path))
