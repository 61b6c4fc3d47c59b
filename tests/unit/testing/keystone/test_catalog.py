"""The catalog of a tenant: one entry for each type, one endpoint for each region."""

import pytest

from ksclient.testing.keystone import Keystone, Settings
from ksclient.testing.keystone.catalog import catalog, endpoints, filled_in
from ksclient.testing.keystone.tables import Endpoint, Service
from ksclient.testing.profile import Profile


def keystone_with(*rows, profile=None):
    """Return a Keystone with these endpoints: type, name, region, URLs."""
    keystone = Keystone(Settings(profile=profile or Profile()))
    for number, (service_type, name, region, urls) in enumerate(rows):
        known = (s for s in keystone.state.services if (s.type, s.name) == (service_type, name))
        service = next(known, None) or keystone.state.services.add(Service(service_type, name))
        row = Endpoint(service.id, region, urls, id=f"e{number}", catalog_id=f"c{number}")
        keystone.state.endpoints.add(row)
    return keystone


def catalog_of(keystone):
    return catalog(keystone, "T", "U")


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("http://h/$(tenant_id)s", "http://h/T"),
        ("http://h/%(project_id)s/%(user_id)s", "http://h/T/U"),
        ("http://h:$(public_port)s", "http://h:5000"),
        ("http://h/$(colour)s", None),
        ("http://h/%(tenant_id)", None),
        ("http://h/%20", None),
        ("http://h/%(tenant_id)d", None),
    ],
)
def test_names_in_urls_are_filled_in(template, url):
    assert filled_in(template, {"tenant_id": "T", "project_id": "T", "user_id": "U"}) == url


def test_a_type_has_one_entry_with_an_endpoint_for_each_region():
    keystone = keystone_with(
        ("compute", "nova", "One", {"public": "p1", "internal": "i1", "admin": "a1"}),
        ("image", "glance", "One", {"public": "g1"}),
        ("compute", "nova2", "Two", {"admin": "a2"}),
        ("compute", "nova", None, {"public": "p3"}),
    )
    assert catalog_of(keystone) == [
        {
            "type": "compute",
            "name": "nova",
            "endpoints_links": [],
            "endpoints": [
                {
                    "id": "c0",
                    "region": "One",
                    "publicURL": "p1",
                    "internalURL": "i1",
                    "adminURL": "a1",
                },
                {"id": "c2", "region": "Two", "publicURL": "", "adminURL": "a2"},
                {"id": "c3", "region": None, "publicURL": "p3"},
            ],
        },
        {
            "type": "image",
            "name": "glance",
            "endpoints_links": [],
            "endpoints": [{"id": "c1", "region": "One", "publicURL": "g1"}],
        },
    ]


def test_of_several_in_one_region_the_first_id_and_the_last_urls_count():
    keystone = keystone_with(
        ("compute", "old", "One", {"public": "p1", "internal": "i1"}),
        ("compute", "new", "One", {"public": "p2"}),
    )
    (entry,) = catalog_of(keystone)
    assert entry["name"] == "old"
    assert entry["endpoints"] == [
        {"id": "c0", "region": "One", "publicURL": "p2", "internalURL": "i1"}
    ]


@pytest.mark.parametrize("disabled", ["services", "endpoints"])
def test_what_is_disabled_is_left_out(disabled):
    keystone = keystone_with(
        ("compute", "nova", "One", {"public": "p1"}), ("image", "glance", "One", {"public": "g1"})
    )
    next(iter(getattr(keystone.state, disabled))).enabled = False
    assert [entry["type"] for entry in catalog_of(keystone)] == ["image"]


def test_what_lost_its_service_or_has_no_good_url_is_left_out():
    keystone = keystone_with(
        ("compute", "nova", "One", {"public": "http://$(colour)s"}),
        ("image", "glance", "One", {"public": "g1"}),
    )
    keystone.state.services.remove(keystone.state.services.named("glance").id)
    assert catalog_of(keystone) == endpoints(keystone, "T", "U") == []


def test_a_profile_may_leave_interfaces_out():
    keystone = keystone_with(
        ("compute", "nova", "One", {"public": "p1", "internal": "i1", "admin": "a1"}),
        profile=Profile(catalog_interfaces=("public",)),
    )
    (entry,) = catalog_of(keystone)
    assert entry["endpoints"] == [{"id": "c0", "region": "One", "publicURL": "p1"}]


def test_in_the_flat_list_nothing_is_missing():
    keystone = keystone_with(("compute", "nova", "One", {"admin": "a1"}))
    assert endpoints(keystone, "T", "U") == [
        {
            "id": "c0",
            "name": "nova",
            "type": "compute",
            "region": "One",
            "publicURL": None,
            "internalURL": None,
            "adminURL": "a1",
        }
    ]
