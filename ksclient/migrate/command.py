"""The command ``python -m ksclient.migrate``."""

# ruff: noqa: T201 - a command talks by print
from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ksclient.migrate.files import FileSkipped, Program, programs_in, read
from ksclient.migrate.rewriting import Rewritten, rewrite

_EPILOG = """\
Exit codes: 0 if all is done, or nothing is to do; 1 if --diff or --check has found something to
change; 2 if a file could not be read or written. What ksclient does not have is told with its file
and line, and stays as it is: both libraries may stay installed, and mix.
"""


@dataclass
class _Tally:
    """What was done, and what not."""

    files: int = 0
    changed: int = 0
    imports: int = 0
    uses: int = 0
    left: int = 0
    skipped: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        would = (
            f"{self.imports} imports and {self.uses} uses in {self.changed} of {self.files} files"
        )
        return (
            f"{would}; {self.left} left as they are, {len(self.skipped)} files not read or written"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite programs; return the exit code.

    Args:
        arguments: The command's. None for those of the process.
    """
    said = _parser().parse_args(arguments)
    tally = _Tally()
    for path in said.paths:
        try:
            for file in programs_in(path):
                _look_at(file, said, tally)
        except FileSkipped as error:
            _skip(path, error, tally)
    verb = "To change" if said.diff or said.check else "Changed"
    print(f"{verb}: {tally}.", file=sys.stderr)
    if tally.skipped:
        return 2
    return 1 if tally.changed and (said.diff or said.check) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ksclient.migrate",
        description="Rewrite imports of keystoneauth1 and keystoneclient to those of ksclient.",
        epilog=_EPILOG,
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument("--diff", action="store_true", help="show what would change; write nothing")
    parser.add_argument("--check", action="store_true", help="name the files; write nothing")
    return parser


def _look_at(file: Path, said: argparse.Namespace, tally: _Tally) -> None:
    """Rewrite one file, or show what would be done."""
    tally.files += 1
    try:
        program = read(file)
        result = _rewritten(program)
        if result.text != program.text and not (said.diff or said.check):
            program.write(result.text)
    except FileSkipped as error:
        _skip(file, error, tally)
        return
    for left in result.left:
        print(f"{file}:{left.line}: {left.what}: {left.why}", file=sys.stderr)
    tally.left += len(result.left)
    if result.text == program.text:
        return
    tally.changed += 1
    tally.imports += result.imports
    tally.uses += result.uses
    if said.diff:
        sys.stdout.write(_diff(program, result.text))
    else:
        print(file)


def _rewritten(program: Program) -> Rewritten:
    try:
        return rewrite(program.text)
    except SyntaxError as error:
        version = ".".join(map(str, sys.version_info[:2]))
        where = "" if error.lineno is None else f", line {error.lineno}"
        raise FileSkipped(f"it is no Python {version}{where}: {error.msg}") from error
    except (RecursionError, MemoryError) as error:  # the latter is the parser's word for it
        raise FileSkipped("its expressions nest too deeply to be read") from error


def _diff(program: Program, text: str) -> str:
    """Return a unified diff, as patch takes it."""
    before, after = (each.splitlines(keepends=True) for each in (program.text, text))
    lines = difflib.unified_diff(before, after, f"a/{program.path}", f"b/{program.path}")
    shown = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(shown)


def _skip(path: Path, error: FileSkipped, tally: _Tally) -> None:
    tally.skipped.append(str(path))
    print(f"{path}: {error}", file=sys.stderr)
