"""What a catalog has, and what cannot be meant for who reads it."""

import pytest

from ksclient.auth import access
from ksclient.cli.doctor import catalog

HOST = "https://keystone.example:5000/v2.0"


def services(*urls, region="RegionOne", admin=HOST):
    identity = {"publicURL": HOST, "region": region} | ({"adminURL": admin} if admin else {})
    compute = [{"publicURL": url, "region": region} for url in urls]
    return [
        {"type": "identity", "name": "keystone", "endpoints": [identity]},
        {"type": "compute", "name": "nova", "endpoints": compute},
    ]


def login_with(*catalog):
    token = {"id": "t1", "expires": "2099-01-01T00:00:00Z", "tenant": {"id": "t", "name": "t"}}
    user = {"id": "u", "name": "demo", "roles": []}
    return access.create(
        body={"access": {"token": token, "user": user, "serviceCatalog": list(catalog)}}
    )


@pytest.fixture
def read(case):
    def look(*urls, configured=None, url=HOST, **of_login):
        made = case(
            url, configured=configured or {}, access=login_with(*services(*urls, **of_login))
        )
        return [(each.status.value, each.found) for each in catalog.look(made)]

    return look


def test_services_and_regions_are_told(read):
    assert read("https://nova.example:8774/v2.1") == [
        ("OK", "2 services (compute, identity) in RegionOne.")
    ]


def test_a_region_that_there_is_not_fails_with_the_nearest(read):
    assert read(configured={"region_name": "RegoinOne"})[0] == (
        "FAIL",
        "There is no region 'RegoinOne' in it; did you mean 'RegionOne'? There are: RegionOne.",
    )


def test_a_catalog_of_public_urls_only_is_a_warning(read):
    found = read(admin=None)
    assert found[1][0] == "WARN"
    assert found[1][1].startswith("It has no admin URL of identity")


def test_an_endpoint_of_the_configuration_needs_none_of_the_catalog(read):
    found = read(admin=None, configured={"identity_endpoint_override": HOST})
    assert found[1] == (
        "OK",
        f"Identity is asked at {HOST}, by the configuration, whatever the catalog says.",
    )


def test_urls_of_this_machine_are_a_warning(read):
    found = read("https://localhost:8774/v2.1")
    assert found[1] == (
        "WARN",
        "Its public URLs lead to this very machine: https://localhost:8774/v2.1.",
    )


def test_urls_of_an_inner_network_are_a_warning(read):
    found = read("https://10.0.0.3:8774/v2.1", "https://controller:8774/v2.1")
    assert found[1] == (
        "WARN",
        (
            "Its public URLs lead to an inner network: https://10.0.0.3:8774/v2.1, "
            "https://controller:8774/v2.1."
        ),
    )


def test_who_is_inside_may_be_sent_inside(read):
    inside = "https://controller:5000/v2.0"
    assert len(read("https://10.0.0.3:8774/v2.1", url=inside)) == 1


def test_http_behind_https_is_a_warning(read):
    found = read("http://nova.example:8774/v2.1")
    assert found[1][0] == "WARN"
    assert found[1][1].startswith("Tokens go over http:// to: http://nova.example:8774/v2.1.")


def test_many_urls_are_told_by_the_first(read):
    found = read(*(f"http://nova{n}.example/v2.1" for n in range(5)))
    assert ", and 2 more." in found[1][1]


def test_several_regions_without_a_choice_are_a_warning(case):
    made = case(access=login_with(*services(), *services(region="RegionTwo")))
    found = [each.found for each in catalog.look(made)]
    assert found[0] == "1 service (identity) in RegionOne, RegionTwo."
    assert found[1].startswith("There are several regions, and none is chosen")


def test_an_empty_catalog_is_a_warning(case):
    (found,) = catalog.look(case(access=login_with()))
    assert (found.status, found.found) == (
        "WARN",
        "It is empty: clients cannot find any service.",
    )


def test_a_catalog_without_identity_tells_what_to_configure(case):
    made = case(access=login_with(services("https://nova.example:8774/v2.1")[1]))
    found = list(catalog.look(made))[1]
    assert found.found == "It has no identity service."
    assert found.advice == f"Name it: identity_endpoint_override: {HOST}."
