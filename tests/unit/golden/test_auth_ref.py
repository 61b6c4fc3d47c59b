"""What earlier versions have written is read, and what is written does not change unseen.

Files are made by `make_auth_ref.py`, a folder for each version.
"""

from __future__ import annotations

import json
import pickle
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ksclient import access
from ksclient._version import __version__
from ksclient.auth import access as auth_access
from ksclient.auth.identity import v2
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.unit.golden.make_auth_ref import BODY, URL, forms

FOLDERS = [path for path in Path(__file__).parent.iterdir() if path.name[0].isdigit()]
FILES = sorted(path for folder in FOLDERS for path in folder.iterdir())
JSON = [path for path in FILES if path.suffix == ".json"]
PICKLES = [path for path in FILES if path.suffix == ".pickle"]
STATES = [path for path in JSON if path.name.startswith("auth_state")]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def token_in(path: Path) -> str:
    return "0ther" if "another_token" in path.name else "t0ken"


@pytest.fixture
def private(tmp_path: Path):
    """Copies a file as `save` leaves it: a clone of a repository is open to others."""

    def copied(path: Path) -> Path:
        copy = tmp_path / path.name
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        return copy

    return copied


def assert_is_the_login(auth_ref: Any, token: str) -> None:
    assert auth_ref.auth_token == token
    assert auth_ref.expires == datetime(2099, 1, 1, tzinfo=UTC)
    assert (auth_ref.username, auth_ref.user_id) == ("alice", "u1")
    assert (auth_ref.tenant_name, auth_ref.tenant_id) == ("demo", "p1")
    assert auth_ref.role_names == ["member"]
    assert auth_ref.service_catalog.get_urls(service_type="identity") == (URL,)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_version_has_all_forms_of_its_own(folder: Path) -> None:
    kinds = {"auth_ref.json", "auth_state.json", "access.protocol4.pickle"}

    assert kinds <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("path", JSON, ids=name_of)
@pytest.mark.parametrize("kind", [access.AccessInfo, auth_access.AccessInfo])
def test_a_file_is_loaded(path: Path, kind: Any, private) -> None:
    assert_is_the_login(kind.load(private(path)), token_in(path))


@pytest.mark.parametrize("path", JSON, ids=name_of)
def test_what_json_makes_of_a_file_is_taken_by_a_client_and_by_a_plugin(path: Path) -> None:
    document = json.loads(path.read_bytes())

    client = Client(session=Session(), auth_ref=document)
    plugin = AccessInfoPlugin(document)

    assert_is_the_login(client.auth_ref, token_in(path))
    assert_is_the_login(plugin.auth_ref, token_in(path))


@pytest.mark.parametrize("path", PICKLES, ids=name_of)
def test_a_pickle_is_loaded(path: Path) -> None:
    kind = auth_access.AccessInfoV2 if path.name.startswith("auth.") else access.AccessInfoV2

    auth_ref = pickle.loads(path.read_bytes())

    assert type(auth_ref) is kind
    assert_is_the_login(auth_ref, token_in(path))
    assert_is_the_login(Client(session=Session(), auth_ref=auth_ref).auth_ref, token_in(path))


@pytest.mark.parametrize("name", [name for name in forms() if name.endswith(".pickle")])
def test_a_pickle_names_no_private_module(name: str) -> None:
    assert b"._" not in forms()[name]


@pytest.mark.parametrize("path", STATES, ids=name_of)
def test_a_state_is_taken_up(path: Path) -> None:
    plugin = v2.Password(URL, "alice", "secret", tenant_name="demo")

    plugin.set_auth_state(path.read_text())

    assert_is_the_login(plugin.auth_ref, "t0ken")


@pytest.mark.parametrize("name", [name for name in forms() if name.endswith(".json")])
def test_what_is_written_now_is_what_this_version_has_written(name: str) -> None:
    assert forms()[name] == (Path(__file__).parent / __version__ / name).read_bytes()


def test_save_writes_that_too(tmp_path: Path) -> None:
    auth_access.create(body=BODY).save(tmp_path / "auth_ref.json")

    expected = (Path(__file__).parent / __version__ / "auth_ref.json").read_bytes()
    assert (tmp_path / "auth_ref.json").read_bytes() == expected
