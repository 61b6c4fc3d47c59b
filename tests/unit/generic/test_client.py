"""Versions and extensions of an identity service, asked for without a token."""

import logging

import pytest
import requests

from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.exceptions import (
    ConnectionRefused,
    DiscoveryFailure,
    InvalidResponse,
    NotFound,
    ServiceUnavailable,
)
from ksclient.generic.client import Client

ROOT = "http://127.0.0.1:5000"
PUBLIC = f"{ROOT}/v2.0"

pytestmark = pytest.mark.filterwarnings("ignore:ksclient.generic:DeprecationWarning")


@pytest.fixture
def generic():
    return Client(session=Session(auth=Token(PUBLIC, "t0ken")))


def entry(version="v2.0", href=f"{PUBLIC}/", **more):
    links = [{"rel": "describedby", "href": "http://docs/"}, {"rel": "self", "href": href}]
    return {"id": version, "status": "stable", "links": links, **more}


def listed(*entries):
    return {"versions": {"values": list(entries)}}


FOUND = {
    "message": f"Keystone found at {ROOT}",
    "v2.0": {"id": "v2.0", "status": "stable", "url": f"{PUBLIC}/"},
}


# --- making one ---


def test_it_is_deprecated_and_says_so_where_it_is_made():
    with pytest.warns(DeprecationWarning, match="is deprecated") as caught:
        Client()
    assert [str(warning.message).split()[:2] for warning in caught] == [
        ["ksclient.generic.client.Client", "is"],
        ["Client", "without"],
    ]
    assert {warning.filename for warning in caught} == {__file__}


def test_its_endpoint_may_come_first_and_is_kept():
    assert Client(PUBLIC, session=Session()).endpoint == PUBLIC


def test_an_unknown_keyword_is_an_error_that_names_the_nearest():
    with pytest.raises(TypeError, match=r"'usrname'\. Did you mean 'username'"):
        Client(usrname="demo")


# --- versions ---


@pytest.mark.parametrize("status_code", [200, 203, 300])
@pytest.mark.parametrize(
    "document", [listed(entry()), {"versions": [entry()]}, {"version": entry()}]
)
def test_versions_are_told_by_their_ids(requests_mock, generic, document, status_code):
    requests_mock.get(ROOT, json=document, status_code=status_code)
    assert generic.discover(ROOT) == FOUND


def test_no_token_goes_along(requests_mock, generic):
    requests_mock.get(ROOT, json=listed(entry()))
    generic.discover(ROOT)
    assert "X-Auth-Token" not in requests_mock.last_request.headers
    assert requests_mock.last_request.headers["Accept"] == "application/json"
    assert requests_mock.call_count == 1


def test_the_url_is_what_the_server_says_wherever_it_leads(requests_mock, generic):
    requests_mock.get(ROOT, json=listed(entry(href="http://other.example/v2.0")))
    assert generic.discover(ROOT)["v2.0"]["url"] == "http://other.example/v2.0"


@pytest.mark.parametrize(
    ("asked", "url"),
    [
        (ROOT, PUBLIC),
        (f"{ROOT}/identity", f"{ROOT}/identity/v2.0"),
        (PUBLIC, PUBLIC),
        (f"{PUBLIC}/", f"{PUBLIC}/"),
    ],
)
@pytest.mark.parametrize(
    "links", [None, [], 5, [5, {"rel": "self"}], [{"rel": "self", "href": ""}]]
)
def test_a_version_without_a_link_is_beneath_the_document(
    requests_mock, generic, asked, url, links
):
    requests_mock.get(asked, json=listed(entry(links=links)))
    assert generic.discover(asked)["v2.0"]["url"] == url


@pytest.mark.parametrize("href", ["v2.0/", "/v2.0/", "//127.0.0.1:5000/v2.0/"])
def test_a_relative_link_is_made_absolute(requests_mock, generic, href):
    requests_mock.get(ROOT, json=listed(entry(href=href)))
    assert generic.discover(ROOT) == FOUND


@pytest.mark.parametrize(
    "odd", [5, None, [], {}, {"id": "v1"}, {"id": 1, "status": "x"}, {"id": [], "status": "x"}]
)
def test_what_is_no_version_is_left_out(requests_mock, generic, odd):
    requests_mock.get(ROOT, json=listed(odd, entry()))
    assert generic.discover(ROOT) == FOUND


@pytest.mark.parametrize(
    "answer",
    [
        {"json": {}},
        {"json": []},
        {"json": None},
        {"json": {"versions": 5}},
        {"json": {"version": None}},
        {"text": "<html>"},
        {"text": "", "status_code": 204},
    ],
)
def test_what_is_no_version_document_is_told_as_a_message_only(
    requests_mock, generic, caplog, answer
):
    requests_mock.get(ROOT, **answer)
    with caplog.at_level(logging.WARNING, "ksclient"):
        assert generic.discover(ROOT) == {"message": f"Unrecognized response from {ROOT}"}
    assert "no version document" in caplog.text


