"""A process that forks at any moment has children that work, and goes on undisturbed itself.

Each fork happens in a program of its own, `forking.py`, over connections that the server tells
apart by the ports they come from. keystoneauth1 is put beside: where it hangs, the child is killed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.robustness.recorder import LOGIN, PATIENCE_SECONDS, recorder

ROOT = Path(__file__).parents[2]
HELD = {"request": "GET /held", "old_client_login": LOGIN, "pool": LOGIN}


@dataclass(frozen=True)
class Fork:
    """What came of a fork."""

    parent: Any
    child: Any
    logins: int
    shared: set[int]
    """The ports of connections that a parent and a child have sent requests over."""


def fork(moment: str, cache: Path, library: str = "ksclient") -> Fork:
    """Have a program fork at a moment of `forking.py`."""
    with recorder() as server:
        if moment in HELD or moment.endswith("login"):
            server.hold(HELD.get(moment, LOGIN))
        program = [sys.executable, "-W", "ignore", "-m", "tests.robustness.forking"]
        done = subprocess.run(
            [*program, moment, library, server.url],
            check=False,
            cwd=ROOT,
            env={"XDG_CACHE_HOME": str(cache), "PATH": ""},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert (done.returncode, done.stderr) == (0, "")
        whose = {who: set(server.ports(f"GET /by/{who}")) for who in ("parent", "before")}
        childrens = {who: set(server.ports(f"GET /by/{who}")) for who in ("child", "grandchild")}
        shared = set().union(*whose.values()) & set().union(*childrens.values())
        return Fork(**json.loads(done.stdout), logins=server.logins, shared=shared)


# --- amid a login --------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["login", "generic_login", "cached_login", "log"])
def test_a_child_forked_amid_a_login_logs_in_itself(moment, tmp_path):
    ended = fork(moment, tmp_path)

    assert {ended.parent, ended.child} == {"c4n4ry-1", "c4n4ry-2"}
    assert (ended.logins, ended.shared) == (2, set())


def test_a_child_forked_amid_a_login_for_all_processes_waits_for_it(tmp_path):
    ended = fork("file_login", tmp_path)

    assert ended.parent == ended.child == "c4n4ry-1"
    assert (ended.logins, ended.shared) == (1, set())


def test_a_child_forked_amid_a_login_of_a_service_logs_both_in(tmp_path):
    ended = fork("service_login", tmp_path)

    assert ended.parent != ended.child
    assert (ended.logins, ended.shared) == (4, set())


def test_a_child_of_a_client_without_a_session_logs_in_itself(tmp_path):
    ended = fork("old_client_login", tmp_path)

    assert (ended.parent, ended.child, ended.logins) == (1, 1, 2)


def test_children_of_multiprocessing_log_in_themselves(tmp_path):
    ended = fork("pool", tmp_path)

    assert len({ended.parent, *ended.child}) == 4
    assert (ended.logins, ended.shared) == (4, set())


@pytest.mark.parametrize("moment", ["login", "generic_login"])
def test_keystoneauth1s_child_hangs_for_ever(moment, tmp_path):
    ended = fork(moment, tmp_path, "keystoneauth1")

    assert (ended.parent, ended.child) == ("c4n4ry-1", "hangs")


# --- at other moments ----------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["idle", "grandchild"])
def test_a_child_uses_its_parents_token_and_connections_of_its_own(moment, tmp_path):
    ended = fork(moment, tmp_path)

    assert {*ended.parent, *ended.child} == {"c4n4ry-1"}
    assert (ended.logins, ended.shared) == (1, set())


@pytest.mark.parametrize("moment", ["idle", "grandchild"])
def test_keystoneauth1s_child_writes_into_its_parents_connection(moment, tmp_path):
    assert fork(moment, tmp_path, "keystoneauth1").shared != set()


def test_a_child_forked_amid_a_request_does_not_touch_it(tmp_path):
    ended = fork("request", tmp_path)

    assert (ended.parent, ended.child) == (200, "c4n4ry-1")
    assert (ended.logins, ended.shared) == (1, set())


def test_children_forked_whenever_threads_send_and_log_in_all_end(tmp_path):
    ended = fork("storm", tmp_path)

    assert ended.parent == []
    assert ended.child == [True] * 15
    assert ended.shared == set()


@pytest.mark.parametrize("moment", ["loading_sqlite", "loading_locks"])
def test_a_child_forked_amid_the_first_use_of_the_token_cache_does_not_wait_for_modules(
    moment, tmp_path
):
    ended = fork(moment, tmp_path)

    assert ended.parent == ended.child == "c4n4ry-1"
    assert (ended.logins, ended.shared) == (1, set())


def test_a_child_forked_amid_the_first_error_does_not_wait_for_modules(tmp_path):
    ended = fork("loading_failures", tmp_path)

    assert ended.parent == ended.child == "nobody there"


def test_no_module_is_loaded_by_a_request_lest_a_child_wait_for_it_for_ever(tmp_path):
    assert fork("imports", tmp_path).parent == []
