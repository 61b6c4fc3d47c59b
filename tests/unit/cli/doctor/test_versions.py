"""Which versions are found, and whether the URL is that of v2.0."""

import pytest

from ksclient.cli.doctor import versions
from tests.unit.cli.doctor.servers import JSON, answering
from tests.unit.cli.v3_only import v3_only


def root_of(cloud):
    return cloud.auth_url.removesuffix("/v2.0")


@pytest.mark.parametrize("path", ["", "/v3", "/v2.0"])
def test_a_server_of_v3_only_is_told_with_its_url_and_gets_no_password(at, path):
    with v3_only() as url:
        diagnosis = at(f"{url}{path}")
    assert diagnosis.failed() == ["discovery"]
    row = diagnosis.worst("discovery")
    assert (
        row["found"] == f"The server speaks Identity v3 only, at {url}/v3/. ksclient speaks v2.0."
    )
    assert diagnosis.of("login")[0][0] == "SKIP"


def test_all_versions_are_told(at, cloud):
    assert at(cloud.auth_url).of("discovery") == [
        (
            "OK",
            (
                f"There are v2.0 (deprecated) at {root_of(cloud)}/v2.0/, "
                f"v3.8 (stable) at {root_of(cloud)}/v3/."
            ),
        )
    ]


def test_a_url_without_a_version_works_with_a_plugin_that_asks(at, cloud):
    diagnosis = at(root_of(cloud))
    assert diagnosis.code == 0
    assert "is a request less." in diagnosis.of("discovery")[0][1]


@pytest.mark.parametrize(
    ("path", "words", "told"),
    [
        ("", ("--os-auth-type", "v2password"), "auth_url does not end with /v2.0"),
        ("/v3", (), "auth_url ends with /v3, which is another version."),
        ("/v2.0/tokens", (), "auth_url ends with /tokens"),
    ],
)
def test_a_wrong_path_fails_with_the_right_url(at, cloud, path, words, told):
    diagnosis = at(f"{root_of(cloud)}{path}", *words)
    assert diagnosis.failed() == ["discovery"]
    row = diagnosis.worst("discovery")
    assert told in row["found"]
    assert row["advice"] == f"Write {cloud.auth_url} as auth_url."


def test_another_service_is_told_as_such(at):
    nova = {"versions": [{"id": "v2.1", "status": "CURRENT", "links": []}]}
    with answering(200, JSON, nova) as url:
        row = at(f"{url}/v2.1").worst("discovery")
    assert row["status"] == "FAIL"
    assert "That is not Identity, but another service." in row["found"]


def test_links_that_lead_elsewhere_are_a_warning(at):
    link = {"rel": "self", "href": "http://controller:5000/v2.0/"}
    body = {"version": {"id": "v2.0", "status": "stable", "links": [link]}}
    with answering(200, JSON, body) as url:
        row = at(f"{url}/v2.0").worst("discovery")
    assert row["status"] == "WARN"
    assert row["found"].startswith("The server says that it is at http://controller:5000/v2.0/,")


def test_a_server_that_tells_no_versions_may_take_logins(at):
    with answering(404) as url:
        diagnosis = at(f"{url}/v2.0")
    row = diagnosis.worst("discovery")
    assert row["status"] == "WARN"
    assert f"{url}/v2.0 answers 404" in row["found"]
    assert diagnosis.failed() == ["login"]
    assert diagnosis.worst("login")["advice"].startswith("There is no Identity v2.0 at that URL")


def test_a_plugin_for_v3_does_without_v2(case):
    made = case(configured={"auth_type": "v3password", "tenant_name": None})
    with v3_only() as url:
        made.url = f"{url}/v3"
        (found,) = versions.look(made)
    made.close()
    assert found.status == "WARN"
    assert found.found.endswith("There is no v2.0.")
