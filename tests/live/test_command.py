"""The command, as scripts and people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN
from tests.live.servers import Server

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


@pytest.fixture
def environment(keystone: Server, tmp_path: Path) -> dict[str, str]:
    """The variables of the administrator, as an openrc file sets them."""
    return {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "OS_AUTH_URL": keystone.public_url,
        "OS_USERNAME": "admin",
        "OS_PASSWORD": ADMIN_PASSWORD,
        "OS_TENANT_NAME": "admin",
        "ADMIN_TOKEN": ADMIN_TOKEN,
        "ADMIN_ENDPOINT": keystone.admin_url,
    }


def ran(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=300, **options
    )


def test_a_script_for_the_old_command_runs_as_it_did(environment: dict[str, str], tmp_path: Path):
    done = ran("sh", HERE / "old_keystone_script.sh", env=environment, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("== done\n")


def test_a_kept_login_saves_the_next_runs_theirs(
    environment: dict[str, str], tmp_path: Path, keystone: Server
):
    command = (BIN / "ksclient", "--os-cache", "token-get", "-f", "json")
    first, second = (ran(*command, env=environment, cwd=tmp_path) for _ in range(2))
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert json.loads(first.stdout)["id"] in keystone.tokens()


def test_a_wrong_password_ends_with_3(environment: dict[str, str], tmp_path: Path):
    wrong = {**environment, "OS_PASSWORD": "wr0ng"}
    done = ran(BIN / "ksclient", "tenant-list", env=wrong, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)


def test_the_doctor_finds_nothing_wrong_with_an_administrator(
    environment: dict[str, str], tmp_path: Path, keystone: Server
):
    done = ran(BIN / "ksclient", "doctor", "-f", "json", env=environment, cwd=tmp_path)
    rows = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [row for row in rows if row["status"] != "OK"] == []
    assert rows[-2]["found"] == (
        f"GET {keystone.admin_url}/tenants: the admin API takes the token. You are an "
        "administrator."
    )
