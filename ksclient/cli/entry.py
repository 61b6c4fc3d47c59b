"""Run a command line, from its words to an exit code; whatever happens is told in a line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from ksclient._version import __version__
from ksclient.cli import errors
from ksclient.cli.context import Context, Login
from ksclient.cli.declaring import Command
from ksclient.cli.parsing import parse
from ksclient.cli.passwords import Passwords
from ksclient.cli.waiting import Waiting


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line; return what to exit with, as `errors.MEANINGS` says.

    Args:
        words: Its words after the command's name. None for those of the process.
    """
    return run(sys.argv[1:] if words is None else words)


def run(words: Sequence[str], passwords: Passwords | None = None) -> int:
    """Do what `main` does.

    Args:
        words: The words of the command line.
        passwords: Where passwords come from. None for the terminal.
    """
    try:
        code = _told(words, passwords or Passwords())
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _say("interrupted.")
        return errors.INTERRUPTED
    except BrokenPipeError:
        # Else Python complains at its end, when it flushes once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.PIPE_CLOSED
    return code


def _told(words: Sequence[str], passwords: Passwords) -> int:
    """Run a command line, and tell what went wrong."""
    try:
        return _do(*parse(words), passwords)
    except BrokenPipeError:
        raise
    except Exception as raised:
        from ksclient.cli.failures import code_of, ours, told  # noqa: PLC0415 - not for success

        error = ours(raised)
        code = code_of(error)
        if code is None:
            raise  # a mistake of this program's, whose traceback is wanted
        _say(told(error))
        return code


def _do(command: Command | None, said: argparse.Namespace, passwords: Passwords) -> int:
    if said.version:
        _print(f"{__version__}\n")
        return errors.OK
    if command is None or said.help:
        from ksclient.cli import helping  # noqa: PLC0415 - not for those who know

        _print(helping.help_of(command) if command else helping.overview(), "\n")
        return errors.OK
    from ksclient.cli import logs, printing  # noqa: PLC0415 - not for help

    style = printing.style_of(said)
    printing.check(style)
    waiting = Waiting(None if said.debug else sys.stderr)
    context = Context(said, _connect, passwords, waiting)
    with logs.shown(_say, is_debug=said.debug), waiting.until_done(command.name):
        answer = command.run(context, said)
    if answer is not None:
        _print(printing.printed(answer, style))
    return getattr(answer, "code", errors.OK)


def _connect(context: Context) -> Login:
    from ksclient.cli.connecting import connect  # noqa: PLC0415 - loads what requests need

    return connect(context)


def _print(*texts: str) -> None:
    if sys.stdout is None:
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name is no reason to fail
    for text in texts:
        sys.stdout.write(text)


def _say(text: str) -> None:
    if sys.stderr is not None:  # else it would go among what is printed
        print(f"ksclient: {text}", file=sys.stderr)  # noqa: T201 - a command talks by print
