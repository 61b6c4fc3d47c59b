"""The server that the tests of this folder ask: a real Keystone, or a test cloud.

``KSCLIENT_LIVE=1`` asks for a real Keystone, and ``KSCLIENT_LIVE=cloud`` for a test cloud. Unset,
it is a real one in CI, where a missing Keystone is a failure, and a test cloud elsewhere.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.cloud_server import CloudServer
from tests.live.keystone_server import KeystoneServer, temporary_folder

Server = KeystoneServer | CloudServer

_VARIABLE = "KSCLIENT_LIVE"


def is_real() -> bool:
    """Tell whether a real Keystone was asked for."""
    wanted = os.environ.get(_VARIABLE, "")
    if wanted not in {"", "1", "cloud"}:
        raise pytest.UsageError(f"{_VARIABLE} is {wanted!r}. Say 1 for a real Keystone, or cloud.")
    return wanted == "1" or (not wanted and os.environ.get("CI") == "true")


def new_server(state: Path, **options: Any) -> Server:
    """Return a server that was not started yet.

    Args:
        state: An empty folder for its database, configuration and logs.
        **options: As of `KeystoneServer`.
    """
    return KeystoneServer(state, **options) if is_real() else CloudServer(state, **options)


@contextlib.contextmanager
def temporary_server() -> Iterator[Server]:
    """Run a server whose state folder goes away with it."""
    with temporary_folder("keystone") as state, new_server(state) as server:
        yield server
