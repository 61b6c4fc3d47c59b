"""Stores that processes can share, by name."""

from ksclient.token.cache import RedisStore, SQLiteStore
from tests.services.persistence.redis_servers import GIVEN
from tests.unit.token.cache.fakes import FileStore

SECRET = "a secret of these tests, and of no others"


def prefix_of(place):
    return f"ksclient_test_cache{place}:"


STORES = {
    "files": FileStore,
    "sqlite": lambda place: SQLiteStore(f"{place}/tokens.sqlite"),
    "redis": lambda place: RedisStore(GIVEN, encryption_key=SECRET, prefix=prefix_of(place)),
}


def open_store(name, place):
    return STORES[name](place)
