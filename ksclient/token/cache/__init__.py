"""One login for all processes that need it: what token may this program use now?

.. code-block:: python

    from ksclient.token.cache import TokenCache

    auth = TokenCache().plugin(v2.Password(auth_url, "demo", password, tenant_name="demo"))

Importing this package loads nothing; that is done when something of it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ksclient.token.cache.cache import TokenCache as TokenCache
    from ksclient.token.cache.errors import LockTimeout as LockTimeout
    from ksclient.token.cache.errors import StoreFailed as StoreFailed
    from ksclient.token.cache.plugin import CachedPlugin as CachedPlugin
    from ksclient.token.cache.store import CacheStore as CacheStore
    from ksclient.token.cache.stores.memory import MemoryStore as MemoryStore
    from ksclient.token.cache.stores.redis import RedisStore as RedisStore
    from ksclient.token.cache.stores.sqlite import SQLiteStore as SQLiteStore

_ROOMS = {
    "CacheStore": "store",
    "CachedPlugin": "plugin",
    "LockTimeout": "errors",
    "MemoryStore": "stores.memory",
    "RedisStore": "stores.redis",
    "SQLiteStore": "stores.sqlite",
    "StoreFailed": "errors",
    "TokenCache": "cache",
}

__all__ = [
    "CacheStore",
    "CachedPlugin",
    "LockTimeout",
    "MemoryStore",
    "RedisStore",
    "SQLiteStore",
    "StoreFailed",
    "TokenCache",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for as the package's attribute."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
