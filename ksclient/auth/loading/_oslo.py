"""oslo.config, where it is installed."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions

if TYPE_CHECKING:
    from oslo_config import cfg

_WORDS = frozenset({"help", "deprecated_reason", "_set_location"})
"""Of an option, what says nothing about what it does."""


class OsloConfigMissing(exceptions.OptionError, ImportError):
    """Options were asked for as oslo.config has them, and it is not installed."""


def config() -> ModuleType:
    """Return ``oslo_config.cfg``.

    Raises:
        OsloConfigMissing: If it is not installed.
    """
    try:
        from oslo_config import cfg  # noqa: PLC0415 - only who has oslo.config needs it
    except ImportError as cause:
        raise OsloConfigMissing(
            "Options in configuration files are read by oslo.config, which cannot be imported "
            f"({cause}): pip install oslo.config"
        ) from cause
    return cfg


def option(kind: Any, name: str, **described: Any) -> cfg.Opt:
    """Return an option that is equal to keystoneauth1's, whatever their help texts are.

    oslo.config refuses two options of one name that differ. In a program that uses both libraries,
    both may register the options of one section.

    Args:
        kind: A class of ``oslo_config.cfg``.
        name: The option's name.
        described: What else *kind* is made with.
    """
    made: cfg.Opt = _comparable(kind)(name, **described)
    return made


def name_of(group: Any) -> str:
    """Return the name of a group of options, given by name or as oslo.config's ``OptGroup``."""
    name: str = getattr(group, "name", group)
    return name


def register(conf: cfg.ConfigOpts, group: str | cfg.OptGroup, options: list[cfg.Opt]) -> None:
    """Register *options* in a group, and the group as well."""
    section = config().OptGroup(group) if isinstance(group, str) else group
    conf.register_group(section)
    conf.register_opts(options, group=section)


@functools.cache
def _comparable(kind: Any) -> Any:
    """Return *kind*, with a comparison that no help text takes part in.

    Python asks the subclass first, on whichever side of the comparison it stands.
    """

    def equal(self: Any, other: object) -> bool:
        return isinstance(other, config().Opt) and _meaning(self) == _meaning(other)

    members = {
        "__eq__": equal,
        "__ne__": lambda self, other: not equal(self, other),
        "__hash__": kind.__hash__,
    }
    return type(kind.__name__, (kind,), members)


def _meaning(option: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(option).items() if name not in _WORDS}
