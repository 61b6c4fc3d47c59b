"""Rows that a seed adds to tables: all of them at the end, or none."""

from __future__ import annotations

from itertools import chain
from typing import Generic, Protocol, TypeVar

from ksclient.testing.keystone.tables import Table
from ksclient.testing.seed.places import Place, did_you_mean


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


class _HasName(_HasId, Protocol):
    @property
    def name(self) -> str: ...


R = TypeVar("R", bound=_HasId)
N = TypeVar("N", bound=_HasName)

_WORDS = {"project": "tenant"}


class Addition(Generic[R]):
    """What is to be added to a table, which stays as it is until `commit`.

    Args:
        table: The table.
    """

    def __init__(self, table: Table[R]) -> None:
        self._old = table
        self._new: Table[R] = Table(table.kind)
        self.word = _WORDS.get(table.kind, table.kind)

    def add(self, row: R, place: Place) -> R:
        """Add a row, and return it.

        Raises:
            SeedError: If there is one of the same id.
        """
        if row.id in self._old or row.id in self._new:
            raise place.error(f"another {self.word} has this id")
        return self._new.add(row)

    def commit(self) -> None:
        """Add everything to the table."""
        for row in self._new:
            self._old.add(row)


class NamedAddition(Addition[N]):
    """The same for rows whose names are their own, so that they can be referred to by name."""

    def add(self, row: N, place: Place) -> N:
        """Add a row, and return it.

        Raises:
            SeedError: If there is one of the same name or id.
        """
        if any(each.name == row.name for each in self._rows()):
            raise place.error(f"there is a {self.word} {row.name!r} already")
        return super().add(row, place)

    def find(self, reference: str) -> N | None:
        """Return the row of this name, or else of this id; None if there is none."""
        named = (row for row in self._rows() if row.name == reference)
        return next(named, None) or self._old.find(reference) or self._new.find(reference)

    def get(self, place: Place) -> N:
        """Return the row whose name or id stands at a place.

        Raises:
            SeedError: If there is none.
        """
        reference = place.text()
        found = self.find(reference)
        if found is None:
            hint = did_you_mean(reference, (row.name for row in self._rows()))
            raise place.error(f"there is no {self.word} {reference!r}{hint}")
        return found

    def _rows(self) -> chain[N]:
        return chain(self._old, self._new)
