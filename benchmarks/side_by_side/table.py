"""The rows as a table of Markdown, for a page and for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.side_by_side.cases import FLOOR
from benchmarks.side_by_side.running import Row


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table: the ratio and its goal, then what each library takes."""
    yield "| case | goal | ratio | ksclient | mirrored libraries |"
    yield "|---|---:|---:|---|---|"
    for row in rows:
        goal = "" if row.goal is None else f"≤ {row.goal:g}"
        cells = (_cell(row, name) for name in ("ksclient", "upstream"))
        yield f"| {row.title} | {goal} | {ratio(row)} | {' | '.join(cells)} |"


def floor(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a sentence for each case in which what both stand on was measured as well."""
    for row in rows:
        below = [f"{name} {amount(row, name)}" for name in FLOOR if name in row.measured]
        if below:
            yield f"{row.title}, on the floor that both stand on: {', '.join(below)}."


def ratio(row: Row) -> str:
    """Return the ratio as it is shown: bold where the goal is reached."""
    digits = 2 if row.ratio >= 0.01 else 5
    shown = f"{row.ratio:.{digits}f}"
    return f"**{shown}**" if row.goal is not None and row.ratio <= row.goal else shown


def amount(row: Row, name: str) -> str:
    """Return what a contestant takes, in a unit that fits."""
    value = row.measured[name]
    if row.unit == "B":
        return f"{value / 2**20:.1f} MB"
    return seconds(value)


def seconds(value: float) -> str:
    """Return seconds in milliseconds, or in microseconds if they are few."""
    if value >= 0.01:
        return f"{value * 1e3:,.0f} ms"
    return f"{value * 1e6:,.0f} µs" if value >= 1e-5 else f"{value * 1e6:,.1f} µs"


def _cell(row: Row, name: str) -> str:
    wall = f" ({seconds(row.wall[name])} on the clock)" if name in row.wall else ""
    notes = row.notes.get(name, "")
    return f"{amount(row, name)}{wall}{f', {notes}' if notes else ''}"
