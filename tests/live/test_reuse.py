"""A login that is saved, and used by another process without logging in again."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from ksclient.auth import access, exceptions
from ksclient.auth.identity import v2
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_PASSWORD
from tests.live.raw import unique
from tests.live.servers import Server

REPOSITORY = Path(__file__).parents[2]
WAYS = ["alone", "over a session", "over a session of keystoneauth1", "as a plugin"]


def run(*arguments: str) -> list[str]:
    command = [sys.executable, "-m", "tests.live.reuse_login", *arguments]
    done = subprocess.run(
        command, cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=60
    )
    return list(json.loads(done.stdout))


def requests_of(agent: str, keystone: Server) -> list[tuple[str, str, str]]:
    return [(r.api, r.method, r.target) for r in keystone.requests(agent)]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["file", "json", "pickle"])
def test_the_auth_ref_of_a_client_serves_another_process(
    way: str, form: str, admin: Client, tmp_path: Path, keystone: Server
):
    agent = unique("auth-ref")
    saved = tmp_path / f"auth_ref.{form}"
    admin.tenants.list()
    auth_ref = admin.auth_ref
    if form == "file":
        auth_ref.save(saved)
    else:
        text = pickle.dumps(auth_ref) if form == "pickle" else json.dumps(auth_ref).encode()
        saved.write_bytes(text)

    tenants = run(way, str(saved), keystone.public_url, agent)

    assert "admin" in tenants
    assert requests_of(agent, keystone) == [("admin", "GET", "/v2.0/tenants")]


@pytest.mark.parametrize("way", WAYS)
def test_the_state_of_a_plugin_serves_another_process(
    way: str, admin_auth: v2.Password, tmp_path: Path, keystone: Server
):
    agent = unique("state")
    saved = tmp_path / "auth_state.json"
    Session(auth=admin_auth).get_token()
    saved.write_text(json.dumps(json.loads(admin_auth.get_auth_state())["body"]))

    tenants = run(way, str(saved), keystone.public_url, agent)

    assert "admin" in tenants
    assert requests_of(agent, keystone) == [("admin", "GET", "/v2.0/tenants")]


def test_the_auth_ref_of_a_client_is_a_dictionary_of_the_answer(admin: Client):
    admin.tenants.list()

    assert admin.auth_ref["token"]["id"] == admin.session.get_token()
    assert json.loads(json.dumps(admin.auth_ref))["user"]["name"] == "admin"


def test_the_state_of_a_plugin_serves_a_plugin_of_the_same_login(admin_auth, keystone, person_auth):
    agent = unique("state")
    token = Session(auth=admin_auth).get_token()
    twin = v2.Password(keystone.public_url, "admin", ADMIN_PASSWORD, tenant_name="admin")
    assert twin.get_cache_id() == admin_auth.get_cache_id() != person_auth.get_cache_id()

    twin.set_auth_state(admin_auth.get_auth_state())

    assert Session(auth=twin, user_agent=agent).get_token() == token
    assert requests_of(agent, keystone) == []


def test_an_access_info_that_was_revoked_cannot_be_renewed(raw, person, keystone):
    info = access.create(body={"access": raw.login(person)})
    session = Session(auth=AccessInfoPlugin(info, auth_url=keystone.public_url))
    client = Client(session=session, interface="public")
    assert len(client.tenants.list()) == 1
    raw.revoke(info.auth_token)

    with pytest.raises(exceptions.Unauthorized):
        client.tenants.list()
