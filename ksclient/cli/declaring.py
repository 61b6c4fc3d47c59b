"""What a command is: its name, its options, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import argparse

    from ksclient.cli.answers import Answer

    # The context stands above this room, and cannot be named here.
    Run: TypeAlias = Callable[[Any, argparse.Namespace], Answer | None]

# Tuples, since a dataclass would cost `ksclient --version` more than all the rest of it.

FLAG = "flag"
"""An option that takes no value."""

MANY = "many"
"""An option that may be given more than once."""

ONE = "one"
"""An option, or an argument, with one value."""

ASK = "\0ask"
"""The value of an option that was given without one: a prompt asks for it. None can be given it,
since words of a command line hold no null characters."""


class Option(NamedTuple):
    """An option of a command, or an argument without dashes.

    Attributes:
        spellings: As people write it, the usual one first.
        help: What it means, in a sentence.
        name: The attribute that its value becomes.
        metavar: What stands for its value in help texts.
        kind: `ONE`, `FLAG` or `MANY`.
        is_required: Whether the command needs it.
        default: The value where it is not given.
        choices: The values that there are; empty for any.
        read: Makes the value of the word; raises ``ValueError``, whose text says what is wanted.
        may_ask: Whether it may be given without a value, which is `ASK` then.
        variables: Environment variables that say the same, the first one first.
    """

    spellings: tuple[str, ...]
    help: str
    name: str
    metavar: str
    kind: str = ONE
    is_required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    read: Callable[[str], Any] | None = None
    may_ask: bool = False
    variables: tuple[str, ...] = ()

    @property
    def is_positional(self) -> bool:
        """Whether it is told by its place."""
        return not self.spellings[0].startswith("-")

    @property
    def old_spellings(self) -> tuple[str, ...]:
        """The spellings with underscores, which are accepted and not shown."""
        return tuple(
            f"--{spelling[2:].replace('-', '_')}"
            for spelling in self.spellings
            if spelling.startswith("--") and "-" in spelling[2:]
        )


class Command(NamedTuple):
    """A command, such as ``user-list``.

    Attributes:
        name: Its name.
        options: Its own options and arguments, in the order of its help.
        run: Does it. It returns what to print; its docstring is the help.
    """

    name: str
    options: tuple[Option, ...]
    run: Run

    @property
    def summary(self) -> str:
        """What it does, in a line."""
        return self.text.partition("\n")[0]

    @property
    def text(self) -> str:
        """What it does, in paragraphs."""
        lines = (self.run.__doc__ or "").strip().splitlines()
        return "\n".join(line.strip() for line in lines)


def option(  # noqa: PLR0913 - all that an option can be
    *spellings: str,
    help: str,
    metavar: str = "",
    name: str | None = None,
    kind: str = ONE,
    is_required: bool = False,
    default: Any = None,
    choices: tuple[str, ...] = (),
    read: Callable[[str], Any] | None = None,
    may_ask: bool = False,
    variables: tuple[str, ...] = (),
) -> Option:
    """Declare an option; see `Option`. Its name is the first spelling, unless it is given."""
    first = spellings[0]
    return Option(
        spellings,
        help,
        name or first.lstrip("-").replace("-", "_"),
        metavar or f"<{first.lstrip('-')}>",
        kind,
        is_required,
        default,
        choices,
        read,
        may_ask,
        variables,
    )


def argument(
    name: str, *, help: str, metavar: str = "", default: Any = None, choices: tuple[str, ...] = ()
) -> Option:
    """Declare an argument that is told by its place; with a *default* it may be left out."""
    return Option(
        (name,),
        help,
        name.replace("-", "_"),
        metavar or f"<{name}>",
        is_required=default is None,
        default=default,
        choices=choices,
    )


def command(name: str, *options: Option) -> Callable[[Run], Command]:
    """Declare the function below as the command *name*."""

    def declare(run: Run) -> Command:
        return Command(name, options, run)

    return declare


def truth(word: str) -> bool:
    """Read ``true`` or ``false``, in the spellings that the old command took."""
    lowered = word.strip().lower()
    if lowered in {"true", "t", "1", "yes", "y", "on"}:
        return True
    if lowered in {"false", "f", "0", "no", "n", "off"}:
        return False
    raise ValueError(f"it is true or false, not {word!r}")


def whole_number(word: str) -> int:
    """Read a number from 0 up."""
    if not (word.isascii() and word.isdigit()):
        raise ValueError(f"it is a whole number from 0 up, not {word!r}")
    return int(word)


def seconds(word: str) -> float:
    """Read a number of seconds, more than 0."""
    try:
        number = float(word)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ValueError(f"it is a number of seconds, more than 0, not {word!r}")
    return number
