"""What the plugins and the session find out about versions and endpoints."""

from __future__ import annotations

import pytest

from ksclient.auth import discover, exceptions
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from tests.live.keystone_server import ADMIN_TOKEN
from tests.live.servers import Server

IDENTITY = "identity"


@pytest.fixture(params=["public", "admin"])
def url(request, keystone: Server) -> str:
    """The v2.0 URL of either API."""
    return str(getattr(keystone, f"{request.param}_url"))


def test_the_root_document_names_both_versions(url: str):
    root = url.removesuffix("/v2.0")

    found = discover.Discover(Session(), root)

    assert [data["version"] for data in found.version_data()] == [(2, 0), (3, 8)]
    assert found.url_for("2.0") == f"{url}/"
    assert found.url_for((3,)) == f"{root}/v3/"


def test_the_document_of_one_version_names_that_version(url: str):
    found = discover.Discover(Session(), url)

    assert [data["version"] for data in found.version_data()] == [(2, 0)]
    assert found.url_for("2.0") == f"{url}/"
    assert found.url_for("3") is None


def test_the_raw_version_data_keeps_the_status(url: str):
    (data,) = discover.get_version_data(Session(), url)

    assert (data["id"], data["status"]) == ("v2.0", "deprecated")


def test_a_url_that_is_no_version_document_is_a_discovery_failure(keystone: Server):
    with pytest.raises(exceptions.DiscoveryFailure):
        discover.Discover(Session(), f"{keystone.public_url}/extensions")


@pytest.mark.parametrize("interface", ["public", "internal", "admin"])
def test_the_session_tells_the_major_version_of_an_endpoint(session: Session, interface: str):
    version = session.get_api_major_version(service_type=IDENTITY, interface=interface)

    assert version == (2, 0)


def test_endpoint_data_of_the_admin_api_is_on_the_other_host(session, keystone):
    data = session.get_endpoint_data(service_type=IDENTITY, interface="admin")

    assert data.catalog_url == keystone.admin_url
    assert data.url.rstrip("/") == keystone.admin_url
    assert data.api_version == (2, 0)
    assert data.region_name == "RegionOne"
    assert data.service_type == IDENTITY


def test_an_endpoint_of_another_version_is_found_through_discovery(session, keystone):
    url = session.get_endpoint(service_type=IDENTITY, interface="admin", version=(3, 0))

    assert url == keystone.admin_url.replace("/v2.0", "/v3/")


def test_an_endpoint_of_a_version_that_no_one_speaks_is_none(session: Session):
    assert session.get_endpoint(service_type=IDENTITY, min_version="9") is None


def test_all_version_data_is_told_by_region_and_interface(session, keystone):
    for interface, url in (("public", keystone.public_url), ("admin", keystone.admin_url)):
        told = session.get_all_version_data(interface=interface)

        versions = told["RegionOne"][interface][IDENTITY]
        assert [data["version"] for data in versions] == ["2.0", "3.8"]
        assert versions[0]["url"] == f"{url}/"


def test_a_fixed_endpoint_is_discovered_on_request(keystone: Server):
    session = Session(auth=Token(keystone.admin_url, ADMIN_TOKEN))

    data = session.get_endpoint_data(discover_versions=True)

    assert data.api_version == (2, 0)
    assert data.url.rstrip("/") == keystone.admin_url
