"""Extensions: what a server has beyond the core of the API."""

import pytest

from ksclient.exceptions import InvalidId, InvalidResponse, MethodNotImplemented, NotFound
from ksclient.v2_0.extensions import Extension

KSADM = {
    "alias": "OS-KSADM",
    "name": "OpenStack Keystone Admin",
    "namespace": "https://docs.openstack.org/identity/api/ext/OS-KSADM/v1.0",
    "description": "Administrative Operations",
    "updated": "2013-07-11T17:14:00-00:00",
    "links": [{"rel": "describedby", "type": "text/html", "href": "https://docs.example/"}],
}


@pytest.mark.parametrize("told", [[KSADM], {"values": [KSADM]}], ids=["list", "values"])
def test_list_in_either_form(cloud, keystone, told):
    cloud.answers("GET", "/extensions", {"extensions": told})
    [extension] = keystone.extensions.list()
    assert isinstance(extension, Extension)
    assert extension.to_dict() == KSADM


@pytest.mark.parametrize("told", [[], {"values": []}])
def test_a_server_without_extensions(cloud, keystone, told):
    cloud.answers("GET", "/extensions", {"extensions": told})
    assert keystone.extensions.list() == []


@pytest.mark.parametrize("updated", ["2013-07-07T12:00:0-00:00", None, "", "long ago", 5])
def test_an_odd_time_is_given_as_it_came(cloud, keystone, updated):
    cloud.answers("GET", "/extensions", {"extensions": [{**KSADM, "updated": updated}]})
    assert keystone.extensions.list()[0].updated == updated


def test_find(cloud, keystone):
    other = {"alias": "OS-EC2", "name": "EC2"}
    cloud.answers("GET", "/extensions", {"extensions": {"values": [KSADM, other]}})
    assert keystone.extensions.find(alias="OS-EC2").name == "EC2"


@pytest.mark.parametrize("alias", ["OS-KSADM", Extension(None, KSADM)])
def test_get(cloud, keystone, alias):
    cloud.answers("GET", "/extensions/OS-KSADM", {"extension": KSADM})
    assert keystone.extensions.get(alias).name == "OpenStack Keystone Admin"


def test_get_of_what_the_server_does_not_have(cloud, keystone):
    cloud.answers("GET", "/extensions/OS-X", status_code=404)
    with pytest.raises(NotFound):
        keystone.extensions.get("OS-X")


@pytest.mark.parametrize("alias", [None, "", ".", "..", b"OS-KSADM", Extension(None, {})])
def test_what_is_no_alias_is_refused_before_anything_is_sent(cloud, keystone, alias):
    with pytest.raises(InvalidId):
        keystone.extensions.get(alias)
    assert cloud.mocker.request_history == []


def test_an_extension_is_named_by_its_alias():
    assert Extension(None, {**KSADM, "id": "other"}).id == "OS-KSADM"


def test_an_extension_asks_for_what_is_missing_by_its_alias(cloud, keystone):
    get = cloud.answers("GET", "/extensions/OS-KSADM", {"extension": KSADM})
    assert Extension(keystone.extensions, {"alias": "OS-KSADM"}).updated == KSADM["updated"]
    assert get.call_count == 1


def test_an_extension_without_an_alias_has_no_more_attributes(cloud, keystone):
    assert not hasattr(Extension(keystone.extensions, {"name": "x"}), "updated")
    assert cloud.mocker.request_history == []


@pytest.mark.parametrize(
    "body", [None, "", [], {}, {"extensions": None}, {"extensions": {"values": None}}]
)
def test_an_answer_that_makes_no_sense_is_one_typed_error(cloud, keystone, body):
    cloud.answers("GET", "/extensions", body)
    with pytest.raises(InvalidResponse) as caught:
        keystone.extensions.list()
    assert caught.value.field == "extensions"


def test_repr_is_the_dictionary():
    assert repr(Extension(None, KSADM)) == f"<Extension {KSADM}>"


def test_an_extension_cannot_be_deleted(keystone):
    with pytest.raises(MethodNotImplemented, match="no way to delete this Extension"):
        Extension(keystone.extensions, KSADM).delete()
