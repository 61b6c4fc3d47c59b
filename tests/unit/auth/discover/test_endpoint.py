"""An endpoint of the catalog becomes one of a version, or says why not."""

from __future__ import annotations

import copy
import logging
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.discover import EndpointData

ROOT = "http://host:5000/"
V2 = "http://host:5000/v2.0"


@pytest.fixture
def keystone(server: Any, entry: Any) -> Any:
    v2, v3 = entry("v2.0", f"{V2}/"), entry("v3.8", f"{ROOT}v3/")
    return server(
        {
            "http://host:5000": {"versions": [v2, v3]},
            f"{V2}/": {"version": v2},
            V2: {"version": v2},
        }
    )


def test_a_version_is_found_from_the_root(keystone: Any) -> None:
    found = EndpointData(catalog_url=ROOT).get_versioned_data(
        keystone, min_version="3", max_version="3.latest"
    )

    assert (found.url, found.api_version, found.status) == (f"{ROOT}v3/", (3, 8), "CURRENT")


def test_another_version_is_found_from_a_versioned_url(keystone: Any) -> None:
    data = EndpointData(catalog_url=V2, service_type="identity")

    assert data.get_versioned_data(keystone, min_version=3).url == f"{ROOT}v3/"


def test_the_endpoint_asked_stays_as_it_was(keystone: Any) -> None:
    data = EndpointData(catalog_url=ROOT)

    assert data.get_versioned_data(keystone, min_version=3) is not data
    assert (data.url, data.api_version) == (ROOT, None)


def test_without_a_version_the_catalogs_own_endpoint_is_described(keystone: Any) -> None:
    found = EndpointData(catalog_url=V2).get_versioned_data(keystone)

    assert found.api_version == (2, 0)
    assert keystone.asked == [(V2, False)]


def test_nothing_is_asked_if_neither_version_nor_document_is_wanted(keystone: Any) -> None:
    found = EndpointData(catalog_url=V2).get_versioned_data(keystone, discover_versions=False)

    assert found.url == V2
    assert keystone.asked == []


def test_nothing_is_asked_if_the_url_answers_alone(keystone: Any) -> None:
    found = EndpointData(catalog_url=V2).get_versioned_data(
        keystone, discover_versions=False, min_version=2, max_version="2.latest"
    )

    assert found.url == V2
    assert keystone.asked == []


def test_the_current_version_is_described_from_its_own_document(keystone: Any) -> None:
    found = EndpointData(catalog_url=V2).get_current_versioned_data(keystone)

    assert found.api_version == (2, 0)
    assert keystone.asked == [(f"{V2}/", False)]


def test_a_document_once_read_answers_later_questions(keystone: Any) -> None:
    first = EndpointData(catalog_url=ROOT).get_versioned_data(keystone, min_version=3)
    keystone.asked.clear()

    second = first.get_versioned_data(keystone, min_version=2, max_version="2.latest")

    assert second.url == f"{V2}/"
    assert keystone.asked == []


def test_the_project_goes_back_to_the_end_of_the_url(server: Any, entry: Any) -> None:
    document = {"version": entry("v2.1", "http://nova/v2.1/")}
    data = EndpointData(catalog_url="http://nova/v2.1/p1")

    found = data.get_versioned_data(server({"http://nova/v2.1": document}), project_id="p1")

    assert found.url == "http://nova/v2.1/p1"


def test_the_project_is_remembered_from_one_search_to_the_next(server: Any, entry: Any) -> None:
    documents = {
        "http://nova": {"version": entry("v2", "http://nova/two")},
        "http://nova/two/p1": {"version": entry("v3", "http://nova/three")},
    }
    data = EndpointData(catalog_url="http://nova/p1", service_type="compute")

    second = data.get_versioned_data(server(documents), project_id="p1", min_version=2)
    third = second.get_versioned_data(server(documents), min_version=3)

    assert second.url == "http://nova/two/p1"
    assert third.url == "http://nova/three/p1"


def test_a_version_that_is_not_there_is_told_with_those_that_are(keystone: Any) -> None:
    with pytest.raises(exceptions.DiscoveryFailure) as caught:
        EndpointData(catalog_url=ROOT).get_versioned_data(keystone, min_version=4)

    assert str(caught.value) == (
        "No version found between 4.0 and latest: http://host:5000 offers 2.0, 3.8."
    )


