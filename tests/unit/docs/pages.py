"""The Python of the documentation's pages, and how a reader runs it: from top to bottom.

A comment of HTML right above a block says what is special about it:

- ``<!-- not run: it needs a real cloud -->``: why the block is not run;
- ``<!-- cloud: {"profile": "rackspace", "seed": {...}} -->``: from here on, another test cloud,
  made with these keywords, and no names of the blocks before.

A block whose first line is ``# test_name.py`` is a module for pytest. Blocks of YAML, TOML and JSON
whose first line is ``# name`` are files in the folder that the others run in.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[3] / "docs"
BLOCK = re.compile(
    r"(?P<marks>(?:^<!--(?:(?!-->).)*-->\n+)*)^(?P<indent> *)```(?P<language>[\w-]*)[^\n]*\n"
    r"(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
MARK = re.compile(r"<!--\s*(not run|cloud):\s*(.*?)\s*-->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code in a page."""

    language: str
    code: str
    line: int
    marks: dict[str, str]

    @property
    def file_name(self) -> str | None:
        """The file that it is, as its first line says."""
        named = re.match(r"# (\S+\.(?:py|ya?ml|toml|json))\n", self.code)
        return named[1] if named else None

    @property
    def is_tests(self) -> bool:
        """Whether pytest runs it."""
        return self.language == "python" and (self.file_name or "").startswith("test_")

    def as_in(self, page: Path) -> Any:
        """Return its code, each line numbered as in its page."""
        return compile("\n" * self.line + self.code, str(page), "exec")


def blocks(text: str) -> Iterator[Block]:
    """Give all blocks of code in a page."""
    for found in BLOCK.finditer(text):
        yield Block(
            found["language"],
            re.sub(rf"^{found['indent']}", "", found["code"], flags=re.MULTILINE),
            text.count("\n", 0, found.start("code")),
            dict(MARK.findall(found["marks"])),
        )


def python(text: str) -> list[Block]:
    """Return the Python of a page."""
    return [block for block in blocks(text) if block.language == "python"]


def parts(found: list[Block]) -> list[tuple[dict[str, Any], list[Block]]]:
    """Return what runs on a cloud of its own, each with the keywords that make the cloud."""
    divided: list[tuple[dict[str, Any], list[Block]]] = [({}, [])]
    for block in found:
        if "cloud" in block.marks:
            divided.append((json.loads(block.marks["cloud"]), []))
        divided[-1][1].append(block)
    return [part for part in divided if part[1]]


def execute(part: list[Block], page: Path, here: dict[str, str]) -> dict[str, Any]:
    """Run blocks one after the other, and compare what they print with what comments promise.

    Args:
        part: The blocks.
        page: Where they are from.
        here: What is so on a test cloud, by what the page says.
    """
    lines = page.read_text().splitlines()
    told = []

    def compare(*values: object) -> None:
        promise = lines[sys._getframe(1).f_lineno - 1].partition(")  # ")[2]
        for theirs, ours in here.items():
            promise = promise.replace(theirs, ours)
        told.append(" ".join(map(str, values)))
        if promise:
            assert told[-1] == promise

    names: dict[str, Any] = {"__name__": "__main__", "print": compare}
    for block in part:
        code = block.code
        for theirs, ours in here.items():
            code = code.replace(theirs, ours)
        exec(Block(block.language, code, block.line, {}).as_in(page), names)
    return names
