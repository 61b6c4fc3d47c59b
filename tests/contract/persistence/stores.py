"""The stores that the contract is tested on: where each is, and what it does in its own way."""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ksclient.token.persistence import Driver
from ksclient.token.persistence.backends import memory
from ksclient.token.persistence.lookup import load
from tests.contract.persistence.tokens import FakeClock

POSTGRESQL_URL = "postgresql+psycopg://postgres@127.0.0.1:5432/test"
MARIADB_URL = "mysql+pymysql://root@127.0.0.1:3306/test"
REDIS_URL = "redis://127.0.0.1:6379/0"

GONE = "expired tokens are gone"
NOT_STORED = "tokens made expired are not stored"
FLUSHED_BY_ITSELF = "flush has little to do"
NO_NULL_EXPIRY = "no token without expiry"
IN_STEPS = "large deletions go in steps"


@dataclass(frozen=True)
class Place:
    """A place for tokens that nobody else uses.

    Attributes:
        make: Makes a driver of what is stored here.
        wipe: Empties it.
        forget_expiry: Takes the ``expires`` of a token away, as only somebody with other tools
            can. None where the store cannot have such a token.
        elsewhere: The name of the driver, and its options, by which other processes open it.
            None where they cannot.
    """

    make: Callable[..., Driver]
    wipe: Callable[[], None]
    forget_expiry: Callable[[str], None] | None = None
    elsewhere: tuple[str, dict[str, str]] | None = None


@dataclass(frozen=True)
class Store:
    """One kind of store.

    Attributes:
        name: The name of the tests.
        opened: Makes a place, and drops it at the end.
        deviations: What it does otherwise than Keystone's SQL driver. Tests assert it.
    """

    name: str
    opened: Callable[[Path], AbstractContextManager[Place]]
    deviations: frozenset[str] = frozenset()

    @property
    def instant(self) -> timedelta:
        """The shortest time that matters. A server that counts down itself does so meanwhile."""
        return timedelta(minutes=1) if GONE in self.deviations else timedelta(microseconds=1)


class GenericDriver(memory.Driver):
    """A driver that revokes many tokens in the way that all drivers inherit."""

    delete_tokens = Driver.delete_tokens


@contextmanager
def _flushed(_directory: Path, kind: Callable[..., Driver]) -> Iterator[Place]:
    """Hand out a place of which nothing is known but how drivers are made."""
    made: list[tuple[Driver, FakeClock]] = []

    def make(**options: Any) -> Driver:
        driver = kind(**options)
        if isinstance(options.get("clock"), FakeClock):
            made.append((driver, options["clock"]))
        return driver

    def wipe() -> None:
        for driver, clock in made:
            clock.now, before = datetime.max.replace(tzinfo=UTC), clock.now
            driver.flush_expired_tokens()
            clock.now = before

    yield Place(make, wipe)


@contextmanager
def _sqlite(directory: Path) -> Iterator[Place]:
    with _sql(f"sqlite:///{directory / 'tokens.sqlite'}") as place:
        yield place


@contextmanager
def _postgresql(_directory: Path) -> Iterator[Place]:
    from sqlalchemy import make_url

    url = make_url(os.environ.get("KSCLIENT_TEST_POSTGRESQL_URL", POSTGRESQL_URL))
    name = _unique_name()
    with _server("PostgreSQL", url) as run:
        run(f"CREATE SCHEMA {name}")
        try:
            with _sql(url.update_query_dict({"options": f"-csearch_path={name}"})) as place:
                yield place
        finally:
            run(f"DROP SCHEMA {name} CASCADE")


@contextmanager
def _mariadb(_directory: Path) -> Iterator[Place]:
    from sqlalchemy import make_url

    url = make_url(os.environ.get("KSCLIENT_TEST_MARIADB_URL", MARIADB_URL))
    name = _unique_name()
    with _server("MariaDB", url) as run:
        run(f"CREATE DATABASE {name}")
        try:
            with _sql(url.set(database=name)) as place:
                yield place
        finally:
            run(f"DROP DATABASE {name}")


@contextmanager
def _server(name: str, url: Any) -> Iterator[Callable[[str], None]]:
    """Hand out what runs a statement on the server there."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import OperationalError

    engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def run(statement: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(statement))

    try:
        run("SELECT 1")
    except OperationalError:
        missing(f"there is no {name} at {url.host}:{url.port}")
    try:
        yield run
    finally:
        engine.dispose()


@contextmanager
def _sql(url: Any) -> Iterator[Place]:
    from sqlalchemy import create_engine, text

    engine = create_engine(url)
    shown = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    drivers: list[Any] = []

    def make(**options: Any) -> Driver:
        drivers.append(load("sql", {"url": shown, **options}))
        return drivers[-1]

    def run(statement: str, **values: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(statement), values)

    def forget_expiry(token_id: str) -> None:
        run("UPDATE ksclient_token SET expires = NULL WHERE id = :id", id=token_id)

    try:
        wipe = partial(run, "DELETE FROM ksclient_token")
        yield Place(make, wipe, forget_expiry, elsewhere=("sql", {"url": shown}))
    finally:
        drivers.clear()
        gc.collect()  # a driver closes its connections when it goes
        engine.dispose()


@contextmanager
def _redis(_directory: Path) -> Iterator[Place]:
    from redis import Redis
    from redis.exceptions import ConnectionError as NoConnection

    url = os.environ.get("KSCLIENT_TEST_REDIS_URL", REDIS_URL)
    prefix = f"{_unique_name()}:"
    server = Redis.from_url(url)
    drivers: list[Any] = []
    try:
        server.ping()
    except NoConnection:
        missing(f"there is no Redis at {server.connection_pool.connection_kwargs.get('host')}")

    def make(**options: Any) -> Driver:
        drivers.append(load("redis", {"url": url, "prefix": prefix, **options}))
        return drivers[-1]

    def wipe() -> None:
        if keys := list(server.scan_iter(f"{prefix}*", count=1000)):
            server.delete(*keys)

    try:
        yield Place(make, wipe, elsewhere=("redis", {"url": url, "prefix": prefix}))
    finally:
        wipe()
        drivers.clear()
        gc.collect()  # a driver closes its connections when it goes
        server.close()


def missing(reason: str) -> None:
    """Skip the test; where everything has to be there, as in CI, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _unique_name() -> str:
    return f"ksclient_test_{uuid.uuid4().hex[:12]}"


def _own(name: str) -> Store:
    """Return the store of the driver that ``module:function`` makes, with clock and expiration."""
    module, _, attribute = name.partition(":")
    kind = getattr(import_module(module), attribute)
    return Store("own", partial(_flushed, kind=kind), frozenset({NO_NULL_EXPIRY}))


STORES = [
    Store("memory", partial(_flushed, kind=memory.Driver), frozenset({NO_NULL_EXPIRY})),
    Store("generic", partial(_flushed, kind=GenericDriver), frozenset({NO_NULL_EXPIRY})),
    Store("sqlite", _sqlite),
    Store("postgresql", _postgresql),
    Store("mariadb", _mariadb),
    Store(
        "redis",
        _redis,
        frozenset({GONE, NOT_STORED, FLUSHED_BY_ITSELF, NO_NULL_EXPIRY, IN_STEPS}),
    ),
]
if OWN := os.environ.get("KSCLIENT_TEST_DRIVER"):
    STORES = [_own(OWN)]
