"""Version numbers are read however they are written."""

from __future__ import annotations

from typing import Any

import pytest

from ksclient.auth import discover, exceptions
from ksclient.auth.discover import LATEST, VersionRange
from ksclient.auth.discover.versions import version_in_url


@pytest.mark.parametrize("version", [1, "1", "v1", [1], (1,), ["1"], 1.0, "1.0", "v1.0", (1, 0)])
def test_one_version_has_many_spellings(version: Any) -> None:
    assert discover.normalize_version_number(version) == (1, 0)


@pytest.mark.parametrize("version", ["latest", "vlatest", ("latest", "latest"), (LATEST,), LATEST])
def test_latest_is_read(version: Any) -> None:
    assert discover.normalize_version_number(version) == (LATEST, LATEST)


@pytest.mark.parametrize("version", ["", "v", "one", "1.x", None, [[]], 10**400, "9" * 5000])
def test_what_is_no_version_is_a_type_error(version: Any) -> None:
    with pytest.raises(TypeError, match="Invalid version specified"):
        discover.normalize_version_number(version)


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ((2, 1), "2.1"),
        ((2, LATEST), "2.latest"),
        ((LATEST, LATEST), "latest"),
        ((1, 2, 3), "1.2.3"),
    ],
)
def test_versions_are_written(version: Any, text: str) -> None:
    assert discover.version_to_string(version) == text


@pytest.mark.parametrize(
    ("required", "candidate", "expected"),
    [
        ((3, 1), (3, 3), True),
        ((3, 1), (3, 1), True),
        ((3, 1), (3, 0), False),
        ((3, 1), (4, 1), False),
    ],
)
def test_a_later_version_of_the_same_major_matches(
    required: Any, candidate: Any, expected: bool
) -> None:
    assert discover.version_match(required, candidate) is expected


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        (None, None, True),
        ("2", None, True),
        ("2.1", None, True),
        ("2.2", None, False),
        (None, "2.1", True),
        (None, "2.0", False),
        ("2", "2.latest", True),
    ],
)
def test_bounds_are_included_and_none_is_no_bound(
    lowest: Any, highest: Any, expected: bool
) -> None:
    assert discover.version_between(lowest, highest, "2.1") is expected


def test_nothing_lies_between_nothing() -> None:
    with pytest.raises(ValueError, match="candidate is required"):
        discover.version_between(None, None, "")


@pytest.mark.parametrize(
    ("url", "version"),
    [
        ("http://host/v2.0/", (2, 0)),
        ("http://host/compute/v2.1/0123456", (2, 1)),
        ("http://host/v1/AUTH_v2", (1, 0)),
        ("http://host/12/", None),
        ("http://host/vip/", None),
        ("http://v2/", None),
        ("http://[bad/v2", None),
        ("", None),
        (None, None),
    ],
)
def test_a_url_tells_its_version(url: str | None, version: Any) -> None:
    assert version_in_url(url) == version


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({}, (None, None)),
        ({"version": "2.1"}, ((2, 1), (2, LATEST))),
        ({"min_version": "2.1"}, ((2, 1), (LATEST, LATEST))),
        ({"max_version": "2.1"}, (None, (2, 1))),
        ({"min_version": 2, "max_version": "3.latest"}, ((2, 0), (3, LATEST))),
        ({"service_type": "volumev2"}, ((2, 0), (2, LATEST))),
        ({"service_type": "volumev2", "max_version": "latest"}, ((2, 0), (2, LATEST))),
        ({"service_type": "volumev2", "max_version": "2.5"}, ((2, 0), (2, 5))),
        ({"service_type": "volumev2", "version": "2.5"}, ((2, 5), (2, LATEST))),
    ],
)
def test_keywords_become_a_range(keywords: Any, expected: Any) -> None:
    asked = VersionRange.asked(**keywords)

    assert (asked.lowest, asked.highest) == expected


@pytest.mark.parametrize(
    ("keywords", "error"),
    [
        ({"version": 2, "min_version": 1}, ValueError),
        ({"min_version": 3, "max_version": 2}, ValueError),
        ({"min_version": "latest", "max_version": 2}, ValueError),
        ({"version": 3, "service_type": "volumev2"}, exceptions.ImpliedVersionMismatch),
        ({"min_version": 3, "service_type": "volumev2"}, exceptions.ImpliedMinVersionMismatch),
        ({"max_version": 3, "service_type": "volumev2"}, exceptions.ImpliedMaxVersionMismatch),
        ({"version": "junk"}, TypeError),
    ],
)
def test_keywords_that_contradict_each_other_are_refused(
    keywords: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        VersionRange.asked(**keywords)
