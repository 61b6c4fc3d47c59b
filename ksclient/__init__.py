"""OpenStack Identity v2.0: sessions, auth plugins, and a complete client.

Importing this package loads nothing else, so a script pays only for what it uses:

```python
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client

keystone = Client(session=Session(auth=v2.Password(auth_url, "admin", password)))
```

Identity v3 is not spoken.

PYTEST_DONT_REWRITE: pytest need not warn that this was imported before it came.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from ksclient._version import __version__ as __version__

_MODULES = frozenset(
    {"access", "client", "exceptions", "generic", "httpclient", "service_catalog", "v2_0"}
)


def __getattr__(name: str) -> ModuleType:
    """Import a module of the package that is asked for as its attribute."""
    if name in _MODULES:
        return importlib.import_module(f"ksclient.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
