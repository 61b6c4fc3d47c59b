"""Tell what was found: to people, and to programs."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

from ksclient.cli import errors
from ksclient.cli.answers import Lines
from ksclient.cli.doctor.examination import Line
from ksclient.cli.doctor.findings import Status
from ksclient.cli.table import escaped

_WIDTH = 100


def report(lines: Sequence[Line]) -> Lines:
    """Return what to print, and to exit with."""
    rows = [
        {
            "status": line.finding.status.value,
            "check": line.check,
            "found": line.finding.found,
            "advice": line.finding.advice,
        }
        for line in lines
    ]
    counts = Counter(line.finding.status for line in lines)
    return Lines(
        "\n".join([*map(_shown, lines), "", _summary(counts)]),
        rows,
        ("status", "check", "found", "advice"),
        code=errors.REFUSED if counts[Status.FAIL] else errors.OK,
    )


def _shown(line: Line) -> str:
    head = f"{line.finding.status.value:4}  {line.check:13}  "
    indent = " " * len(head)
    told = _folded(line.finding.found, head, indent)
    if not line.finding.advice:
        return told
    return f"{told}\n{_folded(line.finding.advice, f'{indent}-> ', f'{indent}   ')}"


def _folded(text: str, head: str, indent: str) -> str:
    return textwrap.fill(
        escaped(text),
        _WIDTH,
        initial_indent=head,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _summary(counts: Counter[Status]) -> str:
    told = ", ".join(f"{counts[status]} {status.value}" for status in Status if counts[status])
    if counts[Status.FAIL]:
        return f"{told}. Begin with the first FAIL: what comes after it may be its consequence."
    return f"{told}. Nothing keeps you from working." if counts[Status.WARN] else f"{told}."