def test_without_any_document_the_right_url_will_do(server: Any) -> None:
    found = EndpointData(catalog_url=V2).get_versioned_data(server({}), min_version=2)

    assert found.url == V2


def test_without_any_document_the_wrong_url_is_used_with_a_warning(
    server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    found = EndpointData(catalog_url=V2).get_versioned_data(server({}), min_version=3)

    assert found.url == V2
    (record,) = (each for each in caplog.records if each.levelno == logging.WARNING)
    assert V2 in record.message


def test_without_any_document_and_without_guesses_it_is_an_error(server: Any) -> None:
    with pytest.raises(
        exceptions.DiscoveryFailure, match=r"at http://host:5000/v2\.0, the service"
    ):
        EndpointData(catalog_url=V2).get_versioned_data(
            server({}), min_version=3, allow_version_hack=False
        )


def test_each_place_is_asked_once(server: Any) -> None:
    session = server({})
    EndpointData(catalog_url=V2, service_type="identity").get_versioned_data(session, min_version=2)

    urls = [url for url, _ in session.asked]
    assert len(urls) == len(set(urls))


@pytest.mark.parametrize("url", ["http://[bad/v2.0", None])
def test_a_url_that_cannot_be_read_is_a_discovery_failure(url: Any, server: Any) -> None:
    data = EndpointData(catalog_url=url)

    with pytest.raises(exceptions.DiscoveryFailure):
        data.get_versioned_data(server({}))


def test_all_versions_are_listed_as_text(keystone: Any) -> None:
    found = EndpointData(catalog_url=V2).get_all_version_string_data(keystone)

    assert [each["version"] for each in found] == ["2.0", "3.8"]


def test_without_any_document_the_url_tells_the_one_version(server: Any) -> None:
    data = EndpointData(catalog_url="http://nova/v2.1/p1")

    (found,) = data.get_all_version_string_data(server({}), project_id="p1")

    assert (found.url, found["version"]) == ("http://nova/v2.1/", "2.1")


def test_listing_survives_whatever_a_session_raises(server: Any) -> None:
    session = server({"http://nova": ZeroDivisionError})

    (found,) = EndpointData(catalog_url="http://nova/v2.1").get_all_version_string_data(session)

    assert found["version"] == "2.1"


def test_without_a_document_an_auth_url_keeps_its_place(server: Any) -> None:
    found = EndpointData(service_url=V2).get_versioned_data(server({}), min_version=2)

    assert found.url == V2


def test_a_malformed_document_of_an_endpoint_is_as_good_as_none(server: Any, entry: Any) -> None:
    session = server(
        {"http://host:5000": {"version": entry(min_version="junk")}, V2: {"version": entry()}}
    )

    found = EndpointData(catalog_url=V2).get_all_version_string_data(session)

    assert [each["version"] for each in found] == ["2.0"]


def test_statuses_that_will_do_can_be_named(server: Any, entry: Any) -> None:
    session = server(
        {"http://host:5000": {"versions": [entry("v5", "/v5", status="experimental"), entry()]}}
    )
    data = EndpointData(catalog_url=ROOT)

    assert data.get_versioned_data(session, min_version=1).api_version == (2, 0)
    assert data.get_versioned_data(
        session, {"allow_experimental": True}, min_version=1
    ).api_version == (5, 0)


def test_the_api_version_is_read_from_the_url() -> None:
    assert EndpointData(catalog_url=V2).api_version == (2, 0)
    assert EndpointData(catalog_url=V2, api_version=(2, 5)).api_version == (2, 5)


def test_a_copy_knows_what_discovery_learnt(keystone: Any) -> None:
    first = EndpointData(catalog_url=ROOT).get_versioned_data(keystone, min_version=3)
    keystone.asked.clear()
    twin = copy.copy(first)
    twin.region_name = "North"

    assert twin.get_versioned_data(keystone, min_version=3).url == first.url
    assert keystone.asked == []
    assert first.region_name is None


def test_the_text_shows_every_field_but_status() -> None:
    text = str(EndpointData(catalog_url="abc", service_type="x", api_version=(2, 3)))

    assert text.startswith("EndpointData{api_version=(2, 3), catalog_url=abc, endpoint_id=None,")
    assert text.endswith("service_type=x, service_url=None, url=abc}")
