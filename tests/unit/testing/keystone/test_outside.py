"""What the middleware answers before routes are asked."""

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone

LARGEST_BODY = 114688


def ask(method, path, **request):
    return Client(Application(Keystone(), "public")).open(path, method=method, **request)


@pytest.mark.parametrize("path", ["/", "/v2.0/tokens", "/v2.0/nothing", "/v9"])
def test_options_is_answered_everywhere_with_nothing(path):
    answer = ask("OPTIONS", path, headers={"Origin": "http://example.test"})
    assert answer.status == "200 OK"
    assert dict(answer.headers) == {"Content-Length": "0"}


@pytest.mark.parametrize("path", ["/v2.0", "/v2.0/", "/v3/"])
def test_options_of_a_version_tell_of_it_as_any_method_does(path):
    assert ask("OPTIONS", path).json == ask("GET", path).json


@pytest.mark.parametrize(
    ("accept", "content_type", "text"),
    [
        (
            "application/json",
            "application/json",
            '{\n    "detailed": false, \n    "reasons": []\n}',
        ),
        ("*/*", "text/plain; charset=UTF-8", ""),
        (None, "text/plain; charset=UTF-8", ""),
    ],
)
def test_a_health_check_says_that_all_is_well(accept, content_type, text):
    answer = ask("GET", "/healthcheck", headers={"Accept": accept} if accept else {})
    assert (answer.status, answer.text) == ("200 OK", text)
    assert dict(answer.headers) == {"Content-Type": content_type, "Content-Length": str(len(text))}


def test_a_health_check_without_a_body_has_no_content():
    answer = ask("HEAD", "/healthcheck")
    assert (answer.status, dict(answer.headers)) == ("204 No Content", {})


@pytest.mark.parametrize("path", ["/healthcheck/", "/v2.0/healthcheck"])
def test_a_health_check_is_at_its_very_path_only(path):
    assert ask("GET", path).status == "404 Not Found"


@pytest.mark.parametrize("path", ["/", "/v9", "/v2.0/tokens", "/v2.0/nothing"])
def test_a_body_that_is_too_large_is_not_read_wherever_it_is_sent(path):
    answer = ask("POST", path, data=b"x" * (LARGEST_BODY + 1))
    assert answer.status == "413 Request Entity Too Large"
    assert set(dict(answer.headers)) == {"Content-Type", "Content-Length"}


def test_the_largest_body_is_read():
    answer = ask("POST", "/v2.0/tokens", data=b"x" * LARGEST_BODY)
    assert "valid JSON" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("accept", "content_type", "beginning"),
    [
        ("application/json", "application/json", '{"message": "Request is too large.<br />'),
        ("text/html;q=0.1, application/json", "application/json", '{"message": "'),
        ("*/*", "text/html; charset=UTF-8", "<html>\n <head>\n  <title>413 Request"),
        ("text/html", "text/html; charset=UTF-8", "<html>"),
        ("application/xml", "text/plain; charset=UTF-8", "413 Request Entity Too Large\n\n"),
        (None, "text/plain; charset=UTF-8", "413 Request Entity Too Large\n\nRequest is"),
    ],
)
def test_the_refusal_of_a_large_body_is_of_the_type_asked_for(accept, content_type, beginning):
    headers = {"Accept": accept} if accept else {}
    answer = ask("POST", "/v2.0/tokens", data=b"x" * (LARGEST_BODY + 1), headers=headers)
    assert answer.headers["Content-Type"] == content_type
    assert answer.text.startswith(beginning)


def test_its_json_is_no_error_of_keystone():
    headers = {"Accept": "application/json"}
    answer = ask("POST", "/v2.0/tokens", data=b"x" * (LARGEST_BODY + 1), headers=headers)
    assert answer.json["code"] == "413 Request Entity Too Large"
    assert "error" not in answer.json


def test_a_body_in_chunks_is_not_read():
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    answer = ask("POST", "/v2.0/", data=b"{", environ_overrides=chunked)
    assert answer.status == "200 OK"
