"""The examples of the documentation, as a reader runs them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN
from tests.live.raw import Raw
from tests.live.servers import Server, temporary_server

DOCS = Path(__file__).parents[2] / "docs"
SECRETS = {
    "OS_PASSWORD": ADMIN_PASSWORD,
    "ADMIN_TOKEN": ADMIN_TOKEN,
    "ALICE": "alices-password",
    "BOB": "bobs-password",
    "NEW_PASSWORD": "alices-new-password",
}

Run = Callable[[str], dict[str, Any]]


def examples(markdown: str) -> str:
    """Return the Python of all examples, each line where it stands in the page."""
    is_code, lines = False, []
    for line in markdown.splitlines():
        fence = line.startswith("```")
        is_code = line == "```python" if fence else is_code
        lines.append(line if is_code and not fence else "")
    return "\n".join(lines)


def sections(page: Path) -> dict[str, str]:
    """Return the text of each section by its title; what stands before them has none."""
    before, *rest = re.split(r"^## ", page.read_text(), flags=re.MULTILINE)
    return {"": before} | {section.split("\n", 1)[0]: section for section in rest}


RECIPES = {title: examples(text) for title, text in sections(DOCS / "recipes.md").items()}
PREAMBLE = RECIPES.pop("")
RUN = {
    page: {
        block.strip()
        for block in re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    }
    for page in ("index.md", "recipes.md")
    for text in [(DOCS / page).read_text()]
}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Server]:
    """A server for this file: the recipes make things whose names are taken only once."""
    with temporary_server() as server:
        yield server


@pytest.fixture
def prepared(cloud: Server) -> Iterator[None]:
    """What the page says is there, made anew for each recipe."""
    raw = Raw(cloud)
    demo = {"name": "demo", "description": "as it was"}
    tenant = raw("POST", "/tenants", {"tenant": demo})["tenant"]["id"]
    alice = {"name": "alice", "password": SECRETS["ALICE"], "tenantId": tenant}
    user = raw("POST", "/users", {"user": alice})["user"]["id"]
    role = raw("POST", "/OS-KSADM/roles", {"role": {"name": "member"}})["role"]["id"]
    yield
    raw("DELETE", f"/OS-KSADM/roles/{role}")
    raw("DELETE", f"/users/{user}")
    raw("DELETE", f"/tenants/{tenant}")


@pytest.fixture
def run(cloud: Server, prepared: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run an example, and compare what it prints with what its comments promise."""
    monkeypatch.chdir(tmp_path)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)

    def execute(code: str) -> dict[str, Any]:
        for port, url in (("5000", cloud.public_url), ("35357", cloud.admin_url)):
            host = f"https://keystone.example.com:{port}"
            code = code.replace(host, url.removesuffix("/v2.0"))
        lines = code.splitlines()

        def compare(*values: object) -> None:
            promise = lines[sys._getframe(1).f_lineno - 1].partition(")  # ")[2]
            if promise:
                assert " ".join(map(str, values)) == promise

        names: dict[str, Any] = {"print": compare}
        exec(compile(code, "example", "exec"), names)
        return names

    return execute


@pytest.fixture
def restored_log() -> Iterator[None]:
    """Put the level of the library's loggers back."""
    logger = logging.getLogger("ksclient")
    level = logger.level
    yield
    logger.setLevel(level)


def test_the_example_of_the_first_page_runs(run: Run):
    names = run(examples((DOCS / "index.md").read_text()))

    assert names["tenant"].name


# Two recipes show what older programs do.
@pytest.mark.filterwarnings("ignore:Client without a session is deprecated:DeprecationWarning")
@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_runs_and_prints_what_it_says(title: str, run: Run, restored_log: None):
    assert RECIPES[title].strip()

    run(PREAMBLE + "\n" + RECIPES[title])


def test_the_log_shows_requests_and_no_secrets(
    run: Run, restored_log: None, caplog: pytest.LogCaptureFixture
):
    names = run(PREAMBLE + "\n" + RECIPES["See what is sent"])

    assert "REQ: curl" in caplog.text
    assert names["keystone"].auth_token not in caplog.text
    assert f'"{ADMIN_PASSWORD}"' not in caplog.text
