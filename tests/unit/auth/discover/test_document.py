"""A version document may have been written by anyone."""

from __future__ import annotations

import json
import logging
import pickle
from typing import Any

import pytest

from ksclient.auth import discover, exceptions
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from tests.unit.leaks import locals_of_ours

URL = "http://host:5000/"


def read(server: Any, document: Any) -> discover.Discover:
    return discover.Discover(server({URL: document}), URL)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda entry: {"versions": {"values": [entry]}},
        lambda entry: {"versions": [entry]},
        lambda entry: {"version": entry},
        lambda entry: entry,
    ],
    ids=["keystone", "most", "one version", "bare"],
)
def test_four_shapes_are_read(wrap: Any, server: Any, entry: Any) -> None:
    (found,) = read(server, wrap(entry())).version_data()

    assert (found.version, found.url) == ((2, 0), "http://host:5000/v2.0/")


def test_a_bare_version_takes_its_microversions_from_the_headers(
    server: Any, response: Any
) -> None:
    headers = {
        "X-OpenStack-Ironic-API-Minimum-Version": "1.3",
        "x-openstack-ironic-api-maximum-version": "1.21",
        "Unrelated-API-Maximum-Version": "9.9",
    }
    text = '{"id": "v1", "links": [{"rel": "self", "href": "/v1/"}]}'
    (found,) = read(server, response(text, headers)).version_data()

    assert (found.min_microversion, found.max_microversion) == ((1, 3), (1, 21))


@pytest.mark.parametrize(
    "text",
    [
        "<html><h1>It works!</h1></html>",
        "",
        "null",
        "3",
        '"versions"',
        "[]",
        '[{"name": "container"}]',
        "{}",
        '{"versions": null}',
        '{"versions": "v2.0"}',
        '{"versions": {"values": 1}}',
        '{"versions": {"v2.0": {}}}',
        '{"version": "v2.0"}',
        '{"version": ["v2.0"]}',
        '{"a": ' * 60_000 + "1" + "}" * 60_000,
        '{"versions": ' + "[" * 99 + "]" * 99 + "}",
    ],
    ids=lambda text: text[:25],
)
def test_what_is_no_version_document_is_an_error_with_its_url(text: str, server: Any) -> None:
    with pytest.raises(exceptions.DiscoveryFailure, match="http://host:5000/ gave no version") as e:
        read(server, text)

    assert len(str(e.value)) < 250


MALFORMED = [
    None,
    3,
    "v2.0",
    [],
    {},
    {"id": 2.0},
    {"id": None},
    {"id": ["v2.0"]},
    {"id": "two"},
    {"id": "v" + "9" * 5000},
    {"status": None},
    {"status": 1},
    {"status": ["stable"]},
    {"links": None},
    {"links": {}},
    {"links": "self"},
    {"links": 3},
    {"links": []},
    {"links": [None, 3, "self", []]},
    {"links": [{"rel": "self"}]},
    {"links": [{"href": "/v2.0"}]},
    {"links": [{"rel": 1, "href": "/v2.0"}]},
    {"links": [{"rel": "self", "href": None}]},
    {"links": [{"rel": "self", "href": ["/v2.0"]}]},
    {"links": [{"rel": "self", "href": "http://[bad/"}]},
    {"min_version": "junk"},
    {"max_version": "junk"},
    {"version": {}, "max_version": {"a": 1}},
    {"next_min_version": [1]},
]
"""Changes to an entry, or what stands in its place, that make it unusable."""


