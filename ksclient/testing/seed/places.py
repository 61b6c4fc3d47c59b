"""The values of a seed, each with the place where it stands, for errors."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


class SeedError(ValueError):
    """A seed cannot be read or planted. Nothing of it was planted.

    Attributes:
        place: Where in the seed the error is: ``users[0].roles``.
        problem: What is wrong there.
        file: The file that the seed was read from. None if there is none.
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem
        self.file: str | None = None

    def __str__(self) -> str:
        where = self.place if self.file is None else f"{self.file}: {self.place}"
        return f"{where}: {self.problem}"


def did_you_mean(word: str, known: Iterable[str], *, how_near: float = 0.6) -> str:
    """Return a question whether the nearest of the *known* words was meant.

    Args:
        word: What was said.
        known: What could have been meant.
        how_near: From 0 to 1; it is empty if no word is that near.
    """
    near = difflib.get_close_matches(word, list(known), 1, how_near)
    return f"; did you mean {near[0]!r}?" if near else ""


@dataclass(frozen=True)
class Place:
    """A value of a seed, which errors do not show, and where it stands."""

    value: Any = field(repr=False)
    path: str = ""

    def error(self, problem: str) -> SeedError:
        """Return the error that something is wrong here."""
        return SeedError(self.path or "the seed", problem)

    def wrong(self, expected: str) -> SeedError:
        """Return the error that this is of another type than *expected*."""
        is_scalar = not isinstance(self.value, Mapping | list | tuple | None)
        hint = "; put it into quotes" if is_scalar and expected == "text" else ""
        return self.error(f"must be {expected}, and is {_kind_of(self.value)}{hint}")

    def members(self) -> dict[str, Place]:
        """Return the members of a mapping.

        Raises:
            SeedError: If this is none, or has keys that are not text.
        """
        if not isinstance(self.value, Mapping):
            raise self.wrong("a mapping")
        for key in self.value:
            if not isinstance(key, str):
                raise self.error(f"has a key that must be text, and is {_kind_of(key)}")
        prefix = f"{self.path}." if self.path else ""
        return {key: Place(value, f"{prefix}{key}") for key, value in self.value.items()}

    def items(self) -> list[Place]:
        """Return the items of a list; of nothing, none.

        Raises:
            SeedError: If this is neither.
        """
        if self.value is None:
            return []
        if not isinstance(self.value, list | tuple):
            raise self.wrong("a list")
        return [Place(value, f"{self.path}[{index}]") for index, value in enumerate(self.value)]

    def text(self, *, may_be_blank: bool = False) -> str:
        """Return a text.

        Raises:
            SeedError: If this is none, or nothing but blanks.
        """
        if not isinstance(self.value, str):
            raise self.wrong("text")
        if not may_be_blank and not self.value.strip():
            raise self.error("must not be blank")
        return str(self.value)

    def identifier(self) -> str:
        """Return an id, which can be in the path of a URL.

        Raises:
            SeedError: If this is none.
        """
        if "/" in self.text():
            raise self.error("must not have a slash: it is part of URLs")
        return self.text()

    def flag(self) -> bool:
        """Return a truth value.

        Raises:
            SeedError: If this is none.
        """
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def count(self) -> int:
        """Return a number of times.

        Raises:
            SeedError: If this is none.
        """
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.wrong("a whole number")
        if self.value < 0:
            raise self.error("must not be less than 0")
        return self.value

    def json(self) -> Any:
        """Return a copy of whatever JSON can say.

        Raises:
            SeedError: If it cannot say this.
        """
        try:
            return json.loads(json.dumps(self.value, allow_nan=False))
        except (TypeError, ValueError, RecursionError):
            problem = self.error("cannot be said in JSON; put a date into quotes")
        raise problem


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    ((int, float), "a number"),
    (str, "text"),
    (Mapping, "a mapping"),
    ((list, tuple), "a list"),
)


def _kind_of(value: object) -> str:
    if value is None:
        return "nothing"
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    return f"a {type(value).__name__}"
