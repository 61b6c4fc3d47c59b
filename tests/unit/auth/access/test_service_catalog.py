"""A catalog finds endpoints by dictionary, and says what there is when it finds none."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.access.service_catalog import ServiceCatalog, ServiceCatalogV2

CATALOG: list[dict[str, Any]] = [
    {
        "type": "compute",
        "name": "nova",
        "endpoints": [
            {
                "id": "e1",
                "region": "North",
                "publicURL": "http://north/v2/t",
                "internalURL": "http://north.lan/v2/t",
            },
            {"id": "e2", "region": "South", "publicURL": "http://south/v2/t"},
        ],
    },
    {
        "type": "identity",
        "name": "keystone",
        "endpoints": [
            {
                "region": "North",
                "publicURL": "http://keystone:5000/v2.0",
                "adminURL": "http://keystone.lan:35357/v2.0",
            }
        ],
    },
    {
        "type": "volumev2",
        "name": "cinder",
        "endpoints": [{"region": "North", "publicURL": "http://cinder/v2"}],
    },
]


@pytest.fixture
def catalog() -> ServiceCatalogV2:
    return ServiceCatalogV2(copy.deepcopy(CATALOG))


def test_it_is_a_service_catalog(catalog: ServiceCatalogV2) -> None:
    assert isinstance(catalog, ServiceCatalog)


@pytest.mark.parametrize(
    "interface", ["public", "publicURL", ["public"], ("publicURL",), {"public"}]
)
def test_an_interface_goes_by_either_name(interface: Any, catalog: ServiceCatalogV2) -> None:
    assert catalog.url_for("compute", interface) == "http://north/v2/t"


def test_of_several_interfaces_the_first_that_exists_is_taken(catalog: ServiceCatalogV2) -> None:
    preferred = ["admin", "internal", "public"]

    assert catalog.url_for("compute", preferred) == "http://north.lan/v2/t"
    assert catalog.url_for("compute", preferred, "South") == "http://south/v2/t"


def test_an_official_type_finds_its_older_name(catalog: ServiceCatalogV2) -> None:
    assert catalog.url_for("block-storage") == "http://cinder/v2"


def test_another_version_of_the_type_is_another_service(catalog: ServiceCatalogV2) -> None:
    with pytest.raises(exceptions.EndpointNotFound):
        catalog.url_for("volumev3")


def test_without_filters_every_url_is_found_in_order(catalog: ServiceCatalogV2) -> None:
    assert catalog.get_urls() == (
        "http://north/v2/t",
        "http://south/v2/t",
        "http://keystone:5000/v2.0",
        "http://cinder/v2",
    )


def test_types_come_in_the_order_of_their_first_service_that_fits() -> None:
    first, second, third = (
        {"type": kind, "name": name, "endpoints": [{"publicURL": f"http://{kind}/{name}"}]}
        for kind, name in (("a", "other"), ("b", "mine"), ("a", "mine"))
    )

    catalog = ServiceCatalogV2([first, second, third])

    assert catalog.get_urls(service_name="mine") == ("http://b/mine", "http://a/mine")


def test_an_endpoint_can_be_asked_for_by_id(catalog: ServiceCatalogV2) -> None:
    assert catalog.url_for(endpoint_id="e2") == "http://south/v2/t"


def test_the_endpoint_data_tells_what_the_catalog_knows(catalog: ServiceCatalogV2) -> None:
    found = catalog.endpoint_data_for("compute", region_name="South")

    assert found.url == "http://south/v2/t"
    assert found.service_type == "compute"
    assert found.service_name == "nova"
    assert found.region_name == "South"
    assert found.interface == "publicURL"
    assert found.endpoint_id == "e2"
    assert found.api_version == (2, 0)


def test_what_is_handed_out_can_be_changed_without_harm(catalog: ServiceCatalogV2) -> None:
    first = catalog.endpoint_data_for("compute")
    first.service_url = "http://changed"
    assert first.raw_endpoint is not None
    first.raw_endpoint["publicURL"] = "http://changed"
    catalog.get_endpoints("compute")["compute"].clear()
    catalog.normalize_catalog()[0]["endpoints"][0]["raw_endpoint"].clear()

    assert catalog.endpoint_data_for("compute").url == "http://north/v2/t"
    assert catalog.catalog == CATALOG


def test_an_endpoint_with_many_interfaces_is_listed_once(catalog: ServiceCatalogV2) -> None:
    assert catalog.get_endpoints("compute") == {"compute": CATALOG[0]["endpoints"]}


def test_it_pickles(catalog: ServiceCatalogV2) -> None:
    catalog.url_for("compute")

    assert pickle.loads(pickle.dumps(catalog)).url_for("identity") == "http://keystone:5000/v2.0"


@pytest.mark.parametrize("token", [{"access": {}}, {"access": {"serviceCatalog": None}}])
def test_a_token_without_a_catalog_gives_an_empty_one(token: Any) -> None:
    assert ServiceCatalogV2.from_token(token).get_endpoints_data() == {}


@pytest.mark.parametrize("token", [{"token": {}}, {}, []])
def test_what_is_no_access_document_has_no_catalog(token: Any) -> None:
    with pytest.raises(ValueError, match="Invalid token format for fetching catalog"):
        ServiceCatalogV2.from_token(token)


@pytest.mark.parametrize(
    "junk",
    [
        None,
        1,
        "compute",
        [],
        {},
        {"type": None, "endpoints": []},
        {"type": ["compute"], "endpoints": []},
        {"name": "nova"},
        {"type": "junk", "endpoints": None},
        {"type": "junk", "endpoints": {"publicURL": "http://x"}},
        {"type": "junk", "endpoints": [None, 1, "x", []]},
        {"type": "junk", "endpoints": [{"region": "North"}]},
        {"type": "junk", "endpoints": [{"publicURL": None}]},
        {"type": "junk", "endpoints": [{"publicURL": ""}]},
        {"type": "junk", "endpoints": [{"publicURL": 7, "adminURL": ["x"]}]},
        {"type": "junk", "name": {}, "id": [], "endpoints": [{"id": {}, "publicURL": 1}]},
    ],
)
def test_malformed_parts_are_left_out(junk: Any) -> None:
    catalog = ServiceCatalogV2([junk, *CATALOG])

    assert catalog.url_for("identity", "admin") == "http://keystone.lan:35357/v2.0"
    assert catalog.get_urls("junk") == ()
    assert [each["type"] for each in catalog.normalize_catalog()][-3:] == [
        "compute",
        "identity",
        "volumev2",
    ]


def test_a_malformed_region_counts_as_none() -> None:
    catalog = ServiceCatalogV2(
        [{"type": "a", "endpoints": [{"region": ["x"], "publicURL": "http://x"}]}]
    )

    assert catalog.endpoint_data_for("a").region_name is None


def test_a_url_that_is_none_is_handed_out_as_it_is() -> None:
    catalog = ServiceCatalogV2([{"type": "a", "endpoints": [{"publicURL": "http://[bad"}]}])

    assert catalog.url_for("a") == "http://[bad"


def test_two_names_without_endpoints_are_nothing_found() -> None:
    catalog = ServiceCatalogV2(
        [{"type": "volumev2", "endpoints": []}, {"type": "volumev3", "endpoints": []}]
    )

    with pytest.raises(exceptions.EndpointNotFound):
        catalog.url_for("block-storage")


def test_an_empty_catalog_says_what_to_do() -> None:
    with pytest.raises(exceptions.EmptyCatalog, match="tenant_name or tenant_id"):
        ServiceCatalogV2([]).url_for("compute")


@pytest.mark.parametrize(
    ("filters", "first_sentence", "nearest"),
    [
        ({"service_type": "compte"}, "public endpoint for compte service not found", "compute"),
        ({"service_type": "zzz"}, "public endpoint for zzz service not found", None),
        (
            {"service_type": "compute", "region_name": "north"},
            "public endpoint for compute service in north region not found",
            "North",
        ),
        (
            {"service_type": "compute", "interface": "adminURL"},
            "adminURL endpoint for compute service not found",
            None,
        ),
        (
            {"service_type": "compute", "interface": "interna"},
            "interna endpoint for compute service not found",
            "internal",
        ),
        (
            {"service_type": "compute", "service_name": "Nova"},
            "public endpoint for compute service named Nova not found",
            "nova",
        ),
        (
            {"service_type": "compute", "service_name": "x", "region_name": "y"},
            "public endpoint for compute service named x in y region not found",
            None,
        ),
    ],
)
def test_not_found_begins_with_what_was_asked_and_ends_with_the_nearest(
    filters: Any, first_sentence: str, nearest: str | None, catalog: ServiceCatalogV2
) -> None:
    with pytest.raises(exceptions.EndpointNotFound) as caught:
        catalog.url_for(**filters)

    error: Any = caught.value
    assert str(error).startswith(f"{first_sentence}. The catalog has services:")
    assert error.nearest == nearest
    assert (f"Did you mean {nearest!r}?" in str(error)) is (nearest is not None)


def test_not_found_says_what_there_is(catalog: ServiceCatalogV2) -> None:
    with pytest.raises(exceptions.EndpointNotFound) as caught:
        catalog.url_for("compute", region_name="West")

    error: Any = caught.value
    assert str(error).endswith(
        "The catalog has services: compute, identity, volumev2; regions of compute: North, South; "
        "interfaces of compute: internal, public."
    )
    assert error.available == {
        "services": ["compute", "identity", "volumev2"],
        "regions": ["North", "South"],
        "interfaces": ["internal", "public"],
    }
    assert (error.service_type, error.region_name) == ("compute", "West")
    assert (error.service_name, error.interface) == (None, "public")


def test_not_found_pickles_with_what_it_knows(catalog: ServiceCatalogV2) -> None:
    with pytest.raises(exceptions.EndpointNotFound) as caught:
        catalog.url_for("compte")

    twin: Any = pickle.loads(pickle.dumps(caught.value))

    assert (str(twin), twin.nearest) == (str(caught.value), "compute")


def test_not_found_in_a_catalog_that_cannot_be_read_says_so() -> None:
    with pytest.raises(exceptions.EndpointNotFound, match="no service that can be read"):
        ServiceCatalogV2([{"junk": 1}]).url_for("compute")


def big(services: int, regions: int) -> list[dict[str, Any]]:
    return [
        {
            "type": f"type-{service}" + "x" * 100,
            "endpoints": [
                {"region": f"r{region}", "publicURL": f"http://s{service}.r{region}"}
                for region in range(regions)
            ],
        }
        for service in range(services)
    ]


def test_not_found_stays_short_however_large_the_catalog() -> None:
    with pytest.raises(exceptions.EndpointNotFound, match="and 492 more") as caught:
        ServiceCatalogV2(big(500, 20)).url_for("nothing")

    assert len(str(caught.value)) < 1000


def test_the_catalog_is_walked_once_however_many_questions() -> None:
    class Counted(list[Any]):
        walks = 0

        def __iter__(self) -> Any:
            self.walks += 1
            return super().__iter__()

    raw = Counted(CATALOG)
    catalog = ServiceCatalogV2(raw)
    for region in ("North", "South"):
        catalog.url_for("compute", region_name=region)
        catalog.get_endpoints("compute", region_name=region)

    assert raw.walks == 1


def test_a_type_once_asked_for_keeps_its_answer() -> None:
    raw = copy.deepcopy(CATALOG)
    catalog = ServiceCatalogV2(raw)
    catalog.url_for("compute")
    raw.clear()
    raw.append({"type": "new", "endpoints": [{"publicURL": "http://new"}]})

    assert catalog.url_for("compute") == "http://north/v2/t"


def test_a_v2_endpoint_serves_the_interfaces_it_has_urls_for(catalog: ServiceCatalogV2) -> None:
    endpoint = CATALOG[0]["endpoints"][0]

    assert catalog.is_interface_match(endpoint, catalog.normalize_interface("internal"))
    assert not catalog.is_interface_match(endpoint, "adminURL")
