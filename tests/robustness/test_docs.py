"""Pages that promise something name a test for each promise; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGES = {
    name: (REPOSITORY / "docs" / name).read_text() for name in ("reliability.md", "security.md")
}
NAME = re.compile(
    r"(?:tests/[\w/]+/)?(?P<file>test_\w+\.py)?(?:::)?(?P<test>(?:test_|Test)\w+)?(?:::)?"
)


def cells(row: str) -> list[str]:
    """Return what is in a row of a table."""
    return [cell.strip() for cell in row.strip("|").split(" | ")]


def promises() -> list[tuple[str, str]]:
    """Return what the tables with a column of tests promise, and that column."""
    found = []
    for page in PAGES.values():
        for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
            head, _, *rows = map(cells, table.splitlines())
            tests = [index for index, title in enumerate(head) if re.match(r"test\b", title)]
            found += [(row[0], row[tests[0]]) for row in rows if tests]
    return found


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
    ("page", "name"),
    sorted({(page, name) for page, text in PAGES.items() for name in quoted(text)}),
)
def test_what_the_page_names_is_there(page: str, name: str) -> None:
    named = NAME.fullmatch(name)

    assert named, f"{page}: {name!r} is written in another way than file::test"
    file, test = named["file"], named["test"]
    assert file is None or file in TESTS
    if test:
        assert test in (TESTS[file] if file else set().union(*TESTS.values()))


@pytest.mark.parametrize(("promise", "test"), promises())
def test_each_promise_names_its_test(promise: str, test: str) -> None:
    assert quoted(test), promise
