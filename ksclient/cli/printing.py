"""Print an answer in the format that was asked for."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from ksclient.auth._value import Value
from ksclient.cli.answers import Answer, Details, Lines, Listing, Row, Text
from ksclient.cli.errors import UsageError
from ksclient.cli.table import escaped, in_words, table


class Style(Value):
    """How to print.

    Attributes:
        format: ``table``, ``json``, ``yaml``, ``csv`` or ``value``.
        columns: Which columns, in this order; empty for the usual ones.
        max_width: How wide a table may be; 0 for any width.
    """

    format: str = "table"
    columns: tuple[str, ...] = ()
    max_width: int = 0


def style_of(said: argparse.Namespace) -> Style:
    """Return the style that a command line asks for."""
    return Style(said.format, tuple(said.columns or ()), said.max_width)


def printed(answer: Answer, style: Style) -> str:
    """Return what to print, which ends with a line feed unless it is empty.

    Raises:
        UsageError: If a column is asked for that is not there, or YAML without its library.
    """
    if isinstance(answer, Lines) and (style.format != "table" or style.columns):
        answer = Listing(answer.rows, answer.columns)
    if isinstance(answer, Text):
        text = answer.text
    elif isinstance(answer, Listing):
        text = _listing(answer, style)
    elif isinstance(answer, Details):
        text = _details(answer, style)
    elif style.format == "table":
        text = answer.text
    else:
        return ""
    return text if text.endswith("\n") or not text else f"{text}\n"


def check(style: Style) -> None:
    """Refuse a style that cannot be, before anything is sent.

    Raises:
        UsageError: If YAML is asked for without its library.
    """
    if style.format == "yaml":
        _yaml()


def _listing(listing: Listing, style: Style) -> str:
    columns = listing.narrowed(style.columns)
    rows = listing.sorted()
    if style.format == "table":
        return _tables(listing, columns, rows, style)
    if style.format in _DOCUMENTS:
        return _DOCUMENTS[style.format]([_members(row, columns) for row in rows])
    lines = [[row.get(column) for column in columns] for row in rows]
    if style.format == "csv":
        return _csv([columns, *lines])
    return "".join(f"{' '.join(map(_value, line))}\n" for line in lines)


def _details(details: Details, style: Style) -> str:
    columns = details.narrowed(style.columns)
    values = [details.members[column] for column in columns]
    if style.format == "table":
        rows = list(zip(columns, values, strict=True))
        return table(("Property", "Value"), rows, max_width=style.max_width, wrap=details.wrap)
    if style.format in _DOCUMENTS:
        return _DOCUMENTS[style.format](_members(details.members, columns))
    if style.format == "csv":
        return _csv([columns, values])
    return "\n".join(map(_value, values))


def _tables(listing: Listing, columns: tuple[str, ...], rows: Sequence[Row], style: Style) -> str:
    """Return one table; or, as the old command had it, one of members for each row of a group."""
    if not rows:
        return "\n"  # the old command's
    if listing.group_by is None or style.columns:
        cells = [[row.get(column) for column in columns] for row in rows]
        return table(columns, cells, max_width=style.max_width)
    parts = []
    heading = None
    for row in rows:
        if row.get(listing.group_by) != heading:
            heading = row.get(listing.group_by)
            parts.append(f"{listing.group_by.capitalize()}: {escaped(in_words(heading))}")
        members = {name: value for name, value in row.items() if name != listing.group_by}
        parts.append(_details(Details(members), Style(max_width=style.max_width)))
    return "\n".join(parts)


def _members(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    return {column: row.get(column) for column in columns}


def _json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)


def _yaml_text(document: Any) -> str:
    text: str = _yaml().safe_dump(
        document, default_flow_style=False, allow_unicode=True, sort_keys=False
    )
    return text


def _yaml() -> Any:
    try:
        import yaml  # noqa: PLC0415 - an extra, which other formats need not
    except ImportError as cause:
        raise UsageError(
            "-f yaml needs PyYAML: install ksclient[cli]; or use -f json, which is YAML as well."
        ) from cause
    return yaml


_DOCUMENTS: dict[str, Callable[[Any], str]] = {"json": _json, "yaml": _yaml_text}


def _csv(lines: Sequence[Sequence[Any]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerows([in_words(value) for value in line] for line in lines)
    return written.getvalue()


def _value(value: Any) -> str:
    """Return a value in one line, since a script reads lines."""
    return escaped(in_words(value))
