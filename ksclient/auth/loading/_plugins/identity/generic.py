"""The plugins ``password`` and ``token``."""

from __future__ import annotations

from ksclient.auth.identity import generic
from ksclient.auth.loading.identity import BaseGenericLoader
from ksclient.auth.loading.opts import Opt


class Password(BaseGenericLoader[generic.Password]):
    """Makes a plugin that logs in with a user's name, or id, and password."""

    @property
    def plugin_class(self) -> type[generic.Password]:
        """The class of the plugin."""
        return generic.Password

    def get_options(self) -> list[Opt]:
        """Return the options: who logs in, where, and for what."""
        return [
            *super().get_options(),
            Opt("user-id", help="Id of the user"),
            Opt("username", help="Name of the user", deprecated=[Opt("user-name")]),
            Opt("user-domain-id", help="Id of the user's domain (v3)"),
            Opt("user-domain-name", help="Name of the user's domain (v3)"),
            Opt("password", help="Password of the user", secret=True, prompt="Password: "),
        ]


class Token(BaseGenericLoader[generic.Token]):
    """Makes a plugin that exchanges a token for another one."""

    @property
    def plugin_class(self) -> type[generic.Token]:
        """The class of the plugin."""
        return generic.Token

    def get_options(self) -> list[Opt]:
        """Return the options: the token, where to log in, and for what."""
        return [*super().get_options(), Opt("token", help="Token to exchange", secret=True)]
