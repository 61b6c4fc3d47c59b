"""An import loads what it needs, and little else."""

from __future__ import annotations

import pytest

from tests.performance.counting import modules_after

CLIENT = "import ksclient.v2_0.client"
SESSION = "from ksclient.auth.session import Session\nfrom ksclient.auth.identity import v2"
SLOW = {
    "asyncio",
    "dataclasses",
    "decimal",
    "difflib",
    "hashlib",
    "html.entities",
    "http.client",
    "importlib.metadata",
    "inspect",
    "iso8601",
    "logging",
    "platform",
    "random",
    "requests",
    "shlex",
    "socket",
    "ssl",
    "stevedore",
    "textwrap",
    "traceback",
    "unicodedata",
    "urllib3",
    "uuid",
    "yaml",
}
"""Modules that take long to load, or load much, and that an import can do without."""


@pytest.mark.parametrize(("statement", "most"), [(CLIENT, 80), (SESSION, 112)])
def test_an_import_loads_few_modules(statement: str, most: int) -> None:
    assert len(modules_after(statement)) <= most


@pytest.mark.parametrize("statement", [CLIENT, SESSION])
def test_an_import_loads_nothing_slow(statement: str) -> None:
    assert not modules_after(statement) & SLOW


@pytest.mark.parametrize("statement", [CLIENT, SESSION])
def test_an_import_leaves_for_later_what_only_requests_need(statement: str) -> None:
    loaded = modules_after(statement)
    for package in ("ksclient.auth.discover", "ksclient.base", "ksclient.auth.identity.generic"):
        assert package not in loaded


def test_the_package_itself_loads_nothing() -> None:
    loaded = {name for name in modules_after("import ksclient") if name.startswith("ksclient")}
    assert loaded == {"ksclient", "ksclient._version"}


def test_no_pattern_that_hides_secrets_is_compiled_by_an_import() -> None:
    statement = (
        f"{CLIENT}\nfrom ksclient.auth._redact import documents, markup, secrets, urls\n"
        "from ksclient.auth._pattern import Pattern\n"
        "found = [*markup._IN_XML, *(v for m in (documents, secrets, urls) "
        "for v in vars(m).values() if isinstance(v, Pattern))]\n"
        "assert len(found) > 6\n"
        "assert not any('compiled' in vars(each) for each in found)"
    )
    assert modules_after(statement)
