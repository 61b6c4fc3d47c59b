"""Errors of choosing and using an auth plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ksclient.auth.exceptions.base import ClientException

__all__ = [
    "AuthPluginException",
    "MissingAuthPlugin",
    "MissingRequiredOptions",
    "NoMatchingPlugin",
    "OptionError",
    "UnsupportedParameters",
]


class AuthPluginException(ClientException):
    """Something is wrong with an auth plugin or its options."""

    message = "Unknown error with authentication plugins."


class MissingAuthPlugin(AuthPluginException):
    """The call needs an auth plugin, and neither it nor the session has one."""

    message = "An authenticated request is required but no plugin available."


class NoMatchingPlugin(AuthPluginException):
    """There is no plugin of that name.

    Attributes:
        name: The name that was asked for.
        nearest: Names of plugins that there are, the nearest first; may be empty.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest: list[str] = []
        super().__init__(f"The plugin {name} could not be found")


class UnsupportedParameters(AuthPluginException):
    """Parameters were given, or returned by a plugin, that mean nothing here.

    Attributes:
        names: Their names.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        super().__init__(
            f"The following parameters were given that are unsupported: {', '.join(names)}"
        )


class OptionError(AuthPluginException):
    """The options of a plugin do not fit together."""


class MissingRequiredOptions(OptionError):
    """A plugin lacks options that it cannot do without.

    Attributes:
        options: The missing options, each with its name as ``dest``.
    """

    def __init__(self, options: Sequence[Any]) -> None:
        self.options = options
        names = ", ".join(option.dest for option in options)
        super().__init__(f"Auth plugin requires parameters which were not given: {names}")
