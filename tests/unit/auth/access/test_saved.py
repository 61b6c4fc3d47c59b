"""A login in a file, which both kinds of access info write and read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import keystoneauth1.identity.v2
import pytest

from ksclient import access as facades
from ksclient.auth import access
from ksclient.auth.exceptions import InvalidResponse, UnusableFile
from ksclient.auth.identity import v2
from tests.unit.leaks import locals_of_ours

TOKEN = "token-that-opens-doors"
KINDS = [access.AccessInfo, facades.AccessInfo]
EITHER = pytest.mark.parametrize("kind", KINDS, ids=["auth.access", "access"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auth_ref.json"


@pytest.fixture
def put(path: Path):
    """Writes a text, or a document, to the file by hand."""

    def write(content: Any) -> Path:
        path.touch(0o600)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def make(kind: type, body: Any, token: str | None = None) -> Any:
    if kind is access.AccessInfo:
        return access.create(body=body, auth_token=token)
    return facades.AccessInfo.factory(body=body, auth_token=token)


def state_of(module: Any, body: Any, token: str | None = None) -> str:
    """Return what *module*, v2 of either library, makes of a login."""
    plugin = module.Password("http://k.example/v2.0", "joe", "secret")
    plugin.auth_ref = access.AccessInfoV2(body, token)
    return str(plugin.get_auth_state())


# --- what is written ---


@EITHER
def test_the_file_is_what_json_makes_of_a_clients_auth_ref(kind, body, path) -> None:
    make(kind, body).save(path)

    assert path.read_text() == json.dumps(facades.AccessInfo.of(body))
    assert path.stat().st_mode & 0o777 == 0o600


@EITHER
def test_a_token_in_place_of_the_documents_is_written_too(kind, body, path) -> None:
    make(kind, body, "0ther").save(path)

    assert json.loads(path.read_text())["auth_token"] == "0ther"


@EITHER
@pytest.mark.parametrize("form", [str, Path])
def test_the_path_may_be_a_text_or_a_path(kind, body, path, form) -> None:
    make(kind, body).save(form(path))

    assert kind.load(form(path)).auth_token == TOKEN


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({}, "access"),
        ({"access": []}, "access"),
        ({"access": {"token": {"id": "t"}}}, "access.token.expires"),
        ({"access": {"token": {"id": "", "expires": "2030-01-01T00:00:00Z"}}}, "access.token.id"),
    ],
)
def test_what_could_not_be_loaded_is_not_saved(spoilt, field, path) -> None:
    with pytest.raises(InvalidResponse) as caught:
        access.AccessInfoV2(spoilt).save(path)

    assert caught.value.field == field
    assert not path.exists()


def test_nor_is_a_view_whose_token_was_taken_away(body, path) -> None:
    auth_ref = facades.AccessInfo.of(body)
    auth_ref["token"] = {}

    with pytest.raises(InvalidResponse):
        auth_ref.save(path)


def test_nor_a_token_that_cannot_be_sent(body, path) -> None:
    auth_ref = facades.AccessInfo.of(body)
    auth_ref.auth_token = "t\r\nX-Evil: yes"

    with pytest.raises(InvalidResponse, match="no token has"):
        auth_ref.save(path)


def test_what_json_cannot_hold_is_a_type_error_as_with_json_dump(body, path) -> None:
    auth_ref = facades.AccessInfo.of(body)
    auth_ref["mine"] = object()

    with pytest.raises(TypeError, match="not JSON serializable"):
        auth_ref.save(path)

    assert not path.exists()


# --- what is read ---


@EITHER
@pytest.mark.parametrize("writer", KINDS, ids=["auth.access", "access"])
@pytest.mark.parametrize("token", [None, "0ther"])
def test_either_kind_reads_what_either_kind_wrote(kind, writer, token, body, path) -> None:
    make(writer, body, token).save(path)

    loaded = kind.load(path)

    assert type(loaded) is type(make(kind, body))
    assert loaded.auth_token == token or TOKEN
    assert facades.AccessInfo.of(loaded) == facades.AccessInfo.of(make(writer, body, token))
    assert loaded.trust_id == "trust1"


@EITHER
@pytest.mark.parametrize(
    "document",
    [
        lambda body: body,
        lambda body: body["access"],
        lambda body: {"version": "v2.0", **body["access"]},
        lambda body: json.dumps(facades.AccessInfo.of(body), indent=2) + "\n",
        lambda body: state_of(v2, body),
        lambda body: state_of(keystoneauth1.identity.v2, body),
    ],
    ids=["answer", "inside", "flat", "with spaces", "state", "keystoneauth1's state"],
)
def test_other_forms_of_a_login_are_read_as_well(kind, document, body, put) -> None:
    loaded = kind.load(put(document(body)))

    assert facades.AccessInfo.of(loaded) == facades.AccessInfo.of(body)
    assert "auth_token" not in facades.AccessInfo.of(loaded)


@EITHER
@pytest.mark.parametrize("module", [v2, keystoneauth1.identity.v2], ids=["ours", "theirs"])
def test_the_token_of_a_state_is_taken_before_that_of_its_body(kind, module, body, put) -> None:
    assert kind.load(put(state_of(module, body, "0ther"))).auth_token == "0ther"


@pytest.mark.filterwarnings("ignore:.*region:DeprecationWarning")
def test_a_region_of_the_whole_catalog_is_kept(body, path) -> None:
    facades.AccessInfo.factory(body=body, region_name="One").save(path)

    assert facades.AccessInfo.load(path)["region_name"] == "One"
    assert access.AccessInfo.load(path)._data == body


NO_LOGINS = {
    "nothing": "",
    "cut short": '{"token": {"id": "c4n4ry", "expires": "20',
    "no auth_ref": "null",
    "a list": "[]",
    "no text": "\0\1",
    "deeper than JSON is read": "[" * 100_000,
    "deeper than a login is": {
        "token": {"id": "c4n4ry", "expires": "2030-01-01T00:00:00Z"},
        "user": json.loads("[" * 99 + "]" * 99),
    },
    "an empty object": {},
    "an answer that is none": {"access": None},
    "an answer without a token": {"access": {"user": {}}},
    "a token that is a text": {"token": "a text"},
    "a token without an end": {"token": {"id": "c4n4ry"}},
    "a token without an id": {"token": {"expires": "2030-01-01T00:00:00Z"}},
    "an end that is no time": {"token": {"id": "c4n4ry", "expires": "soon"}},
    "a token that cannot be sent": {"token": {"id": "c4n4ry\n", "expires": "2030-01-01T00:00:00Z"}},
    "another that cannot": {
        "token": {"id": "c4n4ry", "expires": "2030-01-01T00:00:00Z"},
        "auth_token": 5,
    },
    "a state of nothing": {"auth_token": "c4n4ry", "body": None},
    "a state without a token": {"auth_token": None, "body": {"access": {}}},
    "a catalog that is none": {
        "token": {"id": "c4n4ry", "expires": "2030-01-01T00:00:00Z"},
        "serviceCatalog": "nova",
    },
    "an error": {"error": {"code": 401, "title": "Unauthorized"}},
}


@EITHER
@pytest.mark.parametrize("content", NO_LOGINS.values(), ids=NO_LOGINS)
def test_a_file_without_a_login_is_one_typed_error(kind, content, put) -> None:
    path = put(content)

    with pytest.raises(UnusableFile, match=r"holds no login.*Log in, and save that") as caught:
        kind.load(path)

    assert caught.value.path == str(path)
    assert str(caught.value).startswith(str(path))
    shown = "".join([str(caught.value), *locals_of_ours(caught.value)])
    assert "c4n4ry" not in shown


@EITHER
def test_a_token_of_v3_is_named_as_that(kind, put) -> None:
    with pytest.raises(UnusableFile, match="Identity v3"):
        kind.load(put({"token": {"methods": ["password"], "expires_at": "x"}}))


@EITHER
def test_every_part_of_a_file_is_no_login(kind, body, path) -> None:
    make(kind, body).save(path)
    whole = path.read_bytes()

    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(UnusableFile):
            kind.load(path)


@EITHER
def test_a_login_that_has_ended_is_loaded_and_says_so(kind, body, path) -> None:
    make(kind, body).save(path)

    assert kind.load(path).will_expire_soon()


@EITHER
def test_who_saves_no_login_loads_no_code_for_it(kind) -> None:
    module, name = kind.__module__, "ksclient.auth.access.private_file"
    code = f"import sys, {module}; sys.exit({name!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
