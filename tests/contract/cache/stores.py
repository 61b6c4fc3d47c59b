"""The stores that the contract is tested on, and where each is."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ksclient.token.cache.store import CacheStore
from ksclient.token.cache.stores.memory import MemoryStore
from ksclient.token.cache.stores.redis import RedisStore
from ksclient.token.cache.stores.sqlite import SQLiteStore

REDIS_URL = "redis://127.0.0.1:6379/0"
SECRET = "a secret of all machines, and of no others"

CLASSES: dict[str, Callable[..., CacheStore]] = {
    "memory": MemoryStore,
    "sqlite": SQLiteStore,
    "redis": RedisStore,
}


@dataclass(frozen=True)
class Place:
    """A place for records that nobody else uses: which class keeps them, and where."""

    kind: str
    options: dict[str, Any]

    def open(self, **options: Any) -> CacheStore:
        """Return a store of what is kept here; of memory, a new one."""
        return CLASSES[self.kind](**self.options, **options)


@dataclass(frozen=True)
class Store:
    """One kind of store."""

    name: str
    opened: Callable[[Path], AbstractContextManager[Place]]
    is_shared: bool = True


@contextmanager
def _memory(_directory: Path) -> Iterator[Place]:
    yield Place("memory", {})


@contextmanager
def _sqlite(directory: Path) -> Iterator[Place]:
    yield Place("sqlite", {"path": str(directory / "cache" / "tokens.sqlite")})


@contextmanager
def _encrypted(_directory: Path) -> Iterator[Place]:
    with _redis({"encryption_key": SECRET}) as place:
        yield place


@contextmanager
def _plain(_directory: Path) -> Iterator[Place]:
    with _redis({"plaintext": True}) as place:
        yield place


@contextmanager
def _redis(options: dict[str, Any]) -> Iterator[Place]:
    from redis import Redis
    from redis.exceptions import ConnectionError as NoConnection

    url = os.environ.get("KSCLIENT_TEST_REDIS_URL", REDIS_URL)
    prefix = f"ksclient_test_cache_{uuid.uuid4().hex[:12]}:"
    server = Redis.from_url(url)
    try:
        server.ping()
    except NoConnection:
        missing(f"there is no Redis at {server.connection_pool.connection_kwargs.get('host')}")
    try:
        yield Place("redis", {"url": url, "prefix": prefix, **options})
    finally:
        if keys := list(server.scan_iter(f"{prefix}*", count=1000)):
            server.delete(*keys)
        server.close()


def missing(reason: str) -> None:
    """Skip the test; where everything has to be there, as in CI, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


STORES = [
    Store("memory", _memory, is_shared=False),
    Store("sqlite", _sqlite),
    Store("redis", _encrypted),
    Store("redis-plain", _plain),
]
SHARED = [store for store in STORES if store.is_shared]


def of_each(stores: list[Store]) -> Any:
    """Have a test run on each of *stores*."""
    return pytest.mark.parametrize("kind", stores, ids=lambda kind: kind.name)
