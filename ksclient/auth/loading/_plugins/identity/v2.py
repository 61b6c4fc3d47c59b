"""The plugins ``v2password`` and ``v2token``."""

from __future__ import annotations

from ksclient.auth.identity import v2
from ksclient.auth.loading.identity import BaseV2Loader
from ksclient.auth.loading.opts import Opt


class Password(BaseV2Loader[v2.Password]):
    """Makes a plugin that logs in with a user's name, or id, and password."""

    @property
    def plugin_class(self) -> type[v2.Password]:
        """The class of the plugin."""
        return v2.Password

    def get_options(self) -> list[Opt]:
        """Return the options: who logs in, where, and for what."""
        return [
            *super().get_options(),
            Opt("username", help="Name of the user", deprecated=[Opt("user-name")]),
            Opt("user-id", help="Id of the user"),
            Opt("password", help="Password of the user", secret=True, prompt="Password: "),
        ]


class Token(BaseV2Loader[v2.Token]):
    """Makes a plugin that exchanges a token for another one."""

    @property
    def plugin_class(self) -> type[v2.Token]:
        """The class of the plugin."""
        return v2.Token

    def get_options(self) -> list[Opt]:
        """Return the options: the token, where to log in, and for what."""
        return [*super().get_options(), Opt("token", help="Token to exchange", secret=True)]
