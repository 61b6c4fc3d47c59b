"""The plugins ``admin_token`` and ``token_endpoint``."""

from __future__ import annotations

from ksclient.auth import token_endpoint
from ksclient.auth.loading.loader import BaseLoader
from ksclient.auth.loading.opts import Opt


class AdminToken(BaseLoader[token_endpoint.Token]):
    """Makes a plugin that sends a given token to a given endpoint, and never logs in."""

    @property
    def plugin_class(self) -> type[token_endpoint.Token]:
        """The class of the plugin."""
        return token_endpoint.Token

    def get_options(self) -> list[Opt]:
        """Return the options: the endpoint and the token."""
        return [
            *super().get_options(),
            Opt("endpoint", help="URL of the service", deprecated=[Opt("url")]),
            Opt("token", help="Token to send", secret=True),
        ]
