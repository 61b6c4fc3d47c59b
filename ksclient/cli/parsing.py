"""Read a command line: options of all commands, a command, and its own options, in any order."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NoReturn

from ksclient.cli import global_options, registry
from ksclient.cli.declaring import ASK, FLAG, MANY, ONE, Command, Option
from ksclient.cli.errors import UsageError

_ACTIONS: Final = {FLAG: "store_true", MANY: "append", ONE: "store"}


class Parser(argparse.ArgumentParser):
    """An `argparse` parser of declared options, whose errors are raised, and quote no secrets."""

    def __init__(self, options: Iterable[Option]) -> None:
        super().__init__(add_help=False, argument_default=argparse.SUPPRESS)
        for option in options:
            self._declare(option)

    def _declare(self, option: Option) -> None:
        keywords: dict[str, Any] = {
            "action": _ACTIONS[option.kind],
            "help": option.help,
        }
        if not option.is_positional:
            keywords |= {"dest": option.name, "required": option.is_required}
        if option.kind != FLAG:
            keywords |= {"metavar": option.metavar, "choices": option.choices or None}
            keywords["type"] = _reader(option.read) if option.read else None
        if option.may_ask:
            keywords |= {"nargs": "?", "const": ASK}
        if option.is_positional and not option.is_required:
            keywords |= {"nargs": "?", "default": option.default}
        elif option.default is not None:
            keywords["default"] = option.default
        action = self.add_argument(*option.spellings, **keywords)
        for spelling in option.old_spellings:
            self._option_string_actions.setdefault(spelling, action)

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the command line, instead of printing it, and the usage."""
        raise UsageError(f"{message}.")

    def read(self, words: Sequence[str], into: argparse.Namespace) -> argparse.Namespace:
        """Add what the *words* say to a namespace.

        Raises:
            UsageError: If they cannot be.
        """
        found, more = self.parse_known_args(list(words), into)
        if more:
            raise UsageError(_too_much(more))
        return found


def _reader(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return *read* with errors as `argparse` takes them."""

    def reader(word: str) -> Any:
        try:
            return read(word)
        except ValueError as cause:
            raise argparse.ArgumentTypeError(str(cause)) from cause

    return reader


def _too_much(words: Sequence[str]) -> str:
    """Return what to say of words that nobody wants; without them, as one may be a password."""
    options = [word.partition("=")[0] for word in words if word.startswith("-")]
    if options:
        return f"there is no option {options[0]}."
    return "there are too many words. Put quotes around those that belong together."


def _check_encoding(words: Sequence[str]) -> None:
    """Refuse bytes that are no text here: a server would keep something else."""
    try:
        "".join(words).encode()
    except UnicodeEncodeError:
        # Without it as a cause, whose text quotes the words.
        raise UsageError("The command line is no text in this locale: is it UTF-8?") from None


def _before_dashes(words: Sequence[str]) -> Sequence[str]:
    """Return the words that may be options."""
    return words[: words.index("--")] if "--" in words else words


def defaults() -> argparse.Namespace:
    """Return what a command line says that says nothing."""
    return argparse.Namespace(
        **{
            option.name: False if option.kind == FLAG else option.default
            for option in global_options.ALL
        }
    )


def parse(words: Sequence[str]) -> tuple[Command | None, argparse.Namespace]:
    """Return the command that a command line names, and all that its options say.

    The command is None where none is named, as with ``--version`` or without any words.

    Raises:
        UsageError: If it is no command line of this command.
    """
    _check_encoding(words)
    outer = Parser(global_options.ALL)
    outer.add_argument("words", nargs=argparse.REMAINDER)
    said = outer.read(words, defaults())
    if not said.words:
        return None, said
    name, *rest = said.words
    del said.words
    command = registry.command_named(name)
    if not {"-h", "--help"}.isdisjoint(_before_dashes(rest)):
        said.help = True
        return command, said
    inner = Parser((*global_options.ALL, *command.options))
    for option in command.options:
        if not hasattr(said, option.name):
            setattr(said, option.name, False if option.kind == FLAG else option.default)
    try:
        return command, inner.read(rest, said)
    except UsageError as error:
        raise UsageError(f'{command.name}: {error} See "ksclient help {command.name}".') from None
