"""Answer a 401: find out whether there is a better token than the one that was refused.

Many threads may hold the same refused token. The first of them has it renewed; the others
must find the new one, not throw it away.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from ksclient.auth import exceptions
from ksclient.auth import plugin as plugins

_locks: WeakKeyDictionary[Any, threading.Lock] = WeakKeyDictionary()
_locks_lock = threading.Lock()


def renewed_headers(
    plugin: Any, session: Any, rejected: Mapping[str, str]
) -> Mapping[str, str] | None:
    """Return headers to send instead of *rejected* ones; None if the plugin has no better.

    Args:
        plugin: The auth plugin that gave the headers.
        session: The session that sent them.
        rejected: The plugin's headers that a server answered with 401.
    """
    renew = getattr(plugin, "renew_headers", None)
    if renew is not None:
        with exceptions.adopted():
            headers: Mapping[str, str] | None = renew(session, rejected)
            return headers
    with _lock_of(plugin):
        return plugins.renew_headers(plugin, session, rejected)


def _lock_of(plugin: Any) -> threading.Lock:
    """Return the lock for a plugin that was not written for this library, and has none."""
    with _locks_lock:
        try:
            return _locks.setdefault(plugin, threading.Lock())
        except TypeError:  # not hashable, or takes no weak reference: all such share a lock
            return _shared_lock


_shared_lock = threading.Lock()
