"""A token's catalog, the way that keystoneclient reads it."""

import pytest

from ksclient.exceptions import EmptyCatalog, EndpointNotFound, UnrecognizedAccess
from ksclient.service_catalog import ServiceCatalog, ServiceCatalogV2

NORTH = {
    "region": "North",
    "publicURL": "http://image.north",
    "adminURL": "http://admin.north",
    "tenantId": "1",
}
SOUTH = {"region": "South", "publicURL": "http://image.south", "tenantId": "2"}


def make(*services):
    token = {"id": "t0ken", "expires": "2030-01-01T00:00:00Z", "tenant": {"id": "p1"}}
    return {"token": token, "user": {"id": "u1"}, "serviceCatalog": list(services)}


@pytest.fixture
def catalog():
    image = {"type": "image", "name": "glance", "endpoints": [NORTH, SOUTH]}
    return ServiceCatalog.factory(make(image, {"type": "compute", "endpoints": []}))


def test_the_factory_makes_one_of_v2(catalog):
    assert isinstance(catalog, ServiceCatalogV2)


def test_the_factory_takes_no_other_document():
    with pytest.raises(UnrecognizedAccess):
        ServiceCatalog.factory({"methods": ["password"]})


def test_endpoints_come_as_they_were_sent(catalog):
    assert catalog.get_endpoints("image") == {"image": [NORTH, SOUTH]}


def test_without_filters_every_type_is_listed(catalog):
    assert catalog.get_endpoints() == {"image": [NORTH, SOUTH], "compute": []}


@pytest.mark.parametrize("endpoint_type", ["admin", "adminURL"])
def test_interfaces_have_two_spellings(catalog, endpoint_type):
    assert catalog.get_urls(service_type="image", endpoint_type=endpoint_type) == (
        "http://admin.north",
    )


def test_urls_are_filtered_by_region(catalog):
    assert catalog.get_urls(service_type="image", region_name="South") == ("http://image.south",)


def test_urls_are_filtered_by_any_member(catalog):
    assert catalog.get_urls("tenantId", "2", service_type="image") == ("http://image.south",)


def test_a_member_without_a_value_filters_nothing_and_warns(catalog):
    with pytest.warns(UserWarning, match="filter_value"):
        assert len(catalog.get_urls("tenantId", service_type="image")) == 2


def test_no_url_is_none(catalog):
    assert catalog.get_urls(service_type="image", region_name="West") is None


def test_a_service_of_another_name_is_passed_over(catalog):
    assert catalog.get_urls(service_type="image", service_name="other") is None


def test_a_service_without_a_name_has_any_name():
    catalog = ServiceCatalog.factory(make({"type": "image", "endpoints": [NORTH]}))
    assert catalog.get_urls(service_type="image", service_name="glance") == ("http://image.north",)


def test_url_for_gives_the_first(catalog):
    assert catalog.url_for(service_type="image") == "http://image.north"


def test_no_catalog_is_an_error_of_its_own():
    with pytest.raises(EmptyCatalog):
        ServiceCatalog.factory({"token": {"id": "t"}}).url_for()


def test_a_url_that_is_not_there_is_an_error_that_says_what_is(catalog):
    with pytest.raises(EndpointNotFound) as caught:
        catalog.url_for(service_type="image", region_name="West", service_name="glance")
    assert str(caught.value) == (
        "publicURL endpoint for image service named glance in West region not found. "
        "The catalog has image endpoints: admin in North, public in North, public in South."
    )


def test_a_service_that_is_not_there_is_an_error_that_says_which_are(catalog):
    with pytest.raises(EndpointNotFound, match="these services: compute, image"):
        catalog.url_for(service_type="volume")


def test_a_preferred_region_is_meant_where_none_is_named(catalog):
    catalog.prefer_region("South")
    assert catalog.url_for(service_type="image") == "http://image.south"
    assert catalog.url_for(service_type="image", region_name="North") == "http://image.north"


def test_a_region_of_the_whole_is_deprecated():
    with pytest.warns(DeprecationWarning, match="region"):
        catalog = ServiceCatalog(make(), "North")
    with pytest.warns(DeprecationWarning, match="region"):
        assert catalog.region_name == "North"


def test_the_token_in_short(catalog):
    assert catalog.get_token() == {
        "id": "t0ken",
        "expires": "2030-01-01T00:00:00Z",
        "user_id": "u1",
        "tenant_id": "p1",
    }


def test_the_token_in_short_leaves_out_what_is_not_known():
    token = {"id": "t0ken", "expires": "2030-01-01T00:00:00Z"}
    assert ServiceCatalog.factory({"token": token}).get_token() == token


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "text",
        {},
        {"type": None},
        {"type": "image"},
        {"type": "image", "endpoints": None},
        {"type": "image", "endpoints": [None, "text", {}]},
        {"type": "image", "endpoints": [{"publicURL": None}, {"publicURL": ""}]},
    ],
)
def test_malformed_parts_are_left_out(odd):
    good = {"type": "image", "endpoints": [NORTH]}
    catalog = ServiceCatalog.factory(make(odd, good))
    assert catalog.get_urls(service_type="image") == ("http://image.north",)


@pytest.mark.parametrize("odd", ["text", 5, {"a": 1}])
def test_a_catalog_that_is_no_list_has_no_endpoints(odd):
    catalog = ServiceCatalog.factory({"token": {"id": "t"}, "serviceCatalog": odd})
    with pytest.raises(EndpointNotFound):
        catalog.url_for()


def test_what_is_no_text_is_no_url():
    catalog = ServiceCatalog.factory(
        {
            "token": {},
            "serviceCatalog": [
                {"type": "identity", "endpoints": [{"adminURL": 5}, {"adminURL": ""}]}
            ],
        }
    )
    assert catalog.get_urls(endpoint_type="admin") is None
