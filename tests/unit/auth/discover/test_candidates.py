"""Where a version document may be is guessed from the URL alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ksclient.auth.discover import VersionRange, add_catalog_discover_hack
from ksclient.auth.discover.candidates import CatalogUrl, discovery_urls
from ksclient.auth.discover.hacks import HACKS, DiscoverHacks


def guess(url: str, project_id: str | None = None, hack: bool = True, **versions: Any) -> list[str]:
    found = discovery_urls(
        CatalogUrl.parse(url, project_id),
        VersionRange.asked(**versions),
        catalog_url=url,
        may_leave_catalog=hack,
        unversioned=lambda: HACKS.apply("identity", url),
    )
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("url", "project_id", "base", "versioned", "version", "cut"),
    [
        ("http://h", None, "http://h", None, None, None),
        ("http://h/v2.0/", None, "http://h", "http://h/v2.0", (2, 0), None),
        ("http://h/a/v2/p", "p", "http://h/a", "http://h/a/v2", (2, 0), "p"),
        ("http://h/a/v2/p", None, "http://h/a", "http://h/a/v2", (2, 0), "p"),
        ("http://h/a/p", "p", "http://h/a", None, None, "p"),
        ("http://h/a/p", None, "http://h/a/p", None, None, None),
        ("http://h/a/v2/p", "other", "http://h/a/v2/p", None, None, None),
    ],
)
def test_a_url_is_taken_apart(
    url: str, project_id: str | None, base: str, versioned: Any, version: Any, cut: Any
) -> None:
    assert CatalogUrl.parse(url, project_id) == CatalogUrl(base, versioned, version, cut)


def test_without_a_version_the_root_comes_first() -> None:
    assert guess("http://h/v2.0") == ["http://h/", "http://h/v2.0"]


def test_a_url_of_the_right_version_comes_first() -> None:
    assert guess("http://h/v2/p", "p", version=2) == ["http://h/v2/", "http://h/", "http://h/v2/p"]


def test_a_url_within_the_range_comes_after_the_root() -> None:
    assert guess("http://h/v2", min_version=1) == ["http://h/", "http://h/v2/", "http://h/v2"]


def test_the_catalogs_own_root_keeps_its_spelling() -> None:
    assert guess("http://h/root") == ["http://h/root"]


def test_who_stays_with_the_catalog_leaves_out_the_project_only() -> None:
    assert guess("http://h/v2/p", "p", hack=False) == ["http://h/v2", "http://h/v2/p"]


def test_a_rule_of_a_service_makes_one_more_guess() -> None:
    hacks = DiscoverHacks()
    hacks.add("odd", re.compile(r"/api/.*$"), "/versions")

    assert hacks.apply("odd", "http://h/api/x") == "http://h/versions"
    assert hacks.apply("odd", "http://h/other") == "http://h/other"
    assert hacks.apply("other", "http://h/api/x") == "http://h/api/x"
    assert hacks.apply(None, "http://h/api/x") == "http://h/api/x"


def test_rules_can_be_added_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HACKS, "_rules", dict(HACKS._rules))

    add_catalog_discover_hack("odd-service", re.compile("/x$"), "/y")

    assert HACKS.apply("odd-service", "http://h/x") == "http://h/y"
