"""The plugin ``rackspace_apikey``."""

from __future__ import annotations

from typing import Any

from ksclient.auth.identity import rackspace
from ksclient.auth.loading.loader import BaseLoader
from ksclient.auth.loading.opts import Opt


class APIKey(BaseLoader[rackspace.APIKey]):
    """Makes a plugin that logs in with an API key at Rackspace."""

    @property
    def plugin_class(self) -> type[rackspace.APIKey]:
        """The class of the plugin."""
        return rackspace.APIKey

    def get_options(self) -> list[Opt]:
        """Return the options: who logs in, where, and for what."""
        return [
            *super().get_options(),
            Opt("auth-url", help="URL of the Identity service", default=rackspace.AUTH_URL),
            Opt("username", help="Name of the user", required=True),
            Opt(
                "api-key",
                help="API key of the user",
                required=True,
                secret=True,
                prompt="API key: ",
            ),
            Opt("passcode", help="Passcode, where the account wants one", secret=True),
            Opt("tenant-id", help="Id of the tenant to log in for"),
            Opt("tenant-name", help="Name of the tenant to log in for"),
        ]

    def create_plugin(self, **kwargs: Any) -> rackspace.APIKey:
        """Make the plugin; without an auth URL it logs in at Rackspace's own."""
        return super().create_plugin(
            **{**kwargs, "auth_url": kwargs.get("auth_url") or rackspace.AUTH_URL}
        )
