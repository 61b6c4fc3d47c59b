"""Whatever the catalog and the filters, the answer is keystoneauth1's, in the same order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ksclient.auth import exceptions
from ksclient.auth.access.service_catalog import ServiceCatalogV2

theirs = pytest.importorskip("keystoneauth1.access.service_catalog")

TYPES = st.sampled_from(
    ["compute", "block-storage", "volume", "volumev2", "volumev3", "own", "shared_file_system"]
)
REGIONS = st.sampled_from(["North", "South", "West", None])
NAMES = st.sampled_from(["a", "b", None])
IDS = st.sampled_from(["1", "2"])
URLS = st.sampled_from(["http://one", "http://two/v2", ""])
INTERFACES = st.sampled_from(["public", "publicURL", "internal", "adminURL"])

endpoints = st.fixed_dictionaries(
    {},
    optional={
        "region": REGIONS,
        "id": IDS,
        "publicURL": URLS,
        "internalURL": URLS,
        "adminURL": URLS,
    },
)
services = st.fixed_dictionaries(
    {"type": TYPES, "endpoints": st.lists(endpoints, max_size=3)},
    optional={"name": NAMES, "id": IDS},
)
catalogs = st.lists(services, max_size=5)
filters = st.fixed_dictionaries(
    {},
    optional={
        "service_type": TYPES | st.just("nothing"),
        "interface": INTERFACES | st.lists(INTERFACES, max_size=3),
        "region_name": REGIONS,
        "service_name": NAMES,
        "service_id": IDS,
        "endpoint_id": IDS,
    },
)


def facts(found: dict[str, list[Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    names = ("url", "service_type", "service_name", "service_id", "interface", "region_name")
    names += ("endpoint_id", "raw_endpoint", "api_version")
    return [
        (service_type, [{name: getattr(each, name) for name in names} for each in each_type])
        for service_type, each_type in found.items()
    ]


def answer(question: Any, **filters: Any) -> Any:
    try:
        return question(**filters)
    except ValueError:
        return "their programming error"
    except Exception as error:  # noqa: BLE001 - of either library
        return type(error).__name__, str(error).split(" not found")[0].split(" is empty")[0]


@settings(max_examples=400, deadline=None)
@given(catalogs, filters)
def test_answers_are_keystoneauth1s(catalog: list[Any], filters: dict[str, Any]) -> None:
    mine, other = ServiceCatalogV2(catalog), theirs.ServiceCatalogV2(catalog)
    expected = answer(other.get_endpoints_data, **filters)
    if expected == "their programming error":
        # Two names of one type, and no endpoint under either: nothing was found.
        with pytest.raises(exceptions.EndpointNotFound):
            mine.url_for(**filters)
        return

    assert facts(mine.get_endpoints_data(**filters)) == facts(expected)
    assert list(mine.get_endpoints(**filters).items()) == list(
        other.get_endpoints(**filters).items()
    )
    if "interface" in filters:
        assert mine.get_urls(**filters) == other.get_urls(**filters)
        assert answer(mine.url_for, **filters) == answer(other.url_for, **filters)


@settings(max_examples=100, deadline=None)
@given(catalogs)
def test_the_normalized_catalog_is_keystoneauth1s(catalog: list[Any]) -> None:
    mine, other = ServiceCatalogV2(catalog), theirs.ServiceCatalogV2(catalog)

    assert mine.normalize_catalog() == other.normalize_catalog()
