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
    with exceptions.adopted():
        if renew is not None:
            headers: Mapping[str, str] | None = renew(session, rejected)
            return headers
        return _renew_foreign(plugin, session, rejected)


def _renew_foreign(
    plugin: Any, session: Any, rejected: Mapping[str, str]
) -> Mapping[str, str] | None:
    """Do the same for a plugin that was not written for this library."""
    with _lock_of(plugin):
        current: Mapping[str, str] | None = plugin.get_headers(session)
        if current is not None and any(rejected.get(name) != current[name] for name in current):
            return current
        if not plugin.invalidate():
            return None
        fresh: Mapping[str, str] | None = plugin.get_headers(session)
        return fresh


def _lock_of(plugin: Any) -> threading.Lock:
    with _locks_lock:
        try:
            return _locks.setdefault(plugin, threading.Lock())
        except TypeError:  # not hashable, or takes no weak reference: all such share a lock
            return _shared_lock


_shared_lock = threading.Lock()
