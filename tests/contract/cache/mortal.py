"""Processes that work on a store, and are killed.

A process that imports everything once reads tasks from stdin, a line each, and forks for each
one children that do it. It says ``gone`` when they all are.
"""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

from ksclient.token.cache.errors import StoreFailed
from ksclient.token.cache.store import CacheStore
from tests.contract.cache.records import KEYS, LATER, is_whole, made
from tests.contract.cache.stores import Place


def say(word: str, *values: object) -> None:
    """Write a line, in one piece however the process ends."""
    os.write(1, f"{' '.join(map(str, (word, *values)))}\n".encode())


def put(store: CacheStore, rng: random.Random) -> None:
    """Put, read and delete, as who logs in does."""
    key, record = rng.choice(KEYS), made(rng)
    say("at")
    store.put(key, record, LATER)
    found = store.get(key)
    if found is not None and not is_whole(found):
        say("broken", "half a record")
    if rng.random() < 0.2:
        store.delete_if_equal(key, record)


def lock(store: CacheStore, rng: random.Random) -> None:
    """Put a record under a lock, and see whether somebody else does so, too."""
    with store.lock(KEYS[0], 60):
        say("at")
        record = made(rng)
        store.put(KEYS[0], record, LATER)
        if store.get(KEYS[0]) != record:
            say("broken", "two were in at a time")


def do(task: dict[str, Any], name: str) -> None:
    """Do one task for ever.

    Members of it: ``kind`` and ``options``, of the `Place`; ``act``: ``put`` or ``lock``.
    """
    say("pid", os.getpid())
    rng = random.Random(name)
    store = Place(task["kind"], task["options"]).open(**task["more"])
    act = {"put": put, "lock": lock}[task["act"]]
    while True:
        try:
            act(store, rng)
        except StoreFailed as error:
            say("failed", str(error).replace("\n", " "))


def main() -> None:
    """Do tasks until stdin ends."""
    for line in sys.stdin:
        task = json.loads(line)
        for library in ("filelock", "sqlite3", "redis", "cryptography.hazmat.primitives.kdf.hkdf"):
            with suppress(ImportError):
                import_module(library)  # so that children need not
        children = []
        for number in range(task["workers"]):
            child = os.fork()
            if child == 0:
                try:
                    do(task, f"{task['name']}-{number}")
                finally:
                    os._exit(1)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
