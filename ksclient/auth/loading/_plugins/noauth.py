"""The plugin ``none``."""

from __future__ import annotations

from ksclient.auth import noauth
from ksclient.auth.loading.loader import BaseLoader
from ksclient.auth.loading.opts import Opt


class NoAuth(BaseLoader[noauth.NoAuth]):
    """Makes a plugin for a service that lets everyone in."""

    @property
    def plugin_class(self) -> type[noauth.NoAuth]:
        """The class of the plugin."""
        return noauth.NoAuth

    def get_options(self) -> list[Opt]:
        """Return the options: the endpoint."""
        return [*super().get_options(), Opt("endpoint", help="URL of the service")]
