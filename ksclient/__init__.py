"""OpenStack Identity v2.0: sessions, auth plugins, and a complete client.

.. code-block:: python

    keystone = ksclient.connect("prod")  # as clouds.yaml, or OS_* variables, describe it

Importing this package loads nothing else, so a script pays only for what it uses:

.. code-block:: python

    from ksclient.auth.identity import v2
    from ksclient.auth.session import Session
    from ksclient.v2_0.client import Client

    keystone = Client(session=Session(auth=v2.Password(auth_url, "admin", password)))

Identity v3 is not spoken.

PYTEST_DONT_REWRITE: pytest need not warn that this was imported before it came.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ksclient._version import __version__ as __version__

if TYPE_CHECKING:
    from ksclient.connecting import connect as connect
    from ksclient.connecting import connect_session as connect_session

_MODULES = frozenset(
    {"access", "client", "config", "exceptions", "generic", "httpclient", "service_catalog", "v2_0"}
)
_FUNCTIONS = frozenset({"connect", "connect_session"})


def __getattr__(name: str) -> Any:
    """Import a module, or a function, of the package that is asked for as its attribute."""
    if name in _FUNCTIONS:
        return getattr(importlib.import_module("ksclient.connecting"), name)
    if name in _MODULES:
        return importlib.import_module(f"ksclient.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
