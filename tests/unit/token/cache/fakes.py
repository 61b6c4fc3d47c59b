"""Stores for tests: one in memory, one of files that processes share, and one that fails."""

import fcntl
import threading
from collections import defaultdict
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from ksclient.token.cache.errors import LockTimeout, StoreFailed

_numbers = count()


class FakeStore:
    """Keeps records in memory, and counts what it is asked."""

    def __init__(self):
        self.name = f"fake {next(_numbers)}"
        self.records = {}
        self.asked = []
        self._locks = defaultdict(threading.Lock)

    def get(self, key):
        self.asked.append("get")
        return self.records.get(key)

    def put(self, key, record, expires):
        assert expires.utcoffset() is not None
        self.asked.append("put")
        self.records[key] = bytes(record)

    def delete_if_equal(self, key, record):
        self.asked.append("delete_if_equal")
        if self.records.get(key) != record:
            return False
        del self.records[key]
        return True

    @contextmanager
    def lock(self, key, timeout):
        self.asked.append("lock")
        lock = self._locks[key]
        if not lock.acquire(timeout=timeout):
            raise LockTimeout
        try:
            yield
        finally:
            lock.release()


class BrokenStore(FakeStore):
    """Fails in one of its methods, from a moment on, in the way that it is told."""

    def __init__(self, method, error=None):
        super().__init__()
        self.method = method
        self.error = error or StoreFailed("the disk is gone")
        self.works = False

    def _fail(self, method):
        if method == self.method and not self.works:
            raise self.error

    def get(self, key):
        self._fail("get")
        return super().get(key)

    def put(self, key, record, expires):
        self._fail("put")
        super().put(key, record, expires)

    def delete_if_equal(self, key, record):
        self._fail("delete_if_equal")
        return super().delete_if_equal(key, record)

    @contextmanager
    def lock(self, key, timeout):
        self._fail("lock")
        with super().lock(key, timeout):
            yield
        self._fail("unlock")


class FileStore:
    """Keeps records in files of a directory, for all processes; good enough for tests."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.name = f"files in {directory}"

    def get(self, key):
        try:
            return (self.directory / key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key, record, expires):
        written = self.directory / f"{key}.{threading.get_native_id()}"
        written.write_bytes(record)
        written.replace(self.directory / key)

    def delete_if_equal(self, key, record):
        with self._locked(f"{key}.delete"):
            if self.get(key) != record:
                return False
            (self.directory / key).unlink()
            return True

    def lock(self, key, timeout):
        return self._locked(f"{key}.lock", wait=bool(timeout))

    @contextmanager
    def _locked(self, name, *, wait=True):
        with (self.directory / name).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as cause:
                raise LockTimeout from cause
            yield
