"""What is wrong with a configuration: where it stands, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ksclient.auth.exceptions import ClientException

_NEAR = 0.6


class ConfigError(ClientException):
    """A configuration cannot be used; the message says where it is wrong, and what is right.

    It shows no password and no token.

    Attributes:
        file: The file, or ``"the environment"``, or ``"the call"`` for a keyword; None where
            there is no configuration at all.
        key: The key in it, such as ``clouds.prod.auth.username``, or the variable, such as
            ``OS_USERNAME``; None where the whole file is meant.
        nearest: What was probably meant; None if nothing comes near.
    """

    message = "The configuration cannot be used."

    def __init__(
        self,
        message: str | None = None,
        *,
        file: str | None = None,
        key: str | None = None,
        nearest: str | None = None,
    ) -> None:
        self.file = file
        self.key = key
        self.nearest = nearest
        super().__init__(message)


def nearest(word: str, known: Iterable[str], cutoff: float = _NEAR) -> str | None:
    """Return which of the *known* words was probably meant; None if nothing comes near.

    Args:
        word: What was written.
        known: What could have been.
        cutoff: How alike they must be, from 0 to 1.
    """
    by_lower = {each.lower(): each for each in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=cutoff)
    return by_lower[near[0]] if near else None


def did_you_mean(near: str | None) -> str:
    """Return the end of a sentence that asks whether *near* was meant; a period without it."""
    return f"; did you mean {near!r}?" if near else "."


def listed(words: Iterable[str]) -> str:
    """Return *words* as they are enumerated; ``none`` for none."""
    return ", ".join(words) or "none"
