"""One library and one server, for programs that try a bad moment with either library."""

from __future__ import annotations

import importlib
from typing import Any


class Setting:
    """A library by its name, `ksclient` or `keystoneauth1`, and the URL of a `recorder.py`.

    No more of the library is imported than sessions and plugins need, since programs look at that.
    """

    def __init__(self, library: str, url: str) -> None:
        self.library, self.url = library, url
        self.v2 = self.module("identity.v2")
        self.exceptions = self.module("exceptions")
        self.make = self.module("session").Session

    def module(self, name: str) -> Any:
        """Import a module of sessions and plugins, by its name in keystoneauth1."""
        package = {"ksclient": "ksclient.auth", "keystoneauth1": "keystoneauth1"}[self.library]
        return importlib.import_module(f"{package}.{name}")

    def password(self) -> Any:
        return self.v2.Password(f"{self.url}/v2.0", "u", "p", tenant_name="t")

    def session(self, auth: Any = None, **kwargs: Any) -> Any:
        return self.make(auth=auth or self.password(), **kwargs)

    def client(self, **kwargs: Any) -> Any:
        package = {"ksclient": "ksclient", "keystoneauth1": "keystoneclient"}[self.library]
        return importlib.import_module(f"{package}.v2_0.client").Client(**kwargs)

    def old_client(self, **kwargs: Any) -> Any:
        """Return a client without a session of the user's."""
        user = {"username": "u", "password": "p", "tenant_name": "t"}
        return self.client(**user, auth_url=f"{self.url}/v2.0", **kwargs)
