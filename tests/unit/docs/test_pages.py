"""The Python of every page runs on a test cloud, and prints what the page says."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ksclient.testing import Cloud
from tests.unit.docs.pages import DOCS, Block, blocks, execute, parts, python

pytest_plugins = ["pytester"]

RUN_ELSEWHERE = {
    "configuration.md": "tests.unit.config.test_docs",
    "index.md": "tests.live.test_recipes",
    "persistence.md": "tests.unit.token.test_docs",
    "recipes.md": "tests.live.test_recipes",
    "testing.md": "tests.unit.testing.test_docs",
    "token-cache.md": "tests.unit.token.cache.test_docs",
}
"""Pages that need more than a cloud, and the module that runs them; its `RUN` says what of them."""

PAGES = {
    path.relative_to(DOCS).as_posix(): path
    for path in sorted(DOCS.rglob("*.md"))
    if python(path.read_text())
}
HERE = [page for page in PAGES if page not in RUN_ELSEWHERE]
SEED = {
    "tenants": ["demo"],
    "roles": ["member"],
    "users": [{"name": "alice", "password": "alices-password", "tenant": "demo"}],
}
SECRETS = {
    "OS_PASSWORD": "secret",
    "ADMIN_TOKEN": "ADMIN",
    "ALICE": "alices-password",
    "BOB": "bobs-password",
    "NEW_PASSWORD": "alices-new-password",
}
PLUGIN = ["-p", "no:ksclient", "-p", "ksclient.testing.pytest_plugin", "-p", "no:cacheprovider"]


def runs_here(page: str) -> list[Block]:
    return [
        block
        for block in python(PAGES[page].read_text())
        if not block.is_tests and "not run" not in block.marks
    ]


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(tmp_path))
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """Put back what a page does to loggers."""
    before = {each: (each.level, list(each.handlers)) for each in loggers()}
    yield
    for each in loggers():
        level, handlers = before.get(each, (logging.NOTSET, []))
        each.setLevel(level)
        each.handlers[:] = handlers


def loggers() -> list[logging.Logger]:
    known = [logging.root, *logging.root.manager.loggerDict.values()]
    return [each for each in known if isinstance(each, logging.Logger)]


def urls(cloud: Cloud) -> dict[str, str]:
    return {
        "https://keystone.example.com:5000/v2.0": cloud.public_url,
        "https://keystone.example.com:5000": cloud.public_url.removesuffix("/v2.0"),
        "https://keystone.example.com:35357/v2.0": cloud.admin_url,
        "https://keystone.example.com:35357": cloud.admin_url.removesuffix("/v2.0"),
    }


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # who reads a page closes no sessions
@pytest.mark.parametrize("page", HERE)
def test_the_python_of_a_page_runs_and_prints_what_it_says(
    page: str, in_folder: Path, restored_logs: None
):
    text = PAGES[page].read_text()
    for keywords, part in parts(runs_here(page)):
        with Cloud(**{"seed": SEED, **keywords}) as cloud:
            here = urls(cloud)
            for file in blocks(text):
                if file.language in {"json", "toml", "yaml"} and file.file_name:
                    code = file.code
                    for theirs, ours in here.items():
                        code = code.replace(theirs, ours)
                    in_folder.joinpath(file.file_name).write_text(code)
            names = execute(part, PAGES[page], here)
        for started in [value for value in names.values() if isinstance(value, Cloud)]:
            started.stop()


@pytest.mark.parametrize("page", HERE)
def test_the_tests_of_a_page_pass(page: str, pytester: Any):
    modules = [block for block in python(PAGES[page].read_text()) if block.is_tests]
    if not modules:
        return
    for block in modules:
        pytester.path.joinpath(str(block.file_name)).write_text(block.code)
    result = pytester.runpytest_subprocess(*PLUGIN, "--strict-markers", "-W", "error")
    result.assert_outcomes(passed=sum(block.code.count("\ndef test_") for block in modules))


@pytest.mark.parametrize("page", RUN_ELSEWHERE)
def test_all_python_of_a_page_that_is_run_elsewhere_is_run(page: str):
    run = importlib.import_module(RUN_ELSEWHERE[page]).RUN[page]
    missing = [
        f"{page}:{block.line}"
        for block in python(PAGES[page].read_text())
        if "not run" not in block.marks and block.code.strip() not in run
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_run_says_why_and_is_python_at_least(page: str):
    for block in python(PAGES[page].read_text()):
        block.as_in(PAGES[page])
        assert len(block.marks.get("not run", "because it says why").split()) > 2
