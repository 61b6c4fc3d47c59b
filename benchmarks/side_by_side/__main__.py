"""Measure ksclient beside the libraries that it mirrors; `make bench` writes it down as well.

``python -m benchmarks.side_by_side`` prints the table. With ``--write`` it goes into
``docs/performance.md``, and the picture beside it.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.side_by_side.picture import picture
from benchmarks.side_by_side.running import Row, rows
from benchmarks.side_by_side.table import floor, table

RUNS = 9
DOCS = Path(__file__).parents[2] / "docs"
START, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=RUNS, help="the median counts: %(default)s")
    parser.add_argument("--write", action="store_true", help="update docs/performance.md as well")
    arguments = parser.parse_args()
    measured = list(rows(arguments.runs))
    text = page(measured, arguments.runs)
    print(text)
    if arguments.write:
        write(text, measured)


def page(measured: Sequence[Row], runs: int) -> str:
    """Return what goes into the page: where and what was measured, the table, the floor."""
    others = ", ".join(f"{name} {version(name)}" for name in ("python-keystoneclient", *_BELOW))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    where = (
        f"{python}, {platform.machine()}, {os.cpu_count()} cores; {others}. "
        f"Medians of {runs} rounds, taken in turns."
    )
    return "\n".join([where, "", *table(measured), "", *floor(measured)])


_BELOW = ("keystoneauth1", "requests", "urllib3")


def write(text: str, measured: Sequence[Row]) -> None:
    """Replace what the page says of the last run, and the picture."""
    path = DOCS / "performance.md"
    before, start, rest = path.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        sys.exit(f"{path} has no place for the table: {START} and {END}")
    path.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", encoding="utf-8")
    (DOCS / "performance.svg").write_text(picture(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
