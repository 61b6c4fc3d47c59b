"""The reference, as Sphinx makes it: all that is public is there, told in words, without markup."""

from __future__ import annotations

import inspect
import pickle
import pkgutil
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from tests.unit.docs import public
from tests.unit.docs.pages import DOCS

STRAY = {
    "backticks": r"`",
    "a directive": r"^\s*\.\. [\w-]+::",
    "a role": r":(?:py:)?(?:meth|class|attr|func|mod|exc|data|ref|obj):",
    "a section": r"^\s*(?:Args|Attributes|Yields|Keyword Args|Example|Examples|Note):$",
    "a field": r"^\s*:(?:param|raises|returns|rtype|type)\b",
}
MODULES = public.modules()
NAMES = [(module, name) for module in MODULES for name in public.names(module)]
CLASSES = {
    value: f"{module}.{name}"
    for module, name in reversed(NAMES)
    if isinstance(value := pkgutil.resolve_name(f"{module}:{name}"), type)
}


@dataclass
class Reference:
    """What Sphinx made.

    Attributes:
        pages: Its pages, as plain text, by their names.
        told: What has an entry, by its path; None for attributes that only instances have.
        classes: The paths of classes.
    """

    pages: dict[str, str]
    told: dict[str, Any]
    classes: dict[type, str]

    def has(self, name: str, value: Any) -> bool:
        """Tell whether a thing has an entry, at this path or another."""
        if isinstance(value, type) or inspect.isroutine(value):
            return any(each is value for each in self.told.values())
        return any(  # by name, too: equal numbers are the same
            each is value and path.rpartition(".")[2] == name for path, each in self.told.items()
        )


def _found(path: str) -> Any:
    try:
        return pkgutil.resolve_name(path)
    except AttributeError:
        return None


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    made = tmp_path_factory.mktemp("reference")
    only = ["-D", "include_patterns=reference/**", "-D", "root_doc=reference/index"]
    where = ["-d", made / "doctrees", DOCS, made / "text"]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "text", *only, *where],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    environment = pickle.loads((made / "doctrees" / "environment.pickle").read_bytes())
    pages = {
        path.stem: path.read_text()
        for path in sorted((made / "text").joinpath("reference").iterdir())
    }
    objects = environment.domaindata["py"]["objects"]
    told = {path: _found(path) for path, entry in objects.items() if not entry.aliased}
    kinds = {path: entry.objtype for path, entry in objects.items()}
    classes = {told[path]: path for path in told if kinds[path] in {"class", "exception"}}
    return Reference(pages, told, classes)


def test_every_public_name_is_in_the_reference(reference: Reference):
    missing = [
        f"{module}.{name}"
        for module, name in NAMES
        if not reference.has(name, pkgutil.resolve_name(f"{module}:{name}"))
    ]
    assert missing == []


def test_every_method_of_a_public_class_is_in_the_reference(reference: Reference):
    missing = [
        f"{path}.{name}"
        for kind, path in CLASSES.items()
        for name, _ in public.members(kind)
        if not any(
            f"{reference.classes.get(base)}.{name}" in reference.told for base in kind.__mro__
        )
    ]
    assert missing == []


@pytest.mark.parametrize("what", STRAY)
def test_no_markup_is_shown_raw(what: str, reference: Reference):
    assert len(reference.pages) == len(list(DOCS.joinpath("reference").iterdir()))
    shown = {
        page: [line for line in text.splitlines() if re.search(STRAY[what], line)]
        for page, text in reference.pages.items()
    }
    assert {page: lines for page, lines in shown.items() if lines} == {}


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_public_name_is_told_in_words(module: str, name: str):
    value = pkgutil.resolve_name(f"{module}:{name}")
    if not (isinstance(value, type) or inspect.isroutine(value)):
        return
    assert vars(value)["__doc__"] if isinstance(value, type) else inspect.getdoc(value)


@pytest.mark.parametrize("kind", CLASSES, ids=CLASSES.get)
def test_a_method_of_a_public_class_is_told_in_words(kind: type):
    assert [name for name, value in public.members(kind) if not inspect.getdoc(value)] == []
