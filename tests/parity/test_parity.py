"""The same calls on upstream and here, against one server: what differs is meant to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parity.cases import (
    clients,
    discovery,
    managers,
    plugins,
    resources,
    sessions,
    signer,
    tokens,
)
from tests.parity.cases.case import Case
from tests.parity.compare import changes_between
from tests.parity.difference import expected, mismatches
from tests.parity.differences import DIFFERENCES
from tests.parity.libraries import OURS, UPSTREAM
from tests.parity.outcome import run
from tests.parity.server import Server

MODULES = (clients, discovery, managers, plugins, resources, sessions, signer, tokens)
CASES: list[Case] = [case for module in MODULES for case in module.CASES]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _leave_the_developers_cache_alone(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_both_do_the_same_but_for_what_differs_on_purpose(case: Case, server: Server) -> None:
    theirs = run(case.run, UPSTREAM, server)
    ours = run(case.run, OURS, server)

    rest_of_theirs, told = expected(case.name, theirs, DIFFERENCES)

    assert mismatches(changes_between(rest_of_theirs, ours), told) == {}


def test_each_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]

    assert sorted(names) == sorted(set(names))
