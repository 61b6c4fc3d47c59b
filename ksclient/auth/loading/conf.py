"""The options of plugins in configuration files, read by oslo.config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth.loading import _oslo, base
from ksclient.auth.loading.opts import Opt

if TYPE_CHECKING:
    from oslo_config import cfg

    from ksclient.auth.plugin import BaseAuthPlugin

__all__ = [
    "get_common_conf_options",
    "get_plugin_conf_options",
    "load_from_conf_options",
    "register_conf_options",
]

_AUTH_TYPE = Opt(
    "auth_type",
    deprecated=[Opt("auth_plugin")],
    help="Name of the auth plugin to log in with",
)
_AUTH_SECTION = Opt("auth_section", help="Section that has the options of the auth plugin")


def get_common_conf_options() -> list[cfg.Opt]:
    """Return the options that say which plugin: ``auth_type`` and ``auth_section``.

    Raises:
        OptionError: If oslo.config is not installed (as do all functions here; it is an
            ImportError as well).
    """
    return [option._to_oslo_opt() for option in (_AUTH_TYPE, _AUTH_SECTION)]  # noqa: SLF001 - ours


def get_plugin_conf_options(plugin: base.BaseLoader[Any] | str) -> list[cfg.Opt]:
    """Return the options of a plugin.

    Args:
        plugin: Its name, or what makes it.

    Raises:
        NoMatchingPlugin: If there is no plugin of that name.
    """
    options = base.get_plugin_options(plugin) if isinstance(plugin, str) else plugin.get_options()
    return [option._to_oslo_opt() for option in options]  # noqa: SLF001 - ours, or keystoneauth1's


def register_conf_options(conf: cfg.ConfigOpts, group: str | cfg.OptGroup) -> None:
    """Register the options that say which plugin.

    Args:
        conf: The configuration.
        group: The section. If it has an ``auth_section``, the plugin is described there.
    """
    name = _oslo.name_of(group)
    conf.register_opt(_AUTH_SECTION._to_oslo_opt(), group=name)  # noqa: SLF001 - ours
    conf.register_opt(_AUTH_TYPE._to_oslo_opt(), group=_section(conf, name))  # noqa: SLF001 - ours


def load_from_conf_options(
    conf: cfg.ConfigOpts, group: str | cfg.OptGroup, **kwargs: Any
) -> BaseAuthPlugin | None:
    """Make the plugin that the configuration describes.

    Args:
        conf: The configuration, after ``register_conf_options``.
        group: The section, as there.
        kwargs: Options of the plugin that come from elsewhere, by their ``dest``.

    Returns:
        The plugin; None if none is named.

    Raises:
        NoMatchingPlugin: If there is no plugin of that name.
        MissingRequiredOptions: If it lacks an option that must be there.
    """
    section = _section(conf, _oslo.name_of(group))
    name = conf[section].auth_type
    if not name:
        return None
    loader = base.get_plugin_loader(name)
    conf.register_opts(get_plugin_conf_options(loader), group=section)
    with exceptions.adopted():
        plugin: BaseAuthPlugin = loader.load_from_options_getter(
            lambda option: conf[section][option.dest], **kwargs
        )
    return plugin


def _section(conf: cfg.ConfigOpts, group: str) -> str:
    """Return the section that describes the plugin of *group*."""
    return conf[group].auth_section or group
