"""Find what makes an auth plugin, by its name."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth.loading._plugins import OWN
from ksclient.auth.loading.loader import BaseLoader

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from ksclient.auth.loading.opts import Opt

LOG = logging.getLogger(__name__)

PLUGIN_NAMESPACE = "ksclient.auth.plugin"
"""The group of entry points that is looked into first."""

_IN_TREE = ("ksclient.", "keystoneauth1.")

__all__ = [
    "PLUGIN_NAMESPACE",
    "BaseLoader",
    "get_available_plugin_loaders",
    "get_available_plugin_names",
    "get_plugin_loader",
    "get_plugin_options",
]


def get_available_plugin_names() -> frozenset[str]:
    """Return the names of all plugins that can be used here.

    All of them are imported; those that cannot be are left out, and logged (INFO).
    """
    return frozenset(get_available_plugin_loaders())


def get_available_plugin_loaders() -> dict[str, BaseLoader[Any]]:
    """Return what makes plugins, by name, for all that can be used here.

    All of them are imported; those that cannot be are left out, and logged (INFO). Loaders that
    were made for keystoneauth1 are of its class, not of ours; they can be used alike.
    """
    loaders = {}
    for name, entry_point in _installed().items():
        try:
            loader = _made(name, entry_point)
        except exceptions.AuthPluginException as problem:
            LOG.info("%s", problem)  # some of keystoneauth1's need libraries that few have
            continue
        if loader.available:
            loaders[name] = loader
    return loaders


def get_plugin_loader(name: str) -> BaseLoader[Any]:
    """Return what makes the plugin called *name*.

    Plugins of the group ``ksclient.auth.plugin`` come before those of ``keystoneauth1.plugin``.
    Within a group, a package that is neither ksclient nor keystoneauth1 comes first: that is how
    a plugin is replaced. A loader made for keystoneauth1 is of its class; it can be used alike.

    Args:
        name: Such as ``password``, ``v2password`` or ``rackspace_apikey``.

    Raises:
        NoMatchingPlugin: If there is none; it names the nearest.
        AuthPluginException: If there is one that cannot be imported.
    """
    installed = _installed()
    if name not in installed:
        raise _no_such(name, sorted(installed))
    return _made(name, installed[name])


def get_plugin_options(name: str) -> list[Opt]:
    """Return the options of the plugin called *name*.

    Raises:
        NoMatchingPlugin: If there is none; it names the nearest.
        AuthPluginException: If there is one that cannot be imported.
    """
    return get_plugin_loader(name).get_options()


def _installed() -> dict[str, EntryPoint]:
    """Return the entry point that counts for each name; nothing is imported for it."""
    from importlib.metadata import EntryPoint  # noqa: PLC0415 - only who loads by name pays

    own = (EntryPoint(name, value, PLUGIN_NAMESPACE) for name, value in OWN.items())
    return {
        each.name: each
        for each in (
            *_registered("keystoneauth1.plugin"),
            *own,  # whether they are registered or not
            *_registered(PLUGIN_NAMESPACE),
        )
    }


def _registered(namespace: str) -> list[EntryPoint]:
    """Return the entry points of a group, those of other packages last."""
    import stevedore  # noqa: PLC0415 - only who loads plugins by name pays for it

    # Asked for none by name, it lists what is installed, and loads nothing.
    manager: stevedore.NamedExtensionManager[Any]
    manager = stevedore.NamedExtensionManager(namespace, names=[])
    return sorted(manager.list_entry_points(), key=_is_foreign)


def _is_foreign(entry_point: EntryPoint) -> bool:
    return not entry_point.value.startswith(_IN_TREE)


def _made(name: str, entry_point: EntryPoint) -> BaseLoader[Any]:
    try:
        loader: BaseLoader[Any] = entry_point.load()()
    except Exception as cause:  # a module that is being imported may raise anything
        raise exceptions.AuthPluginException(
            f"The plugin {name!r} cannot be used: importing {entry_point.value} raised "
            f"{type(cause).__name__}: {cause}"
        ) from cause
    return loader


def _no_such(name: str, known: list[str]) -> exceptions.NoMatchingPlugin:
    import difflib  # noqa: PLC0415 - needed by errors only

    error = exceptions.NoMatchingPlugin(name)
    error.nearest = difflib.get_close_matches(name, known)
    exceptions.add_hint(
        error,
        f"Did you mean {' or '.join(map(repr, error.nearest))}?"
        if error.nearest
        else f"There are: {', '.join(known)}.",
    )
    if name.startswith("v3") and not any(each.startswith("v3") for each in known):
        exceptions.add_hint(
            error,
            "ksclient speaks v2.0. Plugins for v3 come with keystoneauth1, and load by name where "
            "it is installed: pip install keystoneauth1",
        )
    return error
