"""docs/reliability.md names a test for each promise; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "reliability.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("|")]
NAME = re.compile(
    r"(?:tests/[\w/]+/)?(?P<file>test_\w+\.py)?(?:::)?(?P<test>(?:test_|Test)\w+)?(?:::)?"
)


def names_by_file() -> dict[str, set[str]]:
    """Return the names of tests and of their classes, by file."""
    found: dict[str, set[str]] = {}
    for path in (REPOSITORY / "tests").rglob("test_*.py"):
        names = re.findall(r"^\s*(?:def|class) ((?:test_|Test)\w+)", path.read_text(), re.MULTILINE)
        found.setdefault(path.name, set()).update(names)
    return found


TESTS = names_by_file()


def quoted(line: str) -> list[str]:
    """Return what is in backticks and looks like a test or a file of tests."""
    return [
        each for each in re.findall(r"`([^`]+)`", line) if re.search(r"\btest_|\bTest[A-Z]", each)
    ]


@pytest.mark.parametrize(
    "name", sorted({name for row in PAGE.splitlines() for name in quoted(row)})
)
def test_what_the_page_names_is_there(name: str) -> None:
    named = NAME.fullmatch(name)

    assert named, f"{name!r} is written in another way than file::test"
    file, test = named["file"], named["test"]
    assert file is None or file in TESTS
    if test:
        assert test in (TESTS[file] if file else set().union(*TESTS.values()))


@pytest.mark.parametrize("row", [row for row in ROWS if not row.startswith(("|--", "| promise |"))])
def test_each_promise_names_its_test(row: str) -> None:
    promise, test, *_ = (cell.strip() for cell in row.strip("|").split(" | "))

    assert quoted(test), promise
