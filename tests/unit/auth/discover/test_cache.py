"""A version document is fetched once, whoever asks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ksclient.auth import discover

URL = "http://host:5000/v2.0"


@pytest.fixture
def session(server: Any, entry: Any) -> Any:
    plugin = SimpleNamespace(_discovery_cache={})
    return server({URL: {"version": entry()}, "http://host": {"version": entry()}}, auth=plugin)


def test_a_document_is_fetched_once(session: Any) -> None:
    first = discover.get_discovery(session, URL)

    assert discover.get_discovery(session, URL) is first
    assert session.asked == [(URL, False)]


@pytest.mark.parametrize("urls", [("http://host", "http://host/"), ("http://host/", "http://host")])
def test_a_url_without_a_path_is_the_same_with_a_slash(urls: Any, session: Any) -> None:
    first, second = (discover.get_discovery(session, url) for url in urls)

    assert first is second
    assert session.asked == [("http://host", False)]


@pytest.mark.parametrize("source", ["given", "session", "plugin"])
def test_what_one_cache_knows_all_three_learn(source: str, session: Any) -> None:
    caches: dict[str, dict[str, Any]] = {
        "given": {},
        "session": session._discovery_cache,
        "plugin": session.auth._discovery_cache,
    }
    known = discover.Discover(session, URL)
    caches[source][URL] = known
    session.asked.clear()

    assert discover.get_discovery(session, URL, cache=caches["given"]) is known
    assert all(cache == {URL: known} for cache in caches.values())
    assert session.asked == []


def test_a_document_of_another_library_is_fetched_again(session: Any) -> None:
    session._discovery_cache[URL] = object()

    assert isinstance(discover.get_discovery(session, URL), discover.Discover)


def test_a_session_without_caches_will_do(entry: Any, response: Any) -> None:
    class Bare:
        def get(self, url: str, **kwargs: Any) -> Any:
            return response('{"versions": []}')

    assert discover.get_discovery(Bare(), URL).version_data() == []
