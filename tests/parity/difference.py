"""What a deliberate difference is, and how outcomes are compared in view of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from tests.parity.compare import Change
from tests.parity.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is different on purpose.

    Attributes:
        row: The cell of a table in docs/migrating.md that tells it, word for word.
        cases: Patterns of the names of the cases in which it shows: in each of them.
        changes: Where in the outcome, what upstream has there, and what is here instead.
    """

    row: str
    cases: tuple[str, ...]
    changes: Mapping[str, Change] = field(default_factory=dict)

    def shows_in(self, name: str) -> bool:
        """Tell whether a case has this difference."""
        return any(fnmatchcase(name, pattern) for pattern in self.cases)


@dataclass(frozen=True, slots=True)
class Throughout:
    """Something that is different on purpose, in the same way wherever it occurs.

    Attributes:
        row: As above.
        cases: Patterns of the names of the cases in which it may occur.
        aspect: The part of an outcome.
        ours: Makes what is here of what upstream has; anything else it leaves as it is.
    """

    row: str
    cases: tuple[str, ...]
    aspect: str
    ours: Callable[[Any], Any]

    shows_in = Difference.shows_in

    def applied_to(self, theirs: Outcome) -> Outcome:
        """Return what upstream's outcome would be without this difference."""
        value = json.loads(json.dumps(getattr(theirs, self.aspect)))
        return replace(theirs, **{self.aspect: self.ours(value)})


def expected(
    name: str, theirs: Outcome, differences: Iterable[Difference | Throughout]
) -> tuple[Outcome, dict[str, Change]]:
    """Return what a case's outcome is to be compared with, and the changes to be found."""
    changes: dict[str, Change] = {}
    for each in differences:
        if not each.shows_in(name):
            continue
        if isinstance(each, Throughout):
            theirs = each.applied_to(theirs)
            continue
        twice = set(changes) & set(each.changes)
        assert not twice, f"{name}: {twice} stand in two differences"
        changes.update(each.changes)
    return theirs, changes


def mismatches(found: Mapping[str, Change], told: Mapping[str, Change]) -> dict[str, Change]:
    """Return the changes that are not told, and those told that were not found, by place.

    A text that is told with an ellipsis at its end stands for all that begin so.
    """
    wrong = {
        place: change
        for place, change in found.items()
        if place not in told or not all(map(_is_as_told, change, told[place]))
    }
    return wrong | {f"told: {place}": told[place] for place in told if place not in found}


def _is_as_told(found: Any, told: Any) -> bool:
    if isinstance(told, str) and isinstance(found, str) and told.endswith("…"):
        return found.startswith(told.removesuffix("…"))
    return json.dumps(found, sort_keys=True) == json.dumps(told, sort_keys=True)