@pytest.mark.parametrize("junk", MALFORMED, ids=lambda junk: repr(junk)[:40])
def test_a_malformed_entry_is_skipped_and_the_rest_is_read(
    junk: Any, server: Any, entry: Any, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {**entry(), **junk} if isinstance(junk, dict) and junk else junk
    caplog.set_level(logging.INFO)

    found = read(server, {"versions": [broken, entry("v3", "/v3/")]}).version_data()

    assert [each.version for each in found] == [(3, 0)]
    (record,) = caplog.records
    assert record.name == "ksclient.auth.discover"
    assert record.levelno == logging.INFO
    assert "entry of the version document at http://host:5000/ is skipped" in record.message


def test_raw_data_is_as_the_server_sent_it_malformed_or_not(server: Any, entry: Any) -> None:
    entries = [entry(), {"status": "stable", "id": 3}, {"no": "status"}, "junk"]

    assert read(server, {"versions": entries}).raw_version_data() == entries[:2]


def test_without_any_entry_that_can_be_read_the_version_numbers_are_told(
    server: Any, entry: Any
) -> None:
    found = read(server, {"version": entry(min_version="junk")})

    with pytest.raises(exceptions.DiscoveryFailure, match="min_version is not a version: 'junk'"):
        found.version_data()
    with pytest.raises(TypeError):  # as keystoneauth1
        found.data_for("v2")


@pytest.mark.parametrize("question", [{}, {"min_version": "latest"}, {"max_version": "latest"}])
def test_an_empty_document_has_no_newest_version(question: Any, server: Any) -> None:
    found = read(server, {"versions": []})

    with pytest.raises(exceptions.DiscoveryFailure, match="http://host:5000/ lists no version"):
        found.versioned_data_for(**question)


def test_an_empty_document_has_nothing_else_either(server: Any) -> None:
    found = read(server, {"versions": []})

    assert found.version_data() == []
    assert found.data_for("2") is None
    assert found.versioned_url_for("2", "3") is None
    assert found.versioned_data_for(url="http://host:5000/v2.0/") is None


def test_a_link_to_another_server_is_told_once_per_document(
    server: Any, entry: Any, caplog: pytest.LogCaptureFixture
) -> None:
    entries = [entry("v2.0", "http://10.0.0.1/v2.0/"), entry("v3", "http://10.0.0.2/v3/")]

    found = read(server, {"versions": entries})

    assert [each.url for each in found.version_data()] == [f"{URL}v2.0/", f"{URL}v3/"]
    (record,) = (each for each in caplog.records if each.levelno >= logging.WARNING)
    assert "http://host:5000/ leads to another server" in record.message
    assert "http://10.0.0.1/v2.0/" in record.message


def test_a_link_elsewhere_that_is_never_followed_is_nothing_to_tell(
    server: Any, entry: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert read(server, {"versions": [entry()]}).version_data()

    assert caplog.records == []


def test_answers_can_be_changed_without_harm(server: Any, entry: Any) -> None:
    found = read(server, {"versions": [entry()]})
    found.version_data()[0].clear()
    found.version_string_data()[0].clear()
    found.raw_version_data()[0]["links"].clear()

    assert found.version_data()[0].version == (2, 0)
    assert len(found.raw_version_data()[0]["links"]) == 2


def test_statuses_choose_what_is_seen(server: Any, entry: Any) -> None:
    statuses = ["stable", "CURRENT", "supported", "deprecated", "EXPERIMENTAL", "odd"]
    entries = [entry(f"v{n}", status=status) for n, status in enumerate(statuses)]
    found = read(server, {"versions": entries})

    def seen(**allow: bool) -> list[int]:
        return [int(each["version"][0]) for each in found.version_data(**allow)]

    assert seen() == [0, 1, 2, 3]
    assert seen(allow_deprecated=False) == [0, 1, 2]
    assert seen(allow_experimental=True) == [0, 1, 2, 3, 4]
    assert seen(allow_unknown=True) == [0, 1, 2, 3, 5]


def test_version_data_pickles(server: Any, entry: Any) -> None:
    (found,) = read(server, {"versions": [entry()]}).version_data()

    twin = pickle.loads(pickle.dumps(found))

    assert twin == found
    assert type(twin) is discover.VersionData
    assert (twin.collection, twin.status, twin.raw_status) == (None, "CURRENT", "stable")


def test_a_token_in_the_url_is_not_shown(server: Any) -> None:
    url = "http://host/v2.0/tokens/abcdef"

    with pytest.raises(exceptions.DiscoveryFailure) as caught:
        discover.Discover(server({url: "junk"}), url)

    assert "abcdef" not in str(caught.value)


TOKEN = "c4n4ry-t0k3n"
QUOTES = [
    f"denied for {TOKEN}",
    f"no {TOKEN}",
    json.dumps({"access": {"token": {"id": TOKEN}}}),
    json.dumps({"auth": {"passwordCredentials": {"password": TOKEN}}}),
    "x" * 44 + TOKEN,
    json.dumps(["x" * 30, TOKEN]),
    json.dumps({"a": 1, "password": TOKEN})[:-2],
    json.dumps({"a": [[[{"token": {"id": TOKEN}}] * 100]]}) + "[" * 100,
]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("text", QUOTES, ids=lambda text: text[:25])
def test_an_answer_that_quotes_the_token_is_masked_before_it_is_cut(
    text: str, requests_mock: Any
) -> None:
    requests_mock.get(URL, text=text)
    session = Session(auth=Token(URL, TOKEN))

    with pytest.raises(exceptions.DiscoveryFailure) as caught:
        discover.get_version_data(session, URL, authenticated=True)

    assert TOKEN[:6] not in str(caught.value)
    assert [line for line in locals_of_ours(caught.value) if TOKEN in line] == []


@pytest.mark.parametrize("charset", ["bogus", "idna", "undefined"])
def test_an_answer_in_no_encoding_is_told_as_any_other(charset: str, requests_mock: Any) -> None:
    requests_mock.get(URL, text="hä", headers={"Content-Type": f"text/plain; charset={charset}"})

    with pytest.raises(exceptions.DiscoveryFailure, match=r"is not JSON: hä$"):
        discover.get_version_data(Session(), URL)
