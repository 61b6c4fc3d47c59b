"""Commands about services, endpoints and the catalog."""

import json

import pytest


def test_services_are_created_listed_shown_and_deleted(ks, client):
    words = ("--name", "nova", "--type", "compute", "--description", "machines")
    made = json.loads(ks("service-create", *words, "-f", "json").out)
    listed = ks("service-list", "-f", "csv", "-c", "name", "-c", "type", "-c", "description")
    assert '"nova","compute","machines"\n' in listed.out
    assert json.loads(ks("service-get", "nova", "-f", "json").out) == made
    assert ks("service-delete", "nova").code == 0
    assert made["id"] not in {service.id for service in client.services.list()}


@pytest.mark.parametrize("option", ["--service", "--service-id", "--service_id"])
def test_an_endpoint_is_created_for_a_service_by_name(ks, client, option):
    nova = client.services.create("nova", "compute", None)
    ran = ks(
        *("endpoint-create", option, "nova", "--publicurl", "http://nova:8774/v2"),
        *("--adminurl", "http://nova:8775/v2", "--internalurl", "http://nova:8776/v2"),
        *("--region", "North", "-f", "json"),
    )
    told = json.loads(ran.out)
    assert told["service_id"] == nova.id
    assert {name: told[name] for name in ("region", "publicurl", "adminurl", "internalurl")} == {
        "region": "North",
        "publicurl": "http://nova:8774/v2",
        "adminurl": "http://nova:8775/v2",
        "internalurl": "http://nova:8776/v2",
    }


def test_the_region_of_an_endpoint_is_the_old_commands_by_default(ks, client):
    client.services.create("nova", "compute", None)
    words = ("--service", "nova", "--publicurl", "http://nova:8774/v2")
    ran = ks("endpoint-create", *words, "-f", "value", "-c", "region")
    assert ran.values == [["regionOne"]]


def test_endpoints_are_listed_by_id(ks, client):
    nova = client.services.create("nova", "compute", None)
    for port in range(1, 6):
        client.endpoints.create("RegionOne", nova.id, f"http://nova:{port}")
    ran = ks("endpoint-list", "-f", "value")
    ids = [line[0] for line in ran.values]
    assert ids == sorted(endpoint.id for endpoint in client.endpoints.list())


def test_an_endpoint_is_deleted(ks, client):
    nova = client.services.create("nova", "compute", None)
    made = client.endpoints.create("RegionOne", nova.id, "http://nova:1")
    ran = ks("endpoint-delete", made.id)
    assert (ran.code, ran.out) == (0, "Endpoint has been deleted.\n")
    assert made.id not in {endpoint.id for endpoint in client.endpoints.list()}


def test_an_endpoint_that_is_not_there_is_an_error(ks):
    ran = ks("endpoint-delete", "nope")
    assert (ran.code, ran.out) == (1, "")
    assert "404" in ran.err


# --- the catalog ---------------------------------------------------------------------------


def test_the_catalog_is_a_table_for_each_endpoint_as_the_old_command_had_it(ks, cloud):
    lines = ks("catalog").out.splitlines()
    assert lines[0] == "Service: identity"
    assert lines[2].split() == ["|", "Property", "|", "Value", "|"]
    assert [line.split()[1] for line in lines[4:-1]] == [
        "adminURL",
        "id",
        "internalURL",
        "publicURL",
        "region",
    ]


def test_the_catalog_is_a_list_for_programs(ks, cloud):
    (told,) = json.loads(ks("catalog", "-f", "json", "-c", "service", "-c", "publicurl").out)
    assert told == {"service": "identity", "publicURL": cloud.public_url}


def test_a_service_that_the_catalog_lacks_is_told_with_those_it_has(ks):
    ran = ks("catalog", "--service", "compute")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "ksclient: Your catalog has no service of the type 'compute' in the region 'RegionOne'. "
        "There are: identity.\n"
    )


@pytest.mark.parametrize("option", ["--endpoint-type", "--endpoint_type"])
def test_the_url_of_a_service_is_found(ks, cloud, option):
    ran = ks("endpoint-get", "--service", "identity", option, "adminURL", "-f", "json")
    assert json.loads(ran.out) == {"identity.adminURL": cloud.admin_url}


def test_the_url_of_a_service_is_found_by_an_attribute(ks, cloud):
    words = ("endpoint-get", "--service", "identity", "--attr", "region", "--value")
    assert ks(*words, "RegionOne", "-f", "value").values == [[cloud.public_url]]
    refused = ks(*words, "North")
    assert (refused.code, refused.out) == (1, "")


def test_an_attribute_without_a_value_is_refused_before_anything_is_sent(ks, cloud):
    ran = ks("endpoint-get", "--service", "identity", "--attr", "region")
    assert (ran.code, len(cloud.requests)) == (2, 0)


@pytest.fixture
def two_regions(cloud):
    urls = [{"region": region, "public": f"http://{region}.test"} for region in ("north", "south")]
    cloud.plant({"services": [{"type": "compute", "endpoints": urls}]})


@pytest.mark.usefixtures("two_regions")
def test_the_catalog_shows_the_region_that_is_named_as_the_old_command_did(ks):
    ran = ks("--os-region-name", "south", "catalog", "-f", "value", "-c", "service", "-c", "region")
    assert ran.values == [["compute", "south"]]


@pytest.mark.usefixtures("two_regions")
def test_the_catalog_shows_all_regions_where_none_is_named(ks, monkeypatch):
    monkeypatch.delenv("OS_REGION_NAME")
    ran = ks("catalog", "-f", "value", "-c", "region")
    assert sorted(ran.values) == [["RegionOne"], ["north"], ["south"]]


def test_a_region_without_services_is_told(ks):
    ran = ks("--os-region-name", "nowhere", "catalog")
    assert (ran.code, ran.out) == (1, "")
    assert "no service in the region 'nowhere'. There are: identity." in ran.err
