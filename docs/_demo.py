"""Draw a part of what `make demo` shows as a picture for the README; `make picture`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from itertools import takewhile
from pathlib import Path

PICTURE = Path(__file__).with_name("demo.svg")
STEPS = ("3. ", "4. ", "5. ")
"""How the steps begin that are drawn: a token is used, revoked, and replaced."""

LEFT, TOP, LINE, CHARACTER = 16, 28, 19, 7.83
"""In pixels: the margins, a line, and the width of a character in most fonts."""

COLOURS = ("#7aa2f7", "#e0af68", "#bb9af7")
"""Of tokens, in the order in which they are first seen."""

STYLE = (
    "text{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#c8d0e0;"
    "white-space:pre}.step{font-weight:bold;fill:#fff}.good{fill:#9ece6a}.bad{fill:#ff7a85}"
)

PARTS = re.compile(r"#[0-9a-f]{5}\b|(?<= )[1-5]\d\d(?= +\d+ ms)")


def main() -> None:
    """Run the demo, and write the picture."""
    command = [sys.executable, "-m", "examples.main_job"]
    folder = PICTURE.parent.parent
    done = subprocess.run(  # noqa: S603 - our own demo
        command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True
    )
    PICTURE.write_text(picture(shown(done.stdout)), encoding="utf-8")


def shown(output: str) -> list[str]:
    """Return the lines that are drawn of what the demo said."""
    lines = output.splitlines()
    first, *_, last = (lines.index(line) for line in lines if line.startswith(STEPS))
    return lines[first:last] + list(takewhile(bool, lines[last:]))


def picture(lines: Sequence[str]) -> str:
    """Return *lines* as SVG, with a colour for each token and kind of status."""
    width = round(2 * LEFT + CHARACTER * max(map(len, lines)))
    tokens = list(dict.fromkeys(re.findall(r"#[0-9a-f]{5}\b", "\n".join(lines))))
    fills = dict(zip(tokens, COLOURS, strict=True))

    def coloured(part: re.Match[str]) -> str:
        if part[0] in fills:
            return f'<tspan fill="{fills[part[0]]}">{part[0]}</tspan>'
        return f'<tspan class="{"good" if part[0] < "400" else "bad"}">{part[0]}</tspan>'

    drawn = [
        f'<text class="{"step" if line.startswith(STEPS) else "line"}" x="{LEFT}" '
        f'y="{TOP + LINE * number}" xml:space="preserve">'
        f"{PARTS.sub(coloured, escape(line, quote=False))}</text>"
        for number, line in enumerate(lines)
    ]
    height = TOP + LINE * len(lines)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>Steps of make demo</title><style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#1a1e2a"/>',
            *drawn,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    main()
