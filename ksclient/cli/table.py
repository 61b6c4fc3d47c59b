"""Tables as the old command drew them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Any

_LEAST = 4
"""To how many characters a column is folded at most."""


def table(
    head: Sequence[str], rows: Sequence[Sequence[Any]], *, max_width: int = 0, wrap: int = 0
) -> str:
    """Return a table as text.

    Cells are in the middle of their columns. Control characters are shown as escapes, so nothing
    that a server sends steers a terminal; only a line feed begins a new line of its cell.

    Args:
        head: The names of the columns.
        rows: Their values.
        max_width: Into how many characters the table is folded, if that can be; 0 for any.
        wrap: After how many characters each cell is folded; 0 for never.
    """
    cells = [[_lines(value, wrap) for value in row] for row in rows]
    titles = [_lines(title, 0) for title in head]
    widths = [
        max(_width(line) for row in (titles, *cells) for line in row[place])
        for place in range(len(head))
    ]
    if max_width:
        widths = _narrowed(widths, max_width)
    rule = f"+{'+'.join('-' * (width + 2) for width in widths)}+"
    drawn = [rule, *_drawn(titles, widths), rule]
    for row in cells:
        drawn += _drawn(row, widths)
    return "\n".join([*drawn, rule])


def in_words(value: Any) -> str:
    """Return a value as a cell holds it: nothing for null, and JSON for what has members."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def escaped(text: str) -> str:
    """Return *text* with its control characters as escapes, so that it is one line."""
    if text.isprintable():
        return text
    return "".join(
        letter
        if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else letter.encode("unicode_escape").decode()
        for letter in text
    )


def _lines(value: Any, wrap: int) -> list[str]:
    lines = [escaped(line) for line in in_words(value).split("\n")]
    return _folded(lines, wrap) if wrap else lines


def _folded(lines: Sequence[str], width: int) -> list[str]:
    """Return *lines* cut into pieces that are *width* wide at most."""
    pieces: list[str] = []
    for line in lines:
        piece, taken = "", 0
        for letter in line:
            wide = _letter_width(letter)
            if piece and taken + wide > width:
                pieces.append(piece)
                piece, taken = "", 0
            piece, taken = piece + letter, taken + wide
        pieces.append(piece)
    return pieces


def _narrowed(widths: Sequence[int], total: int) -> list[int]:
    """Return *widths* that give a table of *total* characters, taken from the widest columns."""
    room = max(total - 3 * len(widths) - 1, _LEAST * len(widths))
    narrowed = list(widths)
    while sum(narrowed) > room:
        widest = narrowed.index(max(narrowed))
        others = sorted({width for width in narrowed if width < narrowed[widest]}, reverse=True)
        floor = others[0] if others else _LEAST
        excess = sum(narrowed) - room
        narrowed[widest] -= max(1, min(excess, narrowed[widest] - max(floor, _LEAST)))
    return narrowed


def _drawn(row: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    cells = [_folded(lines, width) for lines, width in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    drawn = []
    for place in range(height):
        parts = [
            _centred(cell[place] if place < len(cell) else "", width)
            for cell, width in zip(cells, widths, strict=True)
        ]
        drawn.append(f"| {' | '.join(parts)} |")
    return drawn


def _centred(text: str, width: int) -> str:
    """Return *text* in the middle of *width*: PrettyTable's, to the space."""
    taken = _width(text)
    excess = width - taken
    left = excess // 2 + (excess % 2 if taken % 2 == 0 else 0)
    return " " * left + text + " " * (excess - left)


def _width(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if letter.isascii():
        return 1
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
