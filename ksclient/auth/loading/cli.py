"""The options of plugins as command-line arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth.loading import base
from ksclient.auth.loading.opts import Opt

if TYPE_CHECKING:
    import argparse

    from ksclient.auth.plugin import BaseAuthPlugin

__all__ = ["load_from_argparse_arguments", "register_argparse_arguments"]


def register_argparse_arguments(
    parser: argparse.ArgumentParser, argv: list[str], default: Any = None
) -> base.BaseLoader[Any] | None:
    """Add ``--os-auth-type``, and the arguments of the plugin that *argv* names with it.

    Defaults come from ``OS_*`` variables.

    Args:
        parser: Gets the arguments.
        argv: The arguments of the program, without its name.
        default: The plugin if neither *argv* nor ``OS_AUTH_TYPE`` names one: its name, or a
            loader.

    Returns:
        What will make the plugin; None if none is named.

    Raises:
        NoMatchingPlugin: If there is no plugin of that name.
    """
    import argparse  # noqa: PLC0415 - only programs with arguments need it

    auth_type = Opt("auth-type", deprecated=[Opt("auth-plugin")], default=default)
    early = argparse.ArgumentParser(add_help=False)
    for each in (early, parser):
        each.add_argument(
            *auth_type.argparse_args,
            metavar="<name>",
            default=auth_type.argparse_default,
            help="Name of the auth plugin to log in with",
        )
    chosen = early.parse_known_args(argv)[0].os_auth_type
    if not chosen:
        return None
    loader = _loader_of(chosen)
    about = f"Options of the auth plugin {chosen}" if isinstance(chosen, str) else None
    group = parser.add_argument_group("Authentication options", about)
    for option in loader.get_options():
        group.add_argument(
            *option.argparse_args,
            dest=f"os_{option.dest}",
            default=option.argparse_default,
            metavar=option.metavar,
            help=option.help,
        )
    return loader


def load_from_argparse_arguments(
    namespace: argparse.Namespace, **kwargs: Any
) -> BaseAuthPlugin | None:
    """Make the plugin that the parsed arguments describe.

    Args:
        namespace: What the parser made of the arguments.
        kwargs: Options of the plugin that come from elsewhere, by their ``dest``.

    Returns:
        The plugin; None if none is named.

    Raises:
        NoMatchingPlugin: If there is no plugin of that name.
        MissingRequiredOptions: If it lacks an option that must be there.
    """
    if not namespace.os_auth_type:
        return None
    loader = _loader_of(namespace.os_auth_type)
    with exceptions.adopted():
        plugin: BaseAuthPlugin = loader.load_from_options_getter(
            lambda option: getattr(namespace, f"os_{option.dest}"), **kwargs
        )
    return plugin


def _loader_of(auth_type: Any) -> base.BaseLoader[Any]:
    """Return the loader of that name; what is no name is one."""
    return base.get_plugin_loader(auth_type) if isinstance(auth_type, str) else auth_type
