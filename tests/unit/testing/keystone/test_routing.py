"""Which route answers, and what is said where there is none."""

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone

ADMIN = {"X-Auth-Token": "ADMIN"}


def ask(path, method="GET", *, api="admin", **request):
    application = Application(Keystone(), api)
    return Client(application).open(path, method=method, headers=ADMIN, **request)


@pytest.mark.parametrize(
    ("method", "path", "api"),
    [
        ("GET", "/nothing/here", "admin"),
        ("DELETE", "/extensions", "admin"),
        ("HEAD", "/extensions", "admin"),
        ("GET", "/tenants/t", "public"),
    ],
)
def test_what_is_not_there_and_a_wrong_method_or_port_are_the_same(method, path, api):
    answer = ask(f"/v2.0{path}", method, api=api)
    assert answer.status == "404 Not Found"
    if method != "HEAD":
        assert "The resource could not be found" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("asked", "quoted"),
    [
        ("/v2.0/no", "/v2.0/no"),
        ("/v2.0/no//", "/v2.0/no"),
        ("/v2.0//no/where", "/v2.0/no/where"),
        ("/v2.0/no/?a=b", "/v2.0/no?a=b"),
        ("/v2.0/%C3%A9%20", "/v2.0/%C3%A9%20"),
        ("/v2.0/no%2Fwhere:%61", "/v2.0/no/where:a"),
        ("/v9?a=%20b/", "/v9?a=%20b/"),
    ],
)
def test_the_error_quotes_the_url_without_needless_slashes_and_escapes(asked, quoted):
    error = ask(asked).json["error"]
    assert error["message"] == f"(http://localhost{quoted}): The resource could not be found."


def test_the_error_does_not_believe_a_proxy():
    headers = {"Host": "h:80", "X-Forwarded-Proto": "https"}
    answer = Client(Application(Keystone(), "admin")).get("/v2.0/no", headers=headers)
    assert answer.json["error"]["message"].startswith("(http://h/v2.0/no): ")


@pytest.mark.parametrize("path", ["/v2.0/extensions/", "/v2.0//extensions//"])
def test_slashes_may_be_doubled_and_at_the_end(path):
    assert ask(path).status == "200 OK"


def test_the_body_of_a_get_is_read_too():
    error = ask("/v2.0/extensions", json={"a": 1}).json["error"]
    assert error["message"] == "get_extensions_info() got an unexpected keyword argument 'a'"
    assert "valid JSON" in ask("/v2.0/extensions", data="{").json["error"]["message"]
