"""The Python of pages for operators runs on a server as it does on a test cloud."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.raw import Raw
from tests.live.servers import Server, temporary_server
from tests.unit.docs.pages import DOCS, execute, parts, python
from tests.unit.docs.test_pages import SECRETS

PAGES = ["bootstrap.md", "providers.md", "security.md", "tokens.md"]
"""Of these, all up to the first example that is for another kind of server."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server for this file, with what the pages say is there."""
    with temporary_server() as server:
        raw = Raw(server)
        role = raw("POST", "/OS-KSADM/roles", {"role": {"name": "member"}})["role"]["id"]
        alice = {"name": "alice", "password": SECRETS["ALICE"]}
        user = raw("POST", "/users", {"user": alice})["user"]["id"]
        for name in ("demo", "lab"):
            tenant = raw("POST", "/tenants", {"tenant": {"name": name}})["tenant"]["id"]
            raw("PUT", f"/tenants/{tenant}/users/{user}/roles/OS-KSADM/{role}")
        yield server


@pytest.fixture
def restored_log() -> Iterator[None]:
    """Put the level of the library's loggers back, and the handlers of all."""
    logger, handlers = logging.getLogger("ksclient"), list(logging.root.handlers)
    level = logger.level
    yield
    logger.setLevel(level)
    logging.root.handlers[:] = handlers


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # who reads a page closes no sessions
@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_and_prints_what_it_says(
    page: str,
    server: Server,
    restored_log: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    (_, first), *_ = parts(python(DOCS.joinpath(page).read_text()))

    execute(
        first,
        DOCS / page,
        {
            "https://keystone.example.com:5000": server.public_url.removesuffix("/v2.0"),
            "https://keystone.example.com:35357": server.admin_url.removesuffix("/v2.0"),
        },
    )
