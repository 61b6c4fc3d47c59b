"""Clients made for whatever version a real server speaks."""

from __future__ import annotations

import pytest

from ksclient import client, discover
from ksclient.auth.identity import generic, v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.exceptions import NotFound, Unauthorized, VersionNotAvailable
from ksclient.generic.client import Client as GenericClient
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN

LOGIN = {"username": "admin", "password": ADMIN_PASSWORD, "tenant_name": "admin"}

pytestmark = [
    pytest.mark.filterwarnings("ignore:(Client|Discover) without a session:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ksclient.generic:DeprecationWarning"),
]


@pytest.fixture
def root(keystone) -> str:
    return str(keystone.public_url.removesuffix("/v2.0"))


def lists_the_admin(made: Client) -> bool:
    return "admin" in [user.name for user in made.users.list()]


def test_over_a_session_whose_plugin_knows_the_root_only(root):
    made = client.Client(session=Session(auth=generic.Password(root, **LOGIN)))
    assert type(made) is Client
    assert lists_the_admin(made)


def test_over_a_session_whose_plugin_knows_the_version(keystone):
    made = client.Client(session=Session(auth=v2.Password(keystone.public_url, **LOGIN)))
    assert lists_the_admin(made)


def test_over_a_session_with_the_admin_token(keystone):
    made = client.Client(session=Session(auth=Token(keystone.admin_url, ADMIN_TOKEN)))
    assert lists_the_admin(made)


@pytest.mark.parametrize("path", ["", "/", "/v2.0", "/v2.0/"])
def test_with_a_password(keystone, root, path):
    made = client.Client(auth_url=root + path, **LOGIN)
    assert made.auth_url == keystone.public_url
    assert made.project_name == "admin"
    assert lists_the_admin(made)


@pytest.mark.parametrize("version", [2, "v2.0", (2, 0)])
def test_with_a_version(root, version):
    assert lists_the_admin(client.Client(version, auth_url=root, **LOGIN))


def test_with_the_admin_token_and_the_root_of_the_admin_api(keystone):
    made = client.Client(endpoint=keystone.admin_url.removesuffix("/v2.0"), token=ADMIN_TOKEN)
    assert lists_the_admin(made)
    assert made.management_url == keystone.admin_url


def test_a_wrong_password_is_refused(root):
    with pytest.raises(Unauthorized):
        client.Client(auth_url=root, **{**LOGIN, "password": "wrong"})


def test_v3_is_there_and_not_spoken(root):
    with pytest.raises(VersionNotAvailable, match=r"offers 3\.8, 2\.0, and ksclient speaks v2\.0"):
        client.Client((3, 0), auth_url=root, **LOGIN)


def test_the_url_of_v3_has_no_version_that_is_spoken(root):
    with pytest.raises(VersionNotAvailable, match=r"offers 3\.8, .* root of its server"):
        client.Client(auth_url=f"{root}/v3", **LOGIN)


def test_a_document_tells_of_both_versions_and_makes_a_client(keystone, root):
    found = discover.Discover(session=Session(), auth_url=root)
    assert [each["version"] for each in found.version_data()] == [(2, 0), (3, 8)]
    assert [each["id"] for each in found.raw_version_data(allow_deprecated=False)] == ["v3.8"]
    assert found.url_for(2) == f"{keystone.public_url}/"
    auth = v2.Password(found.url_for(2), **LOGIN)
    assert lists_the_admin(found.create_client(session=Session(auth=auth)))


def test_available_versions_are_the_servers_own_words(root):
    assert {each["id"] for each in discover.available_versions(root)} == {"v2.0", "v3.8"}


def test_a_generic_client_tells_of_both_versions(keystone, root):
    found = GenericClient().discover(root)
    assert found == {
        "message": f"Keystone found at {root}",
        "v2.0": {"id": "v2.0", "status": "deprecated", "url": f"{keystone.public_url}/"},
        "v3.8": {"id": "v3.8", "status": "stable", "url": f"{root}/v3/"},
    }


@pytest.mark.parametrize("api", ["public", "admin"])
def test_a_generic_client_tells_of_the_extensions(keystone, api):
    found = GenericClient().discover_extensions(getattr(keystone, f"{api}_url"))
    assert found["OS-EC2"] == "OpenStack EC2 API"
    assert ("OS-KSADM" in found) == (api == "admin")


def test_a_generic_client_is_told_that_there_are_no_extensions_of_the_root(root):
    with pytest.raises(NotFound):
        GenericClient().discover_extensions(root)
