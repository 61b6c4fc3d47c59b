"""What the command ends with: its exit codes, and errors of its own."""

from __future__ import annotations

OK = 0
REFUSED = 1
USAGE = 2
NO_LOGIN = 3
INTERRUPTED = 130
PIPE_CLOSED = 141

MEANINGS = {
    OK: "It is done.",
    REFUSED: "A server said no, or there is no such thing; doctor has found what fails.",
    USAGE: "The command line or the configuration is wrong.",
    NO_LOGIN: "No server could be reached, or none that speaks Identity v2.0, or it refused the "
    "login.",
    INTERRUPTED: "It was interrupted with Ctrl-C.",
    PIPE_CLOSED: "Whoever reads the output has closed it, as head does.",
}
"""What each exit code means."""


class CommandFailed(Exception):
    """A command cannot go on; the text says why, in a sentence.

    Attributes:
        code: What the command exits with.
    """

    code = REFUSED


class UsageError(CommandFailed):
    """The command line is wrong."""

    code = USAGE


class LoginMissing(CommandFailed):
    """No login could be had, or no server."""

    code = NO_LOGIN
