"""``/extensions``."""

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone

BOTH = {"OS-EC2", "OS-FEDERATION", "OS-OAUTH1", "OS-REVOKE", "OS-SIMPLE-CERT"}
ONLY = {"public": {"OS-KSCRUD"}, "admin": {"OS-KSADM", "s3tokens"}}


def get(api, path=""):
    return Client(Application(Keystone(), api)).get(f"/v2.0/extensions{path}")


@pytest.mark.parametrize("api", ["public", "admin"])
def test_each_application_lists_its_own(api):
    listed = get(api).json["extensions"]["values"]
    assert {each["alias"] for each in listed} == BOTH | ONLY[api]


@pytest.mark.parametrize("api", ["public", "admin"])
def test_one_is_shown_as_it_is_listed(api):
    for each in get(api).json["extensions"]["values"]:
        assert get(api, f"/{each['alias']}").json == {"extension": each}


@pytest.mark.parametrize(
    ("api", "alias"),
    [("public", "OS-KSADM"), ("admin", "OS-KSCRUD"), ("public", "s3tokens"), ("admin", "os-ec2")],
)
def test_one_that_an_application_lacks_is_not_found(api, alias):
    answer = get(api, f"/{alias}")
    assert answer.status_code == 404
    assert answer.json["error"]["message"] == f"Could not find: {alias}."


def test_one_says_where_it_is_described():
    extension = get("admin", "/OS-KSADM").json["extension"]
    assert extension["updated"] == "2013-07-11T17:14:00-00:00"
    assert extension["namespace"].endswith("/identity/api/ext/OS-KSADM/v1.0")
    assert extension["links"][0]["rel"] == "describedby"
