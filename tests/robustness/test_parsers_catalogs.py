"""Whatever a catalog holds, a question is answered, or refused with an error that says what is."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient import access as flat
from ksclient import exceptions
from ksclient.auth.access.service_catalog import ServiceCatalogV2
from ksclient.auth.identity import v2
from tests.robustness.answering import URL, problem_of, session_answered
from tests.robustness.strategies import JUNK, TEXTS, Answer, spoiled, steady, wire

ADMIN = "http://keystone.example:35357/v2.0"
ENDPOINT = {"id": "e1", "region": "One", "publicURL": URL, "internalURL": URL, "adminURL": ADMIN}
CATALOG: list[dict[str, Any]] = [
    {"type": "identity", "name": "keystone", "endpoints_links": [], "endpoints": [ENDPOINT]},
    {
        "type": "compute",
        "name": "nova",
        "endpoints": [
            {"id": "e2", "region": "One", "publicURL": "http://nova.example/v2"},
            {"id": "e3", "region": "*", "publicURL": "http://nova.example/v2", "adminURL": None},
            {"publicURL": "http://nova.example/v2", "region_id": "Two"},
        ],
    },
    {"type": "volumev3", "id": "s3", "endpoints": []},
]

URLS = st.sampled_from([URL, ADMIN, "", "http://[", "/relative", "http://h:port/", None]) | JUNK
ENDPOINTS = st.dictionaries(
    st.sampled_from(
        ["id", "region", "region_id", "publicURL", "internalURL", "adminURL", "versionId", "URL"]
    )
    | TEXTS,
    URLS | st.sampled_from(["One", "*"]),
    max_size=6,
)
SERVICES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["identity", "compute", "volume", "volumev3", "*"]) | JUNK,
        "name": st.sampled_from(["keystone", "nova"]) | JUNK,
        "id": JUNK,
        "endpoints": st.lists(ENDPOINTS | JUNK, max_size=3) | JUNK,
    },
)
CATALOGS = st.one_of(
    st.lists(SERVICES | JUNK, max_size=4),
    spoiled(CATALOG).map(lambda odd: odd.document),
    st.lists(st.sampled_from(CATALOG), max_size=5),  # whole, and with duplicates
)

INTERFACES = st.sampled_from(["public", "publicURL", "internal", "admin", "URL", "*", "\ud800"])
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "service_type": st.sampled_from(["identity", "compute", "block-storage", "*", "none"]),
        "interface": INTERFACES | st.lists(INTERFACES, max_size=3) | st.none(),
        "region_name": st.sampled_from(["One", "Two", "*", "none", "", "\ud800"]) | st.none(),
        "service_name": st.sampled_from(["keystone", "nova", "none"]) | st.none(),
        "service_id": st.sampled_from(["s3", "none"]) | st.none(),
        "endpoint_id": st.sampled_from(["e1", "none"]) | st.none(),
    },
)
PLURAL = ("get_endpoints", "get_endpoints_data", "get_endpoint_data_list", "get_urls")


def document_with(catalog: Any) -> dict[str, Any]:
    token = {"id": "t0ken", "expires": "2999-01-01T00:00:00Z", "tenant": {"id": "t1"}}
    return {"access": {"token": token, "user": {"id": "u1"}, "serviceCatalog": catalog}}


@steady(150)
@given(CATALOGS, FILTERS)
def test_a_question_is_answered_or_nothing_is_found(catalog: Any, filters: dict[str, Any]) -> None:
    if not isinstance(catalog, list):
        problem = problem_of(ServiceCatalogV2.from_token, document_with(catalog))
        assert problem is None or isinstance(problem, exceptions.InvalidResponse)
        return
    before = copy.deepcopy(catalog)
    found = ServiceCatalogV2.from_token(document_with(catalog))

    for name in PLURAL:
        assert problem_of(getattr(found, name), **filters) is None
    assert problem_of(found.normalize_catalog) is None
    for name in ("url_for", "endpoint_data_for"):
        problem = problem_of(getattr(found, name), **filters)
        assert problem is None or isinstance(problem, exceptions.EndpointNotFound)
    assert repr(found.catalog) == repr(before)


@steady(100)
@given(CATALOGS, FILTERS)
def test_what_is_found_was_there_and_is_text(catalog: Any, filters: dict[str, Any]) -> None:
    found = ServiceCatalogV2(catalog) if isinstance(catalog, list) else ServiceCatalogV2([])

    for data in found.get_endpoint_data_list(**filters):
        assert isinstance(data.url, str)
        assert data.url
        assert data.url in data.raw_endpoint.values()
        if filters.get("region_name"):
            assert data.region_name == filters["region_name"]


@steady(100)
@given(CATALOGS, FILTERS, TEXTS)
def test_keystoneclients_view_answers_or_finds_nothing(
    catalog: Any, filters: dict[str, Any], region: str
) -> None:
    made = problem_of(flat.AccessInfo.of, document_with(catalog))
    if made is not None:
        assert isinstance(made, exceptions.UnrecognizedAccess)
        return
    found = flat.AccessInfo.of(document_with(catalog)).service_catalog
    interface = filters.get("interface")
    asked = {
        "service_type": filters.get("service_type", "identity"),
        "endpoint_type": interface if isinstance(interface, str) else "publicURL",
        "region_name": filters.get("region_name") or region,
        "service_name": filters.get("service_name"),
    }

    for name in ("get_endpoints", "get_urls"):
        assert problem_of(getattr(found, name), **asked) is None
    problem = problem_of(found.url_for, **asked)
    assert problem is None or isinstance(problem, exceptions.EndpointNotFound)
    assert problem_of(found.get_token) is None
    assert problem_of(found.describe, asked["service_type"]) is None
    assert repr(found)


@steady(75)
@given(CATALOGS, st.sampled_from(["public", "admin", ["internal", "public"]]))
def test_a_request_to_what_such_a_catalog_names_ends_in_an_answer_or_one_error(
    catalog: Any, interface: Any
) -> None:
    auth = v2.Password(URL, "joe", "s3cret")
    session = session_answered(
        Answer(wire({"tenants": []})),
        {"/tokens": Answer(wire(document_with(catalog)))},
        auth=auth,
    )

    problem_of(
        session.get,
        "/tenants",
        endpoint_filter={"service_type": "identity", "interface": interface},
    )
    problem_of(session.get_all_version_data, interface=interface)
    problem_of(session.get_endpoint_data, service_type="compute", interface=interface)


@pytest.mark.parametrize("endpoints", [None, [], "none", {}, [None], [{}], [{"region": "One"}]])
def test_a_service_without_endpoints_has_none(endpoints: Any) -> None:
    found = ServiceCatalogV2([{"type": "identity", "endpoints": endpoints}])

    problem = problem_of(found.url_for, service_type="identity")

    assert isinstance(problem, exceptions.EndpointNotFound)
    assert "services: identity" in str(problem)


@steady(60)
@given(st.permutations(CATALOG), st.integers(1, 3))
def test_duplicates_and_order_change_no_answer(catalog: list[Any], times: int) -> None:
    found = ServiceCatalogV2(copy.deepcopy(catalog) * times)

    assert found.url_for(service_type="identity", interface="admin") == ADMIN
    assert found.url_for(service_type="compute", region_name="*") == "http://nova.example/v2"
    assert len(found.get_urls(service_type="compute", region_name="Two")) == times
