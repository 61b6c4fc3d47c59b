"""What commands find out, before it is known how to print it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from ksclient.auth._value import Value
from ksclient.cli.errors import UsageError

Row: TypeAlias = Mapping[str, Any]


class Listing(Value):
    """Things of one kind, a row for each.

    Attributes:
        rows: What is known of them.
        columns: What is shown of them, unless columns are asked for.
        order_by: The column that they are sorted by; None leaves them as they come.
        group_by: The column that a table of the old command has for a heading; None for none.
    """

    rows: Sequence[Row]
    columns: tuple[str, ...]
    order_by: str | None = None
    group_by: str | None = None

    def sorted(self) -> list[Row]:
        """Return the rows in order; those that are equal in that column, by the others."""
        if self.order_by is None:
            return list(self.rows)
        by = (self.order_by, *self.columns)
        return sorted(self.rows, key=lambda row: [_sortable(row.get(column)) for column in by])

    def narrowed(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Return the columns to show, of what is *wanted* or, if that is nothing, by default.

        Raises:
            UsageError: If there is no such column.
        """
        known = {column: None for row in self.rows for column in row}
        return _chosen(wanted, (*self.columns, *known)) or self.columns


class Details(Value):
    """All that is known of one thing.

    Attributes:
        members: By name.
        wrap: How many characters of a value a line of a table takes; 0 for all.
    """

    members: Row
    wrap: int = 0

    def narrowed(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Return the members to show, in the order *wanted*, else sorted.

        Raises:
            UsageError: If there is no such member.
        """
        return _chosen(wanted, tuple(self.members)) or tuple(sorted(self.members))


class Said(Value):
    """Words for people, such as "User has been updated."; other formats leave them out."""

    text: str


class Text(Value, unshown=("text",)):
    """Text that is what was asked for, such as help: the same in all formats."""

    text: str


class Lines(Value):
    """What the old command told in lines rather than in a table; other formats have rows.

    Attributes:
        text: The lines.
        rows: The same, for programs.
        columns: What is shown of the rows, unless columns are asked for.
        code: What the command exits with, once they are printed.
    """

    text: str
    rows: Sequence[Row]
    columns: tuple[str, ...]
    code: int = 0


Answer: TypeAlias = Listing | Details | Said | Text | Lines


def resources(found: Iterable[Any], *columns: str, order_by: str) -> Listing:
    """Return a listing of what a manager has listed."""
    return Listing([shown(each) for each in found], columns, order_by)


def details(resource: Any) -> Details:
    """Return all that a server told of a thing."""
    return Details(shown(resource))


def shown(resource: Any) -> dict[str, Any]:
    """Return what a server told of a thing, without a password that it should not have told."""
    members: dict[str, Any] = resource.to_dict()
    members.pop("password", None)
    return members


def wire_time(moment: datetime) -> str:
    """Return a time as Keystone writes it, such as ``2026-11-29T15:22:09Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sortable(value: Any) -> str:
    return "" if value is None else str(value)


def _chosen(wanted: Sequence[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the *known* names that are *wanted*, whatever their case."""
    by_lower = {name.lower(): name for name in reversed(known)}
    for name in wanted:
        if name.lower() not in by_lower:
            there_are = ", ".join(dict.fromkeys(known)) or "none"
            raise UsageError(f"There is no column {name!r}. The columns are: {there_are}.")
    return tuple(by_lower[name.lower()] for name in wanted)
