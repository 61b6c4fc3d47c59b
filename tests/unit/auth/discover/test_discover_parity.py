"""Side by side with keystoneauth1: numbers, ranges, guesses and choices are the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ksclient.auth import discover, exceptions
from ksclient.auth.discover.ranges import VersionRange

theirs = pytest.importorskip("keystoneauth1.discover")
LATEST = discover.LATEST

numbers = st.sampled_from([1, 2, 2.0, 2.1, 3, "2", "v2.0", "2.latest", "v3", "latest", (2, LATEST)])
maybe_numbers = numbers | st.none()
types = st.sampled_from([None, "compute", "volumev2", "volumev3", "block-storage", "own-v2"])
urls = st.builds(
    "http://host{}{}{}{}".format,
    st.sampled_from(["", ":5000"]),
    st.sampled_from(["", "/compute", "/a/b"]),
    st.sampled_from(["", "/v2", "/v2.0", "/v2.1", "/v3", "/3"]),
    st.sampled_from(["", "/", "/project", "/42", "/v1/project/"]),
)


def outcome(act: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return act(*args, **kwargs)
    except (TypeError, ValueError) as error:
        return type(error).__name__, str(error)


@pytest.mark.parametrize(
    "version",
    [
        1,
        0,
        2.1,
        "1",
        "v1",
        "v1.20.3",
        "1.20",
        "latest",
        "vlatest",
        "2.latest",
        [1],
        (1,),
        ["1"],
        (1, 0),
        ("1", "20", "3"),
        (LATEST,),
        ("latest", "latest"),
        LATEST,
        "",
        "v",
        "1.",
        ".1",
        "one",
        "1.x",
        "²",
        None,
        object,
        [],
        [None],
        [[1]],
        float("nan"),
        -1,
        "9" * 5000,
    ],
)
def test_a_version_is_read_alike(version: Any) -> None:
    mine = outcome(discover.normalize_version_number, version)

    assert mine == outcome(theirs.normalize_version_number, version)


@settings(max_examples=400, deadline=None)
@given(maybe_numbers, maybe_numbers, maybe_numbers, types)
def test_a_range_is_read_alike(version: Any, lowest: Any, highest: Any, kind: str | None) -> None:
    expected = outcome(theirs._normalize_version_args, version, lowest, highest, service_type=kind)
    mine = outcome(VersionRange.asked, version, lowest, highest, kind)

    if isinstance(mine, VersionRange):
        assert (mine.lowest, mine.highest) == expected
    else:
        assert mine[0] == expected[0]


@settings(max_examples=200, deadline=None)
@given(maybe_numbers, maybe_numbers, numbers)
def test_bounds_are_judged_alike(lowest: Any, highest: Any, candidate: Any) -> None:
    mine = discover.version_between(lowest, highest, candidate)

    assert mine == theirs.version_between(lowest, highest, candidate)


@settings(max_examples=400, deadline=None)
@given(urls, st.sampled_from([None, "project", "42"]), st.booleans(), maybe_numbers, st.booleans())
def test_version_documents_are_looked_for_in_the_same_places(
    url: str, project_id: str | None, hack: bool, version: Any, is_identity: bool
) -> None:
    lowest, highest = theirs._normalize_version_args(version, None, None)
    service_type = "identity" if is_identity else "compute"

    def choices(module: Any) -> list[str]:
        data = module.EndpointData(catalog_url=url, service_type=service_type)
        found = data._get_discovery_url_choices(project_id, hack, lowest, highest)
        return [*found, str(data.api_version)]

    assert choices(discover) == choices(theirs)


class FakeSession:
    """Answers every request with one document."""

    auth = None

    def __init__(self, body: Any) -> None:
        self._body = body
        self.headers: dict[str, str] = {}
        self.content = self.text = ""

    def get(self, url: str, headers: Any, authenticated: Any) -> FakeSession:
        return self

    def json(self) -> Any:
        return self._body


entries = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["v1.0", "v2.0", "v2.1", "v3", "v3.8"]),
        "status": st.sampled_from(["stable", "CURRENT", "deprecated", "experimental", "odd"]),
        "links": st.lists(
            st.fixed_dictionaries(
                {
                    "rel": st.sampled_from(["self", "collection", "describedby"]),
                    "href": st.sampled_from(
                        [
                            "v2/",
                            "/v2.0",
                            "http://host/v3/",
                            "http://host:8774/v2",
                            "https://host/id/v2.0/",
                            "//other/v3",
                            "http://other:1/deep/v2.1/",
                        ]
                    ),
                }
            ),
            max_size=3,
        ),
    },
    optional={
        "version": st.sampled_from(["", "2.53"]),
        "min_version": st.sampled_from(["", "2.1"]),
        "next_min_version": st.sampled_from(["", "2.4"]),
    },
)
allowed = st.fixed_dictionaries(
    {}, optional={f"allow_{name}": st.booleans() for name in ("deprecated", "unknown")}
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(entries, max_size=4),
    st.sampled_from(["http://host", "http://host/id/", "http://host/v2.0/"]),
    allowed,
    maybe_numbers,
    maybe_numbers,
    st.sampled_from([None, "http://host/v2.0/"]),
)
def test_versions_are_read_and_chosen_alike(
    versions: list[Any], url: str, allow: Any, lowest: Any, highest: Any, wanted: str | None
) -> None:
    mine = discover.Discover(FakeSession({"versions": versions}), url)
    other = theirs.Discover(FakeSession({"versions": versions}), url)

    assert mine.version_data(**allow) == other.version_data(**allow)
    assert mine.version_string_data(True, **allow) == other.version_string_data(True, **allow)
    assert mine.raw_version_data() == other.raw_version_data()
    if lowest is not None:
        assert mine.data_for(lowest, **allow) == other.data_for(lowest, **allow)
    try:
        expected = other.versioned_data_for(wanted, lowest, highest, **allow)
    except IndexError:
        with pytest.raises(exceptions.DiscoveryFailure):
            mine.versioned_data_for(wanted, lowest, highest, **allow)
    except ValueError:
        with pytest.raises(ValueError, match="min_version"):
            mine.versioned_data_for(wanted, lowest, highest, **allow)
    else:
        assert mine.versioned_data_for(wanted, lowest, highest, **allow) == expected
