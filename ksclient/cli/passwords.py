"""Ask for passwords: on a terminal only, so that no script hangs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

from ksclient.cli.declaring import ASK
from ksclient.cli.errors import UsageError

FROM_STDIN = "-"
"""What stands on a command line for a password that is the first line of the standard input."""


class Passwords:
    """Where passwords come from that are not on the command line.

    Args:
        stdin: What `FROM_STDIN` reads, and what tells whether there is a terminal.
        prompt: Asks without an echo; the standard library's `getpass` unless a test knows better.
    """

    def __init__(
        self, stdin: TextIO | None = None, prompt: Callable[[str], str] | None = None
    ) -> None:
        self._stdin = sys.stdin if stdin is None else stdin
        self._prompt = _getpass if prompt is None else prompt

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to ask."""
        return self._stdin is not None and self._stdin.isatty()

    def current(self, whose: str) -> str | None:
        """Ask for a password that there is; None if there is nobody to ask, or no answer."""
        if not self.can_ask:
            return None
        try:
            return _hidden(self._asked(f"Password of {whose}: ")) or None
        except EOFError:
            return None

    def new(self, given: str | None, option: str) -> str:
        """Return a new password: as *given*, or asked for twice.

        Args:
            given: What the command line says. None or `ASK` for what is to be asked for.
            option: The option that gives it.

        Raises:
            UsageError: If there is nobody to ask, or nothing comes.
        """
        if given == FROM_STDIN:
            return self._line(option)
        if given is not None and given != ASK:
            return _hidden(given)
        if not self.can_ask:
            raise UsageError(
                f"There is no terminal to ask for the new password: give it with {option}, or with "
                f"{option} - as a line of the standard input."
            )
        return self._asked_twice()

    def _line(self, option: str) -> str:
        line = "" if self._stdin is None else _hidden(self._stdin.readline())
        password = line.removesuffix("\n").removesuffix("\r")
        if not password:
            raise UsageError(f"{option} - reads a line of the standard input, and that is empty.")
        return _hidden(password)

    def _asked(self, question: str) -> str:
        try:
            return self._prompt(question)
        except (EOFError, KeyboardInterrupt):
            _tell("")  # what is said next has a line of its own
            raise

    def _asked_twice(self) -> str:
        while True:
            try:
                first = _hidden(self._asked("New password: "))
                again = _hidden(self._asked("New password, again: "))
            except EOFError:
                raise UsageError("No new password was given.") from None
            if first and first == again:
                return first
            told = "They differ" if first else "It is empty"
            _tell(f"{told}: once more.")


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - a command talks by print


def _hidden(text: str) -> str:
    """Return a password that does not show in tracebacks with locals."""
    from ksclient.auth._redact import secret  # noqa: PLC0415 - not for those who have none

    return secret(text)


def _getpass(question: str) -> str:
    import getpass  # noqa: PLC0415 - seldom needed

    return getpass.getpass(question)
