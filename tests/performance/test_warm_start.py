"""A script that finds its token in the cache loads and opens what it takes to read one, no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ksclient.testing import Cloud

SCRIPT = """
import json, os, sys

home, url, password = sys.argv[1:]
events = []

def hook(event, args):
    is_of_files = event == "open" or event.startswith("os.")
    if event in {"sqlite3.connect", "fcntl.flock"} or is_of_files and home in str(args[:1]):
        events.append(event)

sys.addaudithook(hook)
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import TokenCache
from ksclient.v2_0.client import Client

inner = v2.Password(url, "admin", password, tenant_name="admin")
session = Session(auth=TokenCache().plugin(inner))
assert Client(session=session).tenants.list()
print(json.dumps([sorted(sys.modules), events]))
"""
ONLY_FOR_A_LOGIN = {"filelock"}
NEVER = {"asyncio", "cryptography", "redis", "sqlalchemy", "ksclient.token.cache.encryption"}
SLOW = {"decimal", "iso8601", "secrets"}
MOST_ROOMS = 19
"""Modules of `ksclient.token.cache`, which a warm start loads."""


@dataclass(frozen=True)
class Start:
    """What came of a start.

    Attributes:
        modules: Which were loaded in the end.
        events: What was done to files, in Python's own words for audits.
        requests: How many were sent.
    """

    modules: set[str]
    events: list[str]
    requests: int


def start(cloud: Cloud, home: Path) -> Start:
    cloud.requests.clear()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(home), cloud.auth_url, str(cloud.admin_password)],
        check=True,
        env={**os.environ, "XDG_CACHE_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    modules, events = json.loads(done.stdout)
    return Start(set(modules), events, len(cloud.requests))


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Start, Start]:
    """A start with an empty cache, and one after it."""
    home = tmp_path_factory.mktemp("home")
    with Cloud() as cloud:
        return start(cloud, home), start(cloud, home)


def test_a_warm_start_sends_one_request(starts: tuple[Start, Start]) -> None:
    assert [each.requests for each in starts] == [2, 1]


def test_a_warm_start_loads_nothing_that_only_a_login_needs(starts: tuple[Start, Start]) -> None:
    cold, warm = starts
    assert cold.modules >= ONLY_FOR_A_LOGIN
    assert not warm.modules & (ONLY_FOR_A_LOGIN | NEVER | SLOW)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs knows the place")
def test_a_warm_start_finds_the_cache_by_itself(starts: tuple[Start, Start]) -> None:
    assert not [name for name in starts[1].modules if name.startswith("platformdirs")]


def test_a_warm_start_loads_few_rooms_of_the_cache(starts: tuple[Start, Start]) -> None:
    rooms = [name for name in starts[1].modules if name.startswith("ksclient.token.cache")]
    assert len(rooms) <= MOST_ROOMS


def test_a_warm_start_reads_the_salt_and_the_token_and_locks_and_changes_nothing(
    starts: tuple[Start, Start],
) -> None:
    cold, warm = starts
    assert {"os.mkdir", "open", "fcntl.flock"} <= set(cold.events)
    assert warm.events == ["sqlite3.connect"] * 2
