"""``/`` and the roots of the versions."""

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone, Settings
from ksclient.testing.profile import Profile

OLD = Profile(
    versions=({"id": "v2.0", "status": "stable", "updated": "2014-04-17T00:00:00Z"},),
    documentation_url="http://docs.example.test/",
)
V2 = {
    "id": "v2.0",
    "status": "deprecated",
    "updated": "2016-08-04T00:00:00Z",
    "links": [
        {"rel": "self", "href": "http://localhost/v2.0/"},
        {"rel": "describedby", "type": "text/html", "href": "https://docs.openstack.org/"},
    ],
    "media-types": [
        {"base": "application/json", "type": "application/vnd.openstack.identity-v2.0+json"}
    ],
}
V3 = {
    "id": "v3.8",
    "status": "stable",
    "updated": "2017-02-22T00:00:00Z",
    "links": [{"rel": "self", "href": "http://localhost/v3/"}],
    "media-types": [
        {"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}
    ],
}


def ask(path, method="GET", *, profile=None, api="public", **request):
    keystone = Keystone(Settings(profile=profile or Profile()))
    return Client(Application(keystone, api)).open(path, method=method, **request)


def v2_url(answer):
    return answer.json["version"]["links"][0]["href"]


@pytest.mark.parametrize("api", ["public", "admin"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "ODD"])
def test_the_root_lists_all_versions_for_any_method(api, method):
    answer = ask("/", method, api=api)
    assert answer.status == "300 Multiple Choices"
    assert answer.json == {"versions": {"values": [V3, V2]}}
    assert answer.headers["Vary"] == "X-Auth-Token"
    assert "x-openstack-request-id" not in answer.headers


@pytest.mark.parametrize(
    ("path", "version"), [("/v2.0", V2), ("/v2.0/", V2), ("/v3", V3), ("/v3/", V3)]
)
@pytest.mark.parametrize("method", ["GET", "POST", "ODD"])
def test_the_root_of_a_version_shows_it_for_any_method(path, version, method):
    answer = ask(path, method, headers={"Accept": "application/xml"})
    assert (answer.status, answer.json) == ("200 OK", {"version": version})
    assert answer.headers["Vary"] == "X-Auth-Token"
    assert answer.headers["x-openstack-request-id"].startswith("req-")


@pytest.mark.parametrize("path", ["/", "/v2.0/", "/v3"])
def test_head_tells_how_long_the_body_would_be(path):
    asked, answer = ask(path), ask(path, "HEAD")
    assert (answer.status, answer.text) == (asked.status, "")
    assert answer.headers["Content-Length"] == str(len(asked.data))


@pytest.mark.parametrize("path", ["/", "/v3"])
@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/json-home", "application/json-home"),
        ("application/json;q=0.5, application/json-home", "application/json-home"),
        ("application/json-home, application/json", "application/json"),
        ("application/json-home;q=0", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
    ],
)
def test_json_home_is_for_who_prefers_it(path, accept, content_type):
    assert ask(path, headers={"Accept": accept}).headers["Content-Type"] == content_type


def test_json_home_is_no_choice_and_lists_nothing():
    answer = ask("/", headers={"Accept": "application/json-home"})
    assert (answer.status, answer.text) == ("200 OK", '{"resources": {}}')


def test_v2_has_no_json_home():
    answer = ask("/v2.0/", headers={"Accept": "application/json-home"})
    assert answer.headers["Content-Type"] == "application/json"


def test_a_server_without_v3_does_not_know_it():
    assert [v["id"] for v in ask("/", profile=OLD).json["versions"]["values"]] == ["v2.0"]
    answer = ask("/v3", profile=OLD)
    assert answer.status == "404 Not Found"
    assert "x-openstack-request-id" not in answer.headers


def test_a_profile_says_what_a_version_says():
    shown = ask("/v2.0", profile=OLD).json["version"]
    assert (shown["status"], shown["updated"]) == ("stable", "2014-04-17T00:00:00Z")
    assert shown["links"][1]["href"] == "http://docs.example.test/"


@pytest.mark.parametrize("path", ["/v9/users", "/v2", "/v2.0x", "/v3x", "/nothing"])
def test_an_unknown_version_is_not_found_and_has_no_request_id(path):
    answer = ask(path)
    message = f"(http://localhost{path}): The resource could not be found."
    assert answer.status == "404 Not Found"
    assert answer.json == {"error": {"message": message, "code": 404, "title": "Not Found"}}
    assert answer.headers["Vary"] == "X-Auth-Token"
    assert "x-openstack-request-id" not in answer.headers


@pytest.mark.parametrize(("path", "status"), [("/", 300), ("/v9", 404), ("/v2.0", 400)])
def test_only_versions_read_bodies(path, status):
    assert ask(path, "POST", data="{").status_code == status


@pytest.mark.parametrize("path", ["/v2.0", "/v3"])
def test_a_version_takes_no_members(path):
    answer = ask(path, "POST", json={"a": 1})
    name = f"get_version_v{path[2]}"
    assert answer.json["error"]["message"] == f"{name}() got an unexpected keyword argument 'a'"


@pytest.mark.parametrize(("path", "status"), [("/", 300), ("/v2.0", 401), ("/v3", 401)])
def test_where_a_bad_token_is_refused_everywhere_versions_refuse_it_and_their_list_does_not(
    path, status
):
    strict = Profile(refuses_bad_tokens_everywhere=True)
    assert ask(path, profile=strict, headers={"X-Auth-Token": "bad"}).status_code == status


@pytest.mark.parametrize(
    ("headers", "base_url"),
    [
        ({"Host": "keystone.example.test:5000"}, "http://keystone.example.test:5000"),
        ({"Host": "h:80"}, "http://h"),
        ({"Host": "h:443"}, "http://h:443"),
        ({"Host": "h:443", "X-Forwarded-Proto": "https"}, "https://h"),
        ({"Host": "h:80", "X-Forwarded-Proto": "https"}, "https://h:80"),
        ({"Host": "h", "X-Forwarded-Proto": "ftp"}, "ftp://h"),
        ({"Host": "h", "X-Forwarded-Proto": ""}, "http://h"),
        ({"Host": "[::1]:5000"}, "http://[::1]:5000"),
        ({"Host": "h", "X-Forwarded-Host": "other"}, "http://h"),
    ],
)
def test_links_lead_to_where_the_request_says_that_the_server_is(headers, base_url):
    assert v2_url(ask("/v2.0", headers=headers)) == f"{base_url}/v2.0/"
    refused = ask("/v2.0/tenants/t", headers=headers, api="admin")
    assert refused.headers["WWW-Authenticate"] == f'Keystone uri="{base_url}"'
