"""Write the reference of the command into its page: what the help texts are made of, too.

``python -m ksclient.cli.manual docs/command.md`` replaces what stands there between the two marks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from ksclient.cli import errors, global_options, helping, registry
from ksclient.cli.declaring import Command, Option

BEGIN = "<!-- What follows is written by `make manual`. -->"
END = "<!-- What is above was written by `make manual`. -->"


def reference() -> str:
    """Return the reference: exit codes, options, and commands."""
    parts = ["## Exit codes", _table(("Code", "Meaning"), _codes())]
    parts.append("## Options of all commands")
    parts.append("They may stand before or after the command. In brackets are variables that say")
    parts[-1] += " the same; what the command line says wins."
    for title, options in global_options.GROUPS.items():
        parts += [f"### {title}", _options(options)]
    parts.append("## Commands")
    for group in registry.GROUPS:
        parts.append(f"### {group.title}")
        for command in registry.commands_of(group).values():
            parts += _command(command)
    return "\n\n".join(parts)


def page(text: str) -> str:
    """Return a page with the reference as it is now between its marks.

    Raises:
        ValueError: If the marks are not there.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"There is no place for the reference: {BEGIN} and {END} are missing.")
    return f"{before}{BEGIN}\n\n{reference()}\n\n{END}{after}"


def _codes() -> Iterable[tuple[str, str]]:
    return ((str(code), meaning) for code, meaning in errors.MEANINGS.items())


def _command(command: Command) -> list[str]:
    parts = [f"#### {command.name}", f"```text\n{helping.usage(command)}\n```"]
    parts += [" ".join(each.split()) for each in command.text.split("\n\n")]
    return [*parts, _options(command.options)] if command.options else parts


def _options(options: Iterable[Option]) -> str:
    return "\n".join(f"- `{helping.spelled(each)}`: {helping.explained(each)}" for each in options)


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [head, ("---", "---"), *rows]
    return "\n".join(f"| {left} | {right} |" for left, right in lines)


def main() -> None:
    """Write the reference into the page that the command line names."""
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(page(text))


if __name__ == "__main__":
    main()
