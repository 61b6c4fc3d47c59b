"""The two libraries under names that a case can use for either."""

from __future__ import annotations

import importlib
import warnings
from types import ModuleType
from typing import Any


class Library:
    """One library: its modules, found by the path they have in upstream's packages."""

    def __init__(self, name: str, auth: str, client: str) -> None:
        self.name = name
        self._auth = auth
        self._client = client

    def __repr__(self) -> str:
        return self.name

    def auth(self, path: str) -> ModuleType:
        """Return what keystoneauth1 calls ``keystoneauth1.<path>``."""
        return _load(f"{self._auth}.{path}")

    def client(self, path: str) -> ModuleType:
        """Return what python-keystoneclient calls ``keystoneclient.<path>``."""
        return _load(f"{self._client}.{path}")

    def session(self, auth: Any = None, **kwargs: Any) -> Any:
        """Return a session."""
        return self.auth("session").Session(auth=auth, **kwargs)

    def password(self, url: str, **kwargs: Any) -> Any:
        """Return the plugin that the cases log in with, unless they are about logins."""
        kwargs = {"username": "admin", "password": "secret", "tenant_name": "acme", **kwargs}
        return self.auth("identity.v2").Password(url, **kwargs)

    def Client(self, **kwargs: Any) -> Any:  # noqa: N802 - it makes one
        """Return a v2.0 client."""
        return self.client("v2_0.client").Client(**kwargs)


def _load(path: str) -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what upstream says about itself when it is imported
        return importlib.import_module(path)


UPSTREAM = Library("upstream", "keystoneauth1", "keystoneclient")
OURS = Library("ours", "ksclient.auth", "ksclient")

# An error of ours is of keystoneauth1's classes, too, if that is there when it is made: so it
# is there in all cases, whichever run first.
_load("keystoneauth1.exceptions")
