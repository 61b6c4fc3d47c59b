"""Records that tell whether they are whole, and keys for them."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime

LATER = datetime(2099, 1, 1, tzinfo=UTC)
KEYS = tuple(hashlib.sha256(bytes([number])).hexdigest() for number in range(4))


def made(rng: random.Random) -> bytes:
    """Return a record of any length: often of one page of a file, at times of many."""
    body = rng.randbytes(rng.choice((10, 3_000, 60_000)))
    return hashlib.sha256(body).digest() + body


def is_whole(record: bytes) -> bool:
    """Tell whether that is all of a record."""
    return hashlib.sha256(record[32:]).digest() == record[:32]
