"""One option of a plugin, on whatever way it comes in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ksclient.auth.loading import _oslo

if TYPE_CHECKING:
    from oslo_config import cfg

__all__ = ["Opt"]


@dataclass(repr=False)
class Opt:
    """A parameter that a plugin is made with, as arguments and configuration spell it.

    Args:
        name: The name, with hyphens: ``auth-url``.
        type: Called with what was given, mostly text, it returns what the plugin takes.
        help: What the option is for.
        secret: Whether its value must not be shown.
        dest: The parameter of the plugin; empty for the name, with underscores.
        deprecated: Options that this one has replaced, and that still work.
        default: The value where nothing is given.
        metavar: What help texts show for the value.
        required: Whether there can be no plugin without it.
        prompt: What to ask a person for it with; None if it is not to be asked for.

    Raises:
        TypeError: If *type* cannot be called.
    """

    name: str
    type: Callable[[Any], Any] = str
    help: str | None = None
    secret: bool = False
    dest: str = ""
    deprecated: list[Opt] = field(default_factory=list)
    default: Any = None
    metavar: str | None = None
    required: bool = False
    prompt: str | None = field(default=None, compare=False)

    # What else oslo.config's generator of sample files reads of an option.
    deprecated_for_removal = False
    sample_default = None
    group = None

    def __post_init__(self) -> None:
        if not callable(self.type):
            raise TypeError("type must be callable")
        self.dest = self.dest or self.name.replace("-", "_")
        self.deprecated = self.deprecated or []  # keystoneauth1's default is None

    def __repr__(self) -> str:
        return f"<Opt: {self.name}>"

    @property
    def deprecated_opts(self) -> list[Opt]:
        """``deprecated``, under the name that oslo.config has for it."""
        return self.deprecated

    @property
    def argparse_args(self) -> list[str]:
        """The arguments that set it, the preferred one first: ``--os-username``."""
        return [f"--os-{name}" for name in self._names()]

    @property
    def argparse_envvars(self) -> list[str]:
        """The environment variables that set it, the preferred one first: ``OS_USERNAME``."""
        return [f"OS_{name.replace('-', '_').upper()}" for name in self._names()]

    @property
    def argparse_default(self) -> Any:
        """What the environment says, else the default; an empty variable says nothing."""
        said = (os.environ.get(variable) for variable in self.argparse_envvars)
        return next(filter(None, said), self.default)

    @property
    def _all_opts(self) -> list[Opt]:
        """This one and those it has replaced; subclasses in other packages go by that name."""
        return [self, *self.deprecated]

    def _names(self) -> list[str]:
        return [option.name for option in self._all_opts]

    def _to_oslo_opt(self) -> cfg.Opt:
        """Return the option as oslo.config has it.

        Raises:
            OsloConfigMissing: If oslo.config is not installed.
        """
        config = _oslo.config()
        return _oslo.option(
            config.Opt,
            self.name,
            type=self.type,
            help=self.help,
            secret=self.secret,
            dest=self.dest,
            deprecated_opts=[config.DeprecatedOpt(each.name) for each in self.deprecated],
            default=self.default,
            metavar=self.metavar,
            required=self.required,
        )