def test_a_token_in_what_is_no_version_document_is_not_logged(requests_mock, generic, caplog):
    requests_mock.get(ROOT, json={"access": {"token": {"id": "c4n4ry"}}})
    with caplog.at_level(logging.WARNING, "ksclient"):
        generic.discover(ROOT)
    assert "no version document" in caplog.text
    assert "c4n4ry" not in caplog.text


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status_code": 404}, NotFound),
        ({"status_code": 503}, ServiceUnavailable),
        ({"exc": requests.ConnectionError("nobody")}, ConnectionRefused),
    ],
)
def test_a_refusal_and_silence_are_errors(requests_mock, generic, answer, error):
    requests_mock.get(ROOT, **answer)
    with pytest.raises(error):
        generic.discover(ROOT)


def test_without_a_url_it_asks_on_this_machine(requests_mock, generic):
    requests_mock.get("http://localhost:35357", json=listed(entry()))
    assert generic.discover()["v2.0"]["url"] == f"{PUBLIC}/"
    assert requests_mock.call_count == 1


@pytest.mark.parametrize("answer", [{"status_code": 400}, {"exc": requests.ConnectionError("no")}])
def test_without_a_url_it_then_asks_with_https(requests_mock, generic, answer):
    requests_mock.get("http://localhost:35357", **answer)
    requests_mock.get("https://localhost:35357", json=listed(entry()))
    assert "v2.0" in generic.discover()
    assert requests_mock.call_count == 2


def test_with_nobody_on_this_machine_it_says_what_came_of_both(requests_mock, generic):
    requests_mock.get("http://localhost:35357", status_code=404)
    requests_mock.get("https://localhost:35357", exc=requests.ConnectionError("nobody"))
    with pytest.raises(DiscoveryFailure, match=r"404.*nobody.*url=") as caught:
        generic.discover()
    assert isinstance(caught.value.__cause__, ConnectionRefused)


@pytest.mark.parametrize("document", [{}, listed(entry()), listed(5)])
def test_a_password_in_a_url_is_not_shown(requests_mock, generic, caplog, document):
    url = "http://demo:s3cret@127.0.0.1:5000"
    requests_mock.get(url, json=document)
    with caplog.at_level(logging.INFO, "ksclient"):
        found = generic.discover(url)
    assert "s3cret" not in found["message"] + caplog.text


# --- extensions ---


FOO = {"alias": "OS-FOO", "name": "The Foo Extension", "links": []}


@pytest.mark.parametrize("url", [PUBLIC, f"{PUBLIC}/"])
@pytest.mark.parametrize("extensions", [{"values": [FOO]}, [FOO]])
def test_extensions_are_told_by_their_aliases(requests_mock, generic, url, extensions):
    requests_mock.get(f"{PUBLIC}/extensions", json={"extensions": extensions})
    assert generic.discover_extensions(url) == {"OS-FOO": "The Foo Extension"}
    assert "X-Auth-Token" not in requests_mock.last_request.headers


def test_extensions_are_asked_for_without_a_session_too(requests_mock):
    requests_mock.get(f"{PUBLIC}/extensions", json={"extensions": [FOO]})
    with pytest.warns(DeprecationWarning, match="without a session"):
        generic = Client()
    assert generic.discover_extensions(PUBLIC) == {"OS-FOO": "The Foo Extension"}


@pytest.mark.parametrize("odd", [5, None, {}, {"alias": "x"}, {"alias": [], "name": "x"}])
def test_what_is_no_extension_is_left_out(requests_mock, generic, odd):
    requests_mock.get(f"{PUBLIC}/extensions", json={"extensions": [odd, FOO]})
    assert generic.discover_extensions(PUBLIC) == {"OS-FOO": "The Foo Extension"}


@pytest.mark.parametrize(
    "answer",
    [
        {"json": {}},
        {"json": [FOO]},
        {"json": {"extensions": None}},
        {"json": {"extensions": {"values": 5}}},
        {"text": "<html>"},
        {"text": "", "status_code": 204},
    ],
)
def test_what_is_no_list_of_extensions_is_told_as_a_message_only(requests_mock, generic, answer):
    requests_mock.get(f"{PUBLIC}/extensions", **answer)
    assert generic.discover_extensions(PUBLIC) == {
        "message": f"Unrecognized extensions response from {PUBLIC}"
    }


def test_a_refused_list_of_extensions_is_an_error(requests_mock, generic):
    requests_mock.get(f"{PUBLIC}/extensions", status_code=404)
    with pytest.raises(NotFound):
        generic.discover_extensions(PUBLIC)


def test_a_list_of_extensions_deeper_than_any_is_an_error(requests_mock, generic):
    requests_mock.get(f"{PUBLIC}/extensions", text="[" * 5000 + "]" * 5000)
    with pytest.raises(InvalidResponse):
        generic.discover_extensions(PUBLIC)


def test_without_a_url_there_are_no_extensions_to_tell(requests_mock, generic):
    assert generic.discover_extensions() is None
    assert requests_mock.call_count == 0
