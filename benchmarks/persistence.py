"""What stores of tokens do in a second, and whether that changes with how many they hold.

`make bench` runs it with few tokens. For more: ``python benchmarks/persistence.py --sizes
1000,100000,1000000``. A server that is not there is left out; see `URLS`. What is made is dropped.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from ksclient.auth._time import utcnow
from ksclient.token.exceptions import DriverNotFound, StoreUnavailable, TokenNotFound
from ksclient.token.persistence import Driver
from ksclient.token.persistence.lookup import load
from ksclient.token.persistence.records import Record, now

URLS = {
    "postgresql": os.environ.get(
        "KSCLIENT_TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/test"
    ),
    "mariadb": os.environ.get(
        "KSCLIENT_TEST_MARIADB_URL", "mysql+pymysql://root@127.0.0.1:3306/test"
    ),
    "redis": os.environ.get("KSCLIENT_TEST_REDIS_URL", "redis://127.0.0.1:6379/0"),
}
STORES = ("memory", "sqlite", *URLS)
OPERATIONS = ("create", "get", "revoke", "delete_tokens of 10", "delete_tokens of 1,000", "flush")
TOKENS_OF_A_USER = 10
MANY = 1000
"""Tokens of one user that are revoked at once, and expired ones that are flushed."""

BATCH = 5000
CALLS = 100
"""Of one operation, in one run."""

Load = Callable[[Iterable[Record]], None]


def main() -> None:
    """Measure what the arguments say, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000", help="tokens stored: %(default)s")
    parser.add_argument("--stores", default=",".join(STORES), help="which: %(default)s")
    parser.add_argument("--runs", type=int, default=5, help="the median is shown: %(default)s")
    arguments = parser.parse_args()
    sizes = sorted(int(size) for size in arguments.sizes.split(","))
    rows, versions = [], [f"{os.cpu_count()} cores", f"Python {sys.version.split()[0]}"]
    for name in arguments.stores.split(","):
        try:
            version, measured = measure(name, sizes, arguments.runs)
        except (DriverNotFound, StoreUnavailable) as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        versions += [version] if version else []
        rows += table_of(name, measured)
    print(f"{', '.join(versions)}; median of {arguments.runs} runs.\n")
    heads = (*(f"{size:,}" for size in sizes), "time of the last by the first")
    print(f"| store | calls a second, with so many tokens: | {' | '.join(heads)} |")
    print(f"|---|---|{'---:|' * len(heads)}")
    print(*rows, sep="\n")


def measure(name: str, sizes: list[int], runs: int) -> tuple[str, dict[str, list[float]]]:
    """Return the version of a store, and what a call of each operation takes, for each size.

    Sizes take turns, so that a busy machine slows all alike. The medians of seconds are returned.
    """
    with ExitStack() as stack:
        benches, version = [], ""
        for size in sizes:
            driver, fill, version = stack.enter_context(opened(name))
            print(f"{name}: stores {size:,} tokens", file=sys.stderr)
            benches.append(Bench(driver, fill, size))
        measured = {}
        for operation in OPERATIONS:
            print(f"{name}: {operation}", file=sys.stderr)
            acts = [bench.acts[operation] for bench in benches]
            turns = [[act() for act in acts] for _ in range(runs + 1)][1:]  # the first warms up
            measured[operation] = [statistics.median(each) for each in zip(*turns, strict=True)]
        return version, measured


def table_of(name: str, measured: dict[str, list[float]]) -> Iterator[str]:
    """Yield a line for each operation: how often it goes a second, and how much longer it takes."""
    for operation, seconds in measured.items():
        cells = [f"{1 / each:,.0f}" if each < 0.1 else f"{1 / each:.1f}" for each in seconds]
        yield f"| {name} | {operation} | {' | '.join(cells)} | {seconds[-1] / seconds[0]:.1f} |"


