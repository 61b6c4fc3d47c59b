"""Help texts, of what is declared: on a terminal, and in the documentation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from ksclient.cli import errors, global_options, registry
from ksclient.cli.declaring import FLAG, MANY, Command, Option

PROGRAM = "ksclient"
_ABOUT = (
    "A command for OpenStack Identity v2.0: users, tenants, roles, services, endpoints, EC2 "
    "credentials and tokens. All that takes a name takes an ID, too."
)
_WIDTH = 80
_COLUMN = 30


def overview() -> str:
    """Return the help of the whole command."""
    parts = [
        f"usage: {PROGRAM} [options] <command> [arguments]",
        "",
        _ABOUT,
        "",
    ]
    for group in registry.GROUPS:
        parts.append(f"{group.title}:")
        for name, command in registry.commands_of(group).items():
            parts.append(_row(name, command.summary))
        parts.append("")
    for title, options in global_options.GROUPS.items():
        parts += [f"{title}:", *_rows(options), ""]
    parts += ["Exit codes:", *(_row(str(code), told) for code, told in errors.MEANINGS.items())]
    parts += ["", f'"{PROGRAM} help <command>" explains a command.']
    return "\n".join(map(_folded, parts))


def help_of(command: Command) -> str:
    """Return the help of one command."""
    parts = [f"usage: {usage(command)}", "", *_paragraphs(command.text)]
    if command.options:
        parts += ["", "Arguments:", *_rows(command.options)]
    parts += ["", f'"{PROGRAM} help" lists the options that all commands take.']
    return "\n".join(map(_folded, parts))


def usage(command: Command) -> str:
    """Return how a command is written, in a line."""
    options = [each for each in command.options if not each.is_positional]
    places = [each for each in command.options if each.is_positional]
    return " ".join([PROGRAM, command.name, *map(_in_usage, options), *map(_in_usage, places)])


def spelled(option: Option) -> str:
    """Return all spellings of an option, and what stands for its value."""
    if option.is_positional:
        return option.metavar
    shown = ", ".join(option.spellings)
    return shown if option.kind == FLAG else f"{shown} {_value(option)}"


def explained(option: Option) -> str:
    """Return what an option means, and which variables say the same."""
    if not option.variables:
        return option.help
    return f"{option.help} [{', '.join(option.variables)}]"


def _in_usage(option: Option) -> str:
    if option.is_positional:
        return option.metavar if option.is_required else f"[{option.metavar}]"
    word = option.spellings[0]
    if option.kind != FLAG:
        word = f"{word} {_value(option)}"
    if option.kind == MANY:
        return f"[{word}]..."
    return word if option.is_required else f"[{word}]"


def _value(option: Option) -> str:
    return f"[{option.metavar}]" if option.may_ask else option.metavar


def _rows(options: Iterable[Option]) -> list[str]:
    return [_row(spelled(option), explained(option)) for option in options]


def _row(left: str, right: str) -> str:
    """Return two columns; the right one begins on a line of its own where the left is long."""
    lines = textwrap.wrap(
        right, _WIDTH - _COLUMN, break_long_words=False, break_on_hyphens=False
    ) or [""]
    first = f"  {left}"
    indented = [" " * _COLUMN + line for line in lines]
    if len(first) + 2 > _COLUMN:
        return "\n".join([first, *indented])
    return "\n".join([first.ljust(_COLUMN) + lines[0], *indented[1:]])


def _paragraphs(text: str) -> list[str]:
    """Return paragraphs, each as one line, with empty ones between."""
    joined = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    return "\n\n".join(joined).split("\n")


def _folded(part: str) -> str:
    """Fold what is a paragraph; leave columns as they are."""
    if part.startswith(" ") or "\n" in part or len(part) <= _WIDTH:
        return part
    indent = "       " if part.startswith("usage: ") else ""
    return "\n".join(
        textwrap.wrap(
            part,
            _WIDTH,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
