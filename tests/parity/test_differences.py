"""The table of differences: each is told to those who migrate, and each is seen in a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.compare import ABSENT, changes_between
from tests.parity.difference import Difference, Throughout, expected, mismatches
from tests.parity.differences import DIFFERENCES
from tests.parity.outcome import Outcome
from tests.parity.test_parity import CASES

MIGRATING = Path(__file__).parents[2] / "docs" / "migrating.md"
ROWS = [line for line in MIGRATING.read_text().splitlines() if line.startswith("|")]
DOCUMENTED = sorted({each.row for each in DIFFERENCES})


def outcome(**parts: object) -> Outcome:
    return Outcome(**{"wire": [], "result": None, "error": None, "warnings": [], **parts})


def error(name: str, message: str = "") -> dict[str, object]:
    return {"class": name, "is": [name], "message": message, "own": name}


def sent(request: str) -> dict[str, object]:
    return {"request": request, "headers": {"user-agent": "client"}, "body": None}


@pytest.mark.parametrize("row", DOCUMENTED)
def test_a_difference_quotes_the_beginning_of_one_row_of_the_migration_guide(row: str) -> None:
    assert len([line for line in ROWS if line.startswith(f"| {row}")]) == 1


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: each.cases[0])
def test_each_pattern_of_a_difference_names_a_case(difference: Difference | Throughout) -> None:
    for pattern in difference.cases:
        only = Difference(difference.row, (pattern,))
        assert any(only.shows_in(case.name) for case in CASES), pattern


@pytest.mark.parametrize(
    ("theirs", "ours", "changes"),
    [
        ({}, {}, {}),
        ({"result": 1}, {"result": 1.0}, {"result": (1, 1.0)}),
        (
            {"result": {"a": 1}},
            {"result": {"b": 1}},
            {"result.a": (1, ABSENT), "result.b": (ABSENT, 1)},
        ),
        ({"result": [1, 2]}, {"result": [1, 3]}, {"result.1": (2, 3)}),
        ({"result": [1]}, {"result": [1, 2]}, {"result": ([1], [1, 2])}),
        ({"error": error("A")}, {}, {"error": ("A", None)}),
        ({"error": error("A")}, {"error": error("B")}, {"error": ("A", "B")}),
        ({"error": error("A", "no")}, {"error": error("A", "no, since")}, {}),
        (
            {"error": error("A", "no")},
            {"error": error("A", "yes")},
            {"error.message": ("no", "yes")},
        ),
        ({"warnings": ["A"]}, {}, {"warnings": (["A"], [])}),
        (
            {"wire": [sent("GET a"), sent("GET b")]},
            {"wire": [sent("GET b"), sent("GET c")]},
            {
                "wire": (
                    ["GET a client accept=None"],
                    ["GET c client accept=None"],
                )
            },
        ),
    ],
)
def test_what_differs_is_found(theirs: dict, ours: dict, changes: dict) -> None:
    assert changes_between(outcome(**theirs), outcome(**ours)) == changes


def test_requests_in_another_order_are_a_difference() -> None:
    a, b = sent("GET a"), sent("GET b")

    assert "wire" in changes_between(outcome(wire=[a, b]), outcome(wire=[b, a]))


def test_a_change_that_is_not_told_is_a_mismatch() -> None:
    assert mismatches({"result": (1, 2)}, {}) == {"result": (1, 2)}


def test_a_change_that_is_told_otherwise_is_a_mismatch() -> None:
    assert mismatches({"result": (1, 2)}, {"result": (1, 3)}) == {"result": (1, 2)}


def test_a_change_that_is_told_and_no_longer_there_is_a_mismatch() -> None:
    assert mismatches({}, {"result": (1, 2)}) == {"told: result": (1, 2)}


def test_a_change_that_is_told_as_it_is_fits() -> None:
    assert mismatches({"result": (1, "a text")}, {"result": (1, "a …")}) == {}


def test_a_difference_throughout_is_taken_out_of_upstreams_outcome_only() -> None:
    def double(value: int) -> int:
        return 2 * value

    theirs = outcome(result=1)
    rest, told = expected("x", theirs, [Throughout("row", ("x",), "result", double)])

    assert (rest.result, theirs.result, told) == (2, 1, {})