class Bench:
    """One store with so many tokens in it.

    Args:
        driver: Of the store, which is empty.
        fill: Stores records in it, quickly.
        size: How many tokens are in it.

    Attributes:
        acts: By operation, what does it some times and returns the seconds that a call took.
    """

    def __init__(self, driver: Driver, fill: Load, size: int) -> None:
        self._driver = driver
        self._fill = fill
        self._size = size
        self._names = map(str, itertools.count())
        self._random = random.Random(size)  # noqa: S311 - the same tokens in each run
        acts = (self._create, self._get, self._revoke, self._revoke_few, self._revoke_many)
        self.acts = dict(zip(OPERATIONS, (*acts, self._flush), strict=True))
        fill(record(f"token-{i}", f"user-{i // TOKENS_OF_A_USER}") for i in range(size))

    def _create(self) -> float:
        made = [(f"new-{name}", token(f"new-user-{name}")) for name in self._next(CALLS)]
        return timed(self._driver.create_token, made)

    def _get(self) -> float:
        ids = [f"token-{self._random.randrange(self._size)}" for _ in range(CALLS)]
        return timed(self._driver.get_token, [(token_id,) for token_id in ids])

    def _revoke(self) -> float:
        ids = [f"revoked-{name}" for name in self._next(CALLS)]
        self._fill(record(token_id, "somebody") for token_id in ids)
        return timed(self._driver.delete_token, [(token_id,) for token_id in ids])

    def _revoke_few(self) -> float:
        return self._revoke_users(CALLS // 4, TOKENS_OF_A_USER)

    def _revoke_many(self) -> float:
        return self._revoke_users(1, MANY)

    def _revoke_users(self, users: int, tokens: int) -> float:
        names = self._next(users)
        self._fill(record(f"of-{name}-{i}", f"u-{name}") for name in names for i in range(tokens))
        return timed(self._driver.delete_tokens, [(f"u-{name}",) for name in names])

    def _flush(self) -> float:
        past = now(utcnow) - timedelta(days=1)
        self._fill(record(f"old-{name}", "somebody", past) for name in self._next(MANY))
        return timed(self._driver.flush_expired_tokens, [()])

    def _next(self, number: int) -> list[str]:
        return list(itertools.islice(self._names, number))


def timed(act: Callable[..., object], calls: list[tuple[Any, ...]]) -> float:
    """Return the seconds that one of these calls takes, on average."""
    start = time.perf_counter()
    for arguments in calls:
        act(*arguments)
    return (time.perf_counter() - start) / len(calls)


def token(user: str, expires: datetime | None = None) -> dict[str, Any]:
    """Return what a token is made with; its document is as long as one with a small catalog."""
    return {
        "user": {"id": user, "name": user},
        "tenant": {"id": "a-tenant", "name": "a tenant"},
        "expires": expires or now(utcnow) + timedelta(days=1),
        "token_data": {"access": {"token": {"audit_ids": ["an-audit-id"]}, "pad": "x" * 1000}},
    }


def record(token_id: str, user: str, expires: datetime | None = None) -> Record:
    """Return a token as it is stored."""
    return Record.of(token_id, token(user, expires))


@contextmanager
def opened(name: str) -> Iterator[tuple[Driver, Load, str]]:
    """Open a store that nobody else uses: a driver, what fills it quickly, its server's version."""
    unique = f"ksclient_bench_{uuid.uuid4().hex[:12]}"
    with ExitStack() as stack:
        if name == "memory":
            driver = load("memory", {})
            yield driver, lambda records: fill_slowly(driver, records), ""
        elif name == "redis":
            driver = load("redis", {"url": URLS[name], "prefix": f"{unique}:"})
            yield driver, *stack.enter_context(redis(driver, unique))
        else:
            make = sqlite if name == "sqlite" else server
            yield stack.enter_context(make(name, unique))


def fill_slowly(driver: Driver, records: Iterable[Record]) -> None:
    """Store tokens one by one."""
    for each in records:
        driver.create_token(each.id, each.ref())


@contextmanager
def sqlite(_name: str, unique: str) -> Iterator[tuple[Driver, Load, str]]:
    """Open a new SQLite file."""
    from sqlite3 import sqlite_version  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as directory:
        driver = load("sql", {"url": f"sqlite:///{directory}/{unique}.db"})
        yield driver, lambda records: fill_table(driver, records), f"SQLite {sqlite_version}"


@contextmanager
def server(name: str, unique: str) -> Iterator[tuple[Driver, Load, str]]:
    """Open a new schema of PostgreSQL, or a new database of MariaDB."""
    import sqlalchemy as sa  # noqa: PLC0415

    url = sa.make_url(URLS[name])
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    kind, cascade = ("SCHEMA", " CASCADE") if name == "postgresql" else ("DATABASE", "")
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT version()").scalar_one()
            connection.exec_driver_sql(f"CREATE {kind} {unique}")
    except sa.exc.OperationalError:
        raise StoreUnavailable(f"there is no {name} at {url.host}:{url.port}") from None
    if name == "postgresql":
        url = url.update_query_dict({"options": f"-csearch_path={unique}"})
        version = " ".join(found.split()[:2])
    else:
        url, version = url.set(database=unique), f"MariaDB {found.partition('-')[0]}"
    try:
        driver = load("sql", {"url": url.render_as_string(hide_password=False)})
        yield driver, lambda records: fill_table(driver, records), version
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP {kind} {unique}{cascade}")
        engine.dispose()


def fill_table(driver: Any, records: Iterable[Record]) -> None:
    """Store tokens in the table of an SQL driver, many in a transaction."""
    import sqlalchemy as sa  # noqa: PLC0415

    from ksclient.token.persistence.backends.sql.tables import tokens  # noqa: PLC0415

    insert = sa.insert(tokens)
    for batch in batches(records):
        rows = [dataclasses.asdict(each) | {"valid": True} for each in batch]
        driver._database.write(lambda c, rows=rows: c.execute(insert, rows))  # noqa: SLF001


@contextmanager
def redis(driver: Any, unique: str) -> Iterator[tuple[Load, str]]:
    """Return what stores tokens in Redis in a pipeline."""
    from redis import Redis  # noqa: PLC0415

    with suppress(TokenNotFound):
        driver.get_token("a first call")  # tells if there is no server
    client = Redis.from_url(URLS["redis"])
    version = f"Redis {client.info('server')['redis_version']}"
    try:
        yield lambda records: fill_keys(client, f"{unique}:", records), version
    finally:
        for keys in batches(client.scan_iter(f"{unique}:*", count=BATCH)):
            client.unlink(*keys)
        client.close()


def fill_keys(client: Any, prefix: str, records: Iterable[Record]) -> None:
    """Store tokens as the driver's script does, but for expired ones, which Redis never has."""
    from ksclient.token.persistence.backends.redis import rows  # noqa: PLC0415

    moment = now(utcnow)
    for batch in batches(record for record in records if record.expires > moment):
        with client.pipeline(transaction=False) as pipe:
            for each in batch:
                left = int((each.expires - moment).total_seconds() * 1000)
                member = rows.member(each.id)
                pipe.set(f"{prefix}token:{member}", rows.as_text(each, "benchmark"), px=left)
                for name in rows.indexes(each):
                    pipe.zadd(prefix + name, {member: rows.microseconds(each.expires)})
            pipe.execute()


def batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield items, so many at a time."""
    items = iter(items)
    while batch := list(itertools.islice(items, BATCH)):
        yield batch


if __name__ == "__main__":
    main()
