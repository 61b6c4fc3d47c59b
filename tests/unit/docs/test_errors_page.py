"""docs/errors.md shows all errors, each below what catches it, and what is told of them is so."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import pytest

from ksclient import exceptions
from ksclient.auth import exceptions as auth_exceptions
from tests.unit.docs import public
from tests.unit.docs.pages import DOCS

PAGE = (DOCS / "errors.md").read_text()
ELSEWHERE = ("ksclient.testing", "ksclient.cli", "ksclient.migrate")
"""Whose errors are told on pages of their own."""


def errors() -> set[type]:
    """Return the public classes of errors and warnings."""
    found = set()
    for module in public.modules():
        if module.startswith(ELSEWHERE):
            continue
        loaded = importlib.import_module(module)
        for name in public.names(module):
            value = getattr(loaded, name)
            if isinstance(value, type) and issubclass(value, BaseException):
                found.add(value)
    return {each for each in found if each.__module__.startswith("ksclient.")}


LINE = re.compile(r"(?P<drawing>[│├└─ ]*(?P<name>\w+)(?: \([\w, ]+\))?) {2,}(?P<said>\w.*)")


def tree() -> list[re.Match[str]]:
    """Return the lines of the tree on the page."""
    lines = PAGE.split("```text\n")[1].split("\n```")[0].splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    assert None not in found, lines[found.index(None)]
    return [each for each in found if each]


def drawn(found: set[type], order: list[str]) -> list[str]:
    """Return how the tree of *found* is drawn, those below the same class in this *order*."""

    def above(of: type) -> type | None:
        return next((each for each in of.__bases__ if each in found), None)

    def beside(of: type) -> str:
        others = [each.__name__ for each in of.__bases__ if each not in {above(of), Exception}]
        shown = [name for name in others if name not in HIDDEN]
        return f" ({', '.join(shown)})" if shown else ""

    def place(of: type) -> int:
        return order.index(of.__name__) if of.__name__ in order else len(order)

    def below(of: type | None, indent: str) -> Iterator[str]:
        kids = sorted((each for each in found if above(each) is of), key=place)
        for each in kids:
            branch, further = ("└── ", "    ") if each is kids[-1] else ("├── ", "│   ")
            if of is None:
                branch = further = ""
            yield f"{indent}{branch}{each.__name__}{beside(each)}"
            yield from below(each, indent + further)

    return list(below(None, ""))


HIDDEN = {"DeadlinePassed"}
"""Classes that are not public."""


def test_the_tree_has_all_errors_each_below_what_catches_it():
    assert [line["drawing"] for line in tree()] == drawn(errors(), [each["name"] for each in tree()])


def test_what_the_page_names_is_an_error_or_something_else_of_the_package():
    named = set(re.findall(r"`([A-Z]\w+(?:Error|Failure|Timeout|NotFound|Failed|Match))`", PAGE))
    known = {each.__name__ for each in errors()} | set(exceptions.__all__)
    assert named - known <= {"ValueError", "TypeError", "AttributeError", "ImportError", "KeyError"}


@pytest.mark.parametrize("name", ["ConnectionError", "HttpError", "EndpointNotFound"])
def test_both_modules_have_the_same_class(name: str):
    assert getattr(exceptions, name) is getattr(auth_exceptions, name)
