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
from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import SecretDict

_Lock = PerProcess[threading.RLock]

_locks: WeakKeyDictionary[Any, _Lock] = WeakKeyDictionary()
_locks_lock: _Lock = PerProcess(threading.RLock)
_shared_lock: _Lock = PerProcess(threading.RLock)


def renewed_headers(plugin: Any, session: Any, rejected: Mapping[str, str]) -> SecretDict | None:
    """Return headers to send instead of *rejected* ones; None if the plugin has no better.

    Args:
        plugin: The auth plugin that gave the headers.
        session: The session that sent them.
        rejected: The plugin's headers that a server answered with 401.
    """
    renew = getattr(plugin, "renew_headers", None)
    if renew is not None:
        with exceptions.adopted():
            headers = renew(session, rejected)
    else:
        with _lock_of(plugin)():
            headers = plugins.renew_headers(plugin, session, rejected)
    return None if headers is None else SecretDict(headers)


def _lock_of(plugin: Any) -> _Lock:
    """Return the lock for a plugin that was not written for this library, and has none.

    A thread may take it again: the plugin may send requests of its own while it renews.
    """
    with _locks_lock():
        try:
            return _locks.setdefault(plugin, PerProcess(threading.RLock))
        except TypeError:  # not hashable, or takes no weak reference: all such share a lock
            return _shared_lock
