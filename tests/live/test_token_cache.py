"""One login for a crowd of processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import SQLiteStore, TokenCache
from tests.live.raw import Person, Raw, unique
from tests.live.servers import Server

CROWD = 64
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def agent() -> str:
    """What the crowd's requests are known by."""
    return unique("crowd")


@pytest.fixture
def crowd(
    keystone: Server, person: Person, agent: str, tmp_path: Path
) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes of one user that have not logged in yet, and share a cache."""
    command = [sys.executable, "-m", "tests.live.cached_login", str(tmp_path / "tokens"), agent]
    command += [keystone.public_url, person.name, person.password, person.tenant_name]
    with ExitStack() as undo:
        crowd = [
            undo.enter_context(
                subprocess.Popen(
                    command,
                    cwd=REPOSITORY,
                    text=True,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            )
            for _ in range(CROWD)
        ]
        for process in crowd:
            undo.callback(process.kill)
        assert [read(process) for process in crowd] == ["ready\n"] * CROWD
        yield crowd


def read(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def work_together(crowd: list[subprocess.Popen[str]]) -> set[str]:
    """Have all list their tenants at once; return what they found."""
    for process in crowd:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return {read(process) for process in crowd}


def logins_of(agent: str, keystone: Server) -> int:
    return sum(asked.method == "POST" for asked in keystone.requests(agent))


def test_a_crowd_of_processes_logs_in_once_and_once_for_a_token_that_died(
    crowd: list[subprocess.Popen[str]],
    keystone: Server,
    raw: Raw,
    person: Person,
    agent: str,
    tmp_path: Path,
):
    found = {f"['{person.tenant_name}']\n"}

    assert work_together(crowd) == found
    assert logins_of(agent, keystone) == 1

    inner = v2.Password(
        keystone.public_url, person.name, person.password, tenant_name=person.tenant_name
    )
    auth = TokenCache(SQLiteStore(tmp_path / "tokens")).plugin(inner)
    token = Session(auth=auth).get_token()
    assert token
    raw.revoke(token)

    assert work_together(crowd) == found
    assert logins_of(agent, keystone) == 2
