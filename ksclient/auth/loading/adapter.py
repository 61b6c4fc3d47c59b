"""The options of an adapter: arguments, and entries of configuration files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth.loading import _oslo
from ksclient.auth.loading.loader import Loader

if TYPE_CHECKING:
    import argparse

    from oslo_config import cfg

    from ksclient.auth import adapter
    from ksclient.auth.loading.opts import Opt

__all__ = [
    "get_conf_options",
    "load_from_conf_options",
    "register_argparse_arguments",
    "register_conf_options",
    "register_service_argparse_arguments",
]

_INTERFACES = ("public", "internal", "admin")

_HELP = {
    "service-type": ("StrOpt", "Type of the service, as the catalog has it"),
    "service-name": ("StrOpt", "Name of the service, as the catalog has it"),
    "valid-interfaces": ("ListOpt", "Interfaces to use an endpoint of, the preferred one first"),
    "region-name": ("StrOpt", "Region to use an endpoint of"),
    "endpoint-override": (
        "StrOpt",
        "URL of the service, whatever the catalog says. It should name no version",
    ),
    "version": ("StrOpt", "Major version of the API, or a newer one with the same major number"),
    "min-version": ("StrOpt", "Oldest version of the API to use. Not beside version"),
    "max-version": (
        "StrOpt",
        "Newest version of the API to use; any if only min-version is given. Not beside version",
    ),
    "connect-retries": ("IntOpt", "How often to try again if there is no connection"),
    "connect-retry-delay": (
        "FloatOpt",
        "Seconds to wait before that. If not given, 0.5, then twice as long each time, up to 60",
    ),
    "status-code-retries": ("IntOpt", "How often to try again if a server answers that it is busy"),
    "status-code-retry-delay": (
        "FloatOpt",
        "Seconds to wait before that. If not given, 0.5, then twice as long each time, up to 60",
    ),
    "retriable-status-codes": (
        "ListOpt",
        "Status codes by which a server answers that it is busy; [503] if not given",
    ),
}
"""Options by name: the class of oslo.config, and what they are for."""

_TOLD = tuple(name.replace("-", "_") for name in _HELP if name != "valid-interfaces")


class Adapter(Loader["adapter.Adapter"]):
    """Makes adapters."""

    @property
    def plugin_class(self) -> type[adapter.Adapter]:
        """The class of the adapter."""
        from ksclient.auth import adapter  # noqa: PLC0415 - only who makes one pays for it

        return adapter.Adapter

    def get_options(self) -> list[Opt]:
        """Return nothing: an adapter's options have forms of their own."""
        return []

    @staticmethod
    def get_conf_options(
        include_deprecated: bool = True,
        deprecated_opts: dict[str, list[cfg.DeprecatedOpt]] | None = None,
    ) -> list[cfg.Opt]:
        """Return the options of an adapter as oslo.config has them.

        Args:
            include_deprecated: Whether to have ``interface``, too, which ``valid-interfaces`` has
                replaced.
            deprecated_opts: By the name of an option, with hyphens or underscores, those that it
                has replaced.

        Raises:
            OptionError: If oslo.config is not installed; it is an ImportError as well.
        """
        config = _oslo.config()
        given = deprecated_opts or {}
        replaced = {name.replace("_", "-"): options for name, options in given.items()}
        options = []
        for name, (kind, help_text) in _HELP.items():
            more = {"item_type": _integer()} if name == "retriable-status-codes" else {}
            options.append(
                _oslo.option(
                    getattr(config, kind),
                    name,
                    help=help_text,
                    deprecated_opts=replaced.get(name),
                    **more,
                )
            )
        if include_deprecated:
            options.append(
                _oslo.option(
                    config.StrOpt,
                    "interface",
                    help="Interface to use an endpoint of",
                    deprecated_for_removal=True,
                    deprecated_reason="valid-interfaces takes several, the preferred one first",
                )
            )
        return options

    @classmethod
    def register_conf_options(
        cls,
        conf: cfg.ConfigOpts,
        group: str | cfg.OptGroup,
        include_deprecated: bool = True,
        deprecated_opts: dict[str, list[cfg.DeprecatedOpt]] | None = None,
    ) -> list[cfg.Opt]:
        """Register the options of an adapter in a section; see ``get_conf_options``.

        Returns:
            The options.
        """
        options = cls.get_conf_options(include_deprecated, deprecated_opts)
        _oslo.register(conf, group, options)
        return options

    def load_from_conf_options(
        self, conf: cfg.ConfigOpts, group: str | cfg.OptGroup, **kwargs: Any
    ) -> adapter.Adapter:
        """Make the adapter that a section describes; *kwargs* win over it.

        Raises:
            TypeError: If options contradict one another, or an interface is none.
        """
        process_conf_options(conf[_oslo.name_of(group)], kwargs)
        return self.load_from_options(**kwargs)


def process_conf_options(confgrp: Any, kwargs: dict[str, Any]) -> None:
    """Put what a section says among the keywords of an adapter; what is there already stays.

    Args:
        confgrp: The section of a configuration, such as ``conf["compute"]``.
        kwargs: The keywords, which are changed.

    Raises:
        TypeError: If options contradict one another, or an interface is none.
    """
    told = {name: getattr(confgrp, name) for name in _TOLD}
    for name, value in {**told, "interface": _interface(confgrp)}.items():
        kwargs.setdefault(name, value)
    if kwargs["version"] and (kwargs["min_version"] or kwargs["max_version"]):
        raise TypeError("version is mutually exclusive with min_version and max_version")


def _interface(section: Any) -> Any:
    """Return the interfaces that a section asks for, or the only one.

    Raises:
        TypeError: If it asks in two ways, or for what is none.
    """
    old = getattr(section, "interface", None)
    if not section.valid_interfaces:
        return old
    if old:
        raise TypeError("interface and valid_interfaces are mutually exclusive: drop interface")
    for interface in section.valid_interfaces:
        if interface not in _INTERFACES:
            raise TypeError(
                f"{interface!r} in valid_interfaces is none of {', '.join(_INTERFACES)}"
            )
    return section.valid_interfaces


def _integer() -> Any:
    from oslo_config import types  # noqa: PLC0415 - comes with oslo_config.cfg, which is there

    return types.Integer()


def register_argparse_arguments(
    parser: argparse.ArgumentParser, service_type: str | None = None
) -> None:
    """Add the arguments for the one service of a program; defaults come from ``OS_*``."""
    from ksclient.auth import adapter  # noqa: PLC0415 - as in Adapter.plugin_class

    adapter.register_adapter_argparse_arguments(parser, service_type)


def register_service_argparse_arguments(parser: argparse.ArgumentParser, service_type: str) -> None:
    """Add the arguments for one of several services; defaults come from ``OS_<service>_*``."""
    from ksclient.auth import adapter  # noqa: PLC0415 - as in Adapter.plugin_class

    adapter.register_service_adapter_argparse_arguments(parser, service_type)


register_conf_options = Adapter.register_conf_options
get_conf_options = Adapter.get_conf_options


def load_from_conf_options(
    conf: cfg.ConfigOpts, group: str | cfg.OptGroup, **kwargs: Any
) -> adapter.Adapter:
    """Make the adapter that a section describes; *kwargs* win over it.

    Raises:
        TypeError: If options contradict one another, or an interface is none.
    """
    return Adapter().load_from_conf_options(conf, group, **kwargs)
