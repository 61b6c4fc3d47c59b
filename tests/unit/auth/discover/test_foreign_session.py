"""Discovery works through a session of keystoneauth1's, errors and caches included."""

from __future__ import annotations

from typing import Any

import pytest

from ksclient.auth import discover, exceptions

theirs = pytest.importorskip("keystoneauth1.session")
their_discover = pytest.importorskip("keystoneauth1.discover")

URL = "http://host:5000/v2.0"
DOCUMENT = {"version": {"id": "v2.0", "status": "stable", "links": [{"rel": "self", "href": URL}]}}


def test_a_version_document_is_read(requests_mock: Any) -> None:
    requests_mock.get(URL, json=DOCUMENT)

    found = discover.EndpointData(catalog_url=URL).get_versioned_data(theirs.Session())

    assert (found.url, found.api_version) == (URL, (2, 0))


def test_its_errors_are_ours_too(requests_mock: Any) -> None:
    requests_mock.get(URL, status_code=401)

    with pytest.raises(exceptions.Unauthorized):
        discover.get_discovery(theirs.Session(), URL)


def test_its_documents_in_the_cache_are_read_again(requests_mock: Any) -> None:
    requests_mock.get(URL, json=DOCUMENT)
    session = theirs.Session()
    their_discover.get_discovery(session, URL)

    assert isinstance(discover.get_discovery(session, URL), discover.Discover)


def test_our_documents_in_its_cache_serve_it_as_well(requests_mock: Any) -> None:
    requests_mock.get(URL, json=DOCUMENT)
    session = theirs.Session()
    discover.get_discovery(session, URL)

    data = their_discover.EndpointData(catalog_url=URL)

    assert data.get_versioned_data(session).url == URL
    assert requests_mock.call_count == 1
