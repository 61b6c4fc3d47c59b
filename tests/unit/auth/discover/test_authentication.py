"""Discovery sends a token only to those who may have it, and never when told not to."""

from __future__ import annotations

from typing import Any

import pytest

from ksclient.auth import discover, exceptions

URL = "http://host:5000"


@pytest.mark.parametrize("authenticated", [False, True])
def test_a_401_is_final_when_the_caller_said_how_to_ask(authenticated: bool, server: Any) -> None:
    session = server({URL: exceptions.Unauthorized, f"token@{URL}": exceptions.Unauthorized})

    with pytest.raises(exceptions.Unauthorized):
        discover.get_version_data(session, URL, authenticated=authenticated)

    assert session.asked == [(URL, authenticated)]


def test_a_401_is_answered_with_a_token_when_the_caller_left_it_open(
    server: Any, entry: Any
) -> None:
    session = server({URL: exceptions.Unauthorized, f"token@{URL}": {"versions": [entry()]}})

    assert discover.get_version_data(session, URL) == [entry()]
    assert session.asked == [(URL, None), (URL, True)]


def test_get_discovery_never_sends_a_token_by_default(server: Any) -> None:
    session = server({URL: exceptions.Unauthorized}, auth=object())

    with pytest.raises(exceptions.Unauthorized):
        discover.get_discovery(session, URL)

    assert session.asked == [(URL, False)]


def test_an_endpoint_of_the_catalog_gets_the_token_if_it_wants_one(server: Any, entry: Any) -> None:
    url = f"{URL}/v2.0/"
    documents = {url: exceptions.Unauthorized, f"token@{url}": {"version": entry()}}
    session = server(documents, auth=object())

    found = discover.EndpointData(catalog_url=url).get_versioned_data(session)

    assert found.api_version == (2, 0)
    assert session.asked == [(url, False), (url, True)]


def test_a_session_that_has_no_plugin_sends_no_token(server: Any) -> None:
    session = server({f"{URL}/v2.0/": exceptions.Unauthorized})

    with pytest.raises(exceptions.DiscoveryFailure):
        discover.EndpointData(catalog_url=f"{URL}/v2.0/").get_versioned_data(session)

    assert session.asked == [(f"{URL}/v2.0/", False)]


def test_a_version_header_is_sent_where_a_service_needs_one() -> None:
    class Recorder:
        auth = None
        headers: Any = None

        def get(self, url: str, *, headers: Any, authenticated: Any) -> Any:
            self.headers = headers
            raise exceptions.NotFound

    session = Recorder()
    with pytest.raises(exceptions.NotFound):
        discover.get_version_data(session, URL, version_header="compute 2.1")

    assert session.headers["OpenStack-API-Version"] == "compute 2.1"
