"""What to try, behind what happened."""

from __future__ import annotations

from ksclient.auth._text import printable
from ksclient.auth.exceptions.base import ClientException

__all__ = ["add_hint"]


def add_hint(error: ClientException, hint: str | None) -> None:
    """Put *hint*, a sentence or more, behind the text of *error*.

    ``error.message`` stays what it was. None adds nothing.
    """
    if hint:
        text = str(error).rstrip()
        stop = "" if text.endswith((".", "!", "?")) else "."
        error.args = (printable(f"{text}{stop} {hint}"), *error.args[1:])
