"""The ratios as a picture: one bar a case, and a mark where its goal is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from benchmarks.side_by_side.running import Row

LEFT, WIDTH, LINE, TOP = 330, 400, 24, 44
"""In pixels: where the bars start, how long the whole of upstream is, a row, and the head."""

STYLE = (
    "text{font:13px sans-serif;fill:#333}.u{fill:#e4e4e4}.k{fill:#3a7d44}.m{fill:#c9802b}"
    ".g{stroke:#111;stroke-width:2}@media(prefers-color-scheme:dark){text{fill:#ddd}"
    ".u{fill:#444}.g{stroke:#eee}}"
)


def picture(rows: Sequence[Row]) -> str:
    """Return the picture as SVG."""
    height = TOP + LINE * len(rows) + 8
    head = (
        f'<text x="{LEFT}" y="18">ksclient, as a part of what the mirrored libraries take</text>'
        f'<text x="{LEFT}" y="36">(the line is the goal; shorter is better)</text>'
    )
    bars = "".join(_bar(row, TOP + LINE * number) for number, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 70} {height}" '
        f'role="img"><title>Ratios of the table</title><style>{STYLE}</style>{head}{bars}</svg>\n'
    )


def _bar(row: Row, top: int) -> str:
    length = max(1.0, min(row.ratio, 1.1) * WIDTH)
    is_missed = row.goal is not None and row.ratio > row.goal
    goal = ""
    if row.goal is not None:
        x = LEFT + row.goal * WIDTH
        goal = f'<line class="g" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + 18}"/>'
    title = escape(row.title.replace("`", ""))
    return (
        f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{title}</text>'
        f'<rect class="u" x="{LEFT}" y="{top + 2}" width="{WIDTH}" height="14"/>'
        f'<rect class="{"m" if is_missed else "k"}" x="{LEFT}" y="{top + 2}" '
        f'width="{length:.1f}" height="14"/>{goal}'
        f'<text x="{LEFT + WIDTH + 8}" y="{top + 14}">{row.ratio:.3g}</text>'
    )
