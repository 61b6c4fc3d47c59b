"""The salt of a store: made once, and kept in the store itself."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from ksclient.token.cache.keys import SALT_KEY
from ksclient.token.cache.store import CacheStore

_HEAD = b"salt 1 "
_SIZE = 32
_LASTS = timedelta(days=3650)


def salt_of(store: CacheStore, now: datetime, timeout: float) -> bytes:
    """Return a store's salt; one that has none gets one.

    Args:
        store: The store.
        now: The time.
        timeout: Seconds to wait for another process that makes one.

    Raises:
        StoreFailed: If the store fails.
    """
    salt = _read(store.get(SALT_KEY))
    if salt is not None:
        return salt
    with store.lock(SALT_KEY, timeout):
        salt = _read(store.get(SALT_KEY))
        if salt is None:
            salt = os.urandom(_SIZE)
            store.put(SALT_KEY, _HEAD + salt, now + _LASTS)
        return salt


def _read(record: bytes | None) -> bytes | None:
    """Return the salt in a record; None if there is none, or junk, which will be overwritten."""
    if not isinstance(record, bytes) or not record.startswith(_HEAD):
        return None
    salt = record.removeprefix(_HEAD)
    return salt if len(salt) == _SIZE else None
