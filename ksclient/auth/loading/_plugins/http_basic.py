"""The plugin ``http_basic``."""

from __future__ import annotations

from ksclient.auth import http_basic
from ksclient.auth.loading.loader import BaseLoader
from ksclient.auth.loading.opts import Opt


class HTTPBasicAuth(BaseLoader[http_basic.HTTPBasicAuth]):
    """Makes a plugin that sends a name and a password with every request."""

    @property
    def plugin_class(self) -> type[http_basic.HTTPBasicAuth]:
        """The class of the plugin."""
        return http_basic.HTTPBasicAuth

    def get_options(self) -> list[Opt]:
        """Return the options: name, password and endpoint."""
        return [
            *super().get_options(),
            Opt("username", help="Name of the user", deprecated=[Opt("user-name")]),
            Opt("password", help="Password of the user", secret=True, prompt="Password: "),
            Opt("endpoint", help="URL of the service"),
        ]
