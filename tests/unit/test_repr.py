"""What objects show of themselves: useful, and no secrets."""

from ksclient.auth.session import Session
from ksclient.base import Resource, Response
from ksclient.discover import Discover
from ksclient.service_catalog import ServiceCatalog
from tests.unit.cloud import PUBLIC, make_token


class Answer:
    def __init__(self):
        self.headers = {"x-openstack-request-id": "req-1"}


def test_a_discover_shows_where_it_asked_and_what_there_is(cloud):
    shown = repr(Discover(session=Session(), auth_url=PUBLIC, password="s3cret"))
    assert shown.startswith(f"<Discover {PUBLIC}: ")
    assert "v2.0" in shown
    assert "s3cret" not in shown


def test_a_discover_that_could_not_be_made_shows_its_class():
    assert repr(Discover.__new__(Discover)) == "<Discover>"


def test_a_discover_hides_the_password_in_its_url(cloud):
    url = "http://me:s3cret@127.0.0.1:5000/v2.0"
    cloud.mocker.get(url, json={"version": {"id": "v2.0", "status": "stable", "links": []}})
    assert "s3cret" not in repr(Discover(session=Session(), auth_url=url))


def test_a_response_shows_its_data_and_request_ids():
    response = Response(Answer(), [Resource(None, {"id": "u1"})])
    assert repr(response) == "<Response data=[<Resource id=u1>] request_ids=['req-1']>"


def test_a_response_hides_the_secrets_in_its_data():
    assert "s3cret" not in repr(Response(Answer(), {"token": {"id": "s3cret"}}))
    assert "s3cret" not in repr(Response(Answer(), {"access": {"token": {"id": "s3cret"}}}))


def test_a_catalog_shows_its_services_and_regions_and_no_token():
    shown = repr(ServiceCatalog.factory(make_token(token_id="s3cret")["access"]))
    assert shown == "<ServiceCatalogV2 identity (One)>"


def test_an_empty_catalog_says_so():
    token = make_token(catalog=False)["access"]
    assert repr(ServiceCatalog.factory(token)) == "<ServiceCatalogV2 without services>"
