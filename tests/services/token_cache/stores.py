"""Stores that processes can share, by name."""

from ksclient.token.cache import SQLiteStore
from tests.unit.token.cache.fakes import FileStore

STORES = {
    "files": FileStore,
    "sqlite": lambda directory: SQLiteStore(f"{directory}/tokens.sqlite"),
}


def open_store(name, place):
    return STORES[name](place)
