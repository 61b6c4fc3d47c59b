"""In one line to a server, as it is configured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ksclient
from ksclient.auth import exceptions
from tests.live.keystone_server import ADMIN_TOKEN
from tests.live.raw import Person
from tests.live.servers import Server

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write ``clouds.json`` where it is found, and keep tokens in the same place."""
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def write(auth: dict[str, Any], **more: Any) -> None:
        clouds = {"one": {"auth": auth}}
        tmp_path.joinpath("clouds.json").write_text(json.dumps({"clouds": clouds, **more}))

    return write


@pytest.fixture
def login(keystone: Server, person: Person) -> dict[str, str]:
    """What the configuration says of someone without rights."""
    return {
        "auth_url": keystone.public_url,
        "username": person.name,
        "password": person.password,
        "project_name": person.tenant_name,
    }


@pytest.mark.parametrize("version", [None, "2"])
def test_a_user_lists_their_tenants(version: str | None, write: Write, login: Any, person: Person):
    write(login)
    keystone = ksclient.connect("one", interface="public", identity_api_version=version)
    assert [tenant.name for tenant in keystone.tenants.list()] == [person.tenant_name]


def test_the_admin_token_is_used_as_it_is(write: Write, keystone: Server):
    write({"endpoint": keystone.admin_url, "token": ADMIN_TOKEN})
    assert ksclient.connect().users.list()


def test_variables_are_enough(monkeypatch: pytest.MonkeyPatch, login: Any, person: Person):
    for name, value in login.items():
        monkeypatch.setenv(f"OS_{name.upper()}", value)
    session = ksclient.connect_session()
    assert session.get_project_id()
    assert session.auth.get_access(session).username == person.name


def test_a_wrong_password_is_refused(write: Write, login: Any):
    write({**login, "password": "wrong"})
    with pytest.raises(exceptions.Unauthorized):
        ksclient.connect().tenants.list()


def test_processes_share_a_login(write: Write, login: Any, tmp_path: Path):
    write(login, cache={"auth": True})
    code = "import ksclient; print(ksclient.connect().session.get_token())"
    tokens = {
        subprocess.check_output([sys.executable, "-c", code], text=True, cwd=tmp_path)
        for _ in range(2)
    }
    assert len(tokens) == 1
