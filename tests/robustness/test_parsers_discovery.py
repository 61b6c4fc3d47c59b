"""Whatever stands where a version document should be, it is versions or one typed error."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient import discover, exceptions
from ksclient.auth import discover as auth_discover
from ksclient.auth.identity import v2
from ksclient.auth.identity.generic import Password
from ksclient.generic import client as generic
from tests.robustness.answering import problem_of, session_answered
from tests.robustness.strategies import (
    CONTENT_TYPES,
    HTML,
    JUNK,
    NO_DOCUMENTS,
    Answer,
    answers,
    bodies,
    steady,
    wire,
)

ROOT = "http://keystone.example:5000"

V2 = {
    "id": "v2.0",
    "status": "stable",
    "updated": "2014-04-17T00:00:00Z",
    "media-types": [{"base": "application/json", "type": "application/vnd.openstack+json"}],
    "links": [
        {"rel": "self", "href": f"{ROOT}/v2.0/"},
        {"rel": "describedby", "type": "text/html", "href": "http://docs.openstack.org/"},
    ],
}
V3 = {"id": "v3.8", "status": "stable", "links": [{"rel": "self", "href": f"{ROOT}/v3/"}]}
NOVA = {
    "id": "v2.1",
    "status": "CURRENT",
    "version": "2.60",
    "min_version": "2.1",
    "next_min_version": "2.4",
    "not_before": "2099-12-31",
    "links": [{"rel": "self", "href": "/v2.1/"}, {"rel": "collection", "href": "/"}],
}
DOCUMENTS = (
    {"versions": {"values": [V3, V2]}},
    {"versions": [V2, V3]},
    {"version": V2},
    V2,
    {"versions": [NOVA]},
)
STATUSES = st.sampled_from([200, 200, 200, 200, 300, 300, 203, 204, 404, 401, 500, 503])
ANSWERS = answers(*DOCUMENTS, statuses=STATUSES)
VERSIONS = st.sampled_from(["2.0", "2", 2, (2, 0), "3", "latest", "2.latest", None])

FAILURES = (
    exceptions.DiscoveryFailure,
    exceptions.HttpError,
    exceptions.MissingAuthPlugin,  # a server that wants a token for it
)


def ask(found: Any, version: Any) -> None:
    """Ask a version document for all that it tells."""
    questions = [
        found.version_data,
        found.version_string_data,
        found.raw_version_data,
        found.versioned_data_for,
        found.versioned_url_for,
    ]
    if version is not None:
        questions += [
            lambda **allow: found.data_for(version, **allow),
            lambda **allow: found.url_for(version, **allow),
            lambda **allow: found.versioned_data_for(
                min_version=version, max_version="latest", **allow
            ),
        ]
    for allow in ({}, {"allow_unknown": True, "allow_experimental": True}):
        for question in questions:
            problem = problem_of(question, **allow)
            assert problem is None or isinstance(problem, exceptions.DiscoveryFailure)
    assert repr(found)


@steady(125)
@given(ANSWERS, VERSIONS)
def test_a_document_is_versions_or_one_error_that_names_the_url(
    answer: Answer, version: Any
) -> None:
    problem = problem_of(auth_discover.Discover, session_answered(answer), ROOT)

    if problem is None:
        ask(auth_discover.Discover(session_answered(answer), ROOT), version)
        return
    assert isinstance(problem, FAILURES)
    assert ROOT in (problem.url if isinstance(problem, exceptions.HttpError) else str(problem))


@steady(75)
@given(ANSWERS, VERSIONS)
def test_a_client_is_made_of_what_there_is_or_one_error_comes(answer: Answer, version: Any) -> None:
    session = session_answered(answer)

    problem = problem_of(discover.Discover, session=session, auth_url=ROOT)

    if problem is not None:
        assert isinstance(problem, FAILURES)
        return
    found = discover.Discover(session=session, auth_url=ROOT)
    ask(found, version)
    for unstable in (False, True):
        problem = problem_of(found.create_client, version, unstable=unstable)
        assert problem is None or isinstance(problem, exceptions.DiscoveryFailure)
    problem = problem_of(discover.available_versions, ROOT, session=session)
    assert problem is None or isinstance(problem, FAILURES)


EXTENSIONS = (
    {"extensions": {"values": [{"alias": "OS-KSADM", "name": "Admin", "links": []}]}},
    {"extensions": []},
)


def unversioned(answer: Answer) -> generic.Client:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return generic.Client(session=session_answered(answer))


@steady(75)
@given(answers(*DOCUMENTS, *EXTENSIONS, statuses=STATUSES))
def test_a_generic_client_tells_what_it_found_or_one_error_comes(answer: Answer) -> None:
    client = unversioned(answer)

    for question in (client.discover, client.discover_extensions):
        problem = problem_of(question, ROOT)
        assert problem is None or isinstance(
            problem, exceptions.HttpError | exceptions.InvalidResponse
        )
        if problem is not None:
            assert ROOT in str(problem) or ROOT in problem.url  # type: ignore[attr-defined]


@steady(75)
@given(ANSWERS)
def test_a_generic_plugin_logs_in_or_one_error_comes(answer: Answer) -> None:
    token = {"id": "t0ken", "expires": "2999-01-01T00:00:00Z"}
    login = Answer(wire({"access": {"token": token}}))
    plugin = Password(ROOT, username="joe", password="s3cret", tenant_name="demo")
    session = session_answered(answer, {"/tokens": login})

    problem = problem_of(plugin.get_token, session)

    assert problem is None or isinstance(problem, exceptions.ClientException)


@steady(75)
@given(ANSWERS, st.sampled_from(["2", "2.0", "3", None]))
def test_an_endpoint_of_a_catalog_is_found_or_one_error_comes(answer: Answer, version: Any) -> None:
    catalog = [{"type": "compute", "endpoints": [{"region": "One", "publicURL": f"{ROOT}/v2.1/t"}]}]
    token = {"id": "t0ken", "expires": "2999-01-01T00:00:00Z", "tenant": {"id": "t"}}
    login = Answer(wire({"access": {"token": token, "serviceCatalog": catalog}}))
    session = session_answered(answer, {"/tokens": login}, auth=v2.Token(f"{ROOT}/v2.0", "old"))
    wanted = {"service_type": "compute", "version": version}

    for question in (
        session.get_endpoint,
        session.get_endpoint_data,
        session.get_api_major_version,
    ):
        problem_of(question, **wanted)
    problem_of(session.get_all_version_data)


@pytest.mark.parametrize("body", NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_what_is_no_document_lists_no_versions(body: bytes) -> None:
    problem = problem_of(auth_discover.Discover, session_answered(Answer(body)), ROOT)

    assert isinstance(problem, exceptions.DiscoveryFailure)
    assert ROOT in str(problem)


@pytest.mark.parametrize("document", DOCUMENTS[:3], ids=["values", "list", "single"])
@pytest.mark.parametrize("status", [200, 203, 300])
@pytest.mark.parametrize("kind", ["application/json", "text/html", "text/plain; charset=idna"])
def test_a_well_formed_document_is_read_whatever_it_is_called(
    document: Any, status: int, kind: str
) -> None:
    answer = Answer(wire(document), status, (("Content-Type", kind),))

    found = auth_discover.Discover(session_answered(answer), ROOT)

    assert found.url_for("2.0") == f"{ROOT}/v2.0/"


@pytest.mark.parametrize(
    "href", ["http://[", "http://h:port/v2.0", "", "//", "\ud800", "\x00", "http://]/", 5, None, []]
)
def test_an_entry_with_an_odd_link_is_skipped_or_used_at_home(href: Any) -> None:
    odd = {**V2, "id": "v2.1", "links": [{"rel": "self", "href": href}]}

    found = auth_discover.Discover(session_answered(Answer(wire({"versions": [odd, V3]}))), ROOT)

    assert found.url_for("3.8") == f"{ROOT}/v3/"
    assert (found.url_for("2.1") or ROOT).startswith(ROOT)


@pytest.mark.parametrize("versions", [[], {"values": []}])
def test_a_document_that_lists_nothing_is_no_error(versions: Any) -> None:
    found = auth_discover.Discover(session_answered(Answer(wire({"versions": versions}))), ROOT)

    assert found.version_data() == []


def test_a_web_page_is_shown_by_its_beginning() -> None:
    page = Answer(HTML, headers=(("Content-Type", "text/html"),))

    problem = problem_of(auth_discover.Discover, session_answered(page), ROOT)

    assert "<!DOCTYPE html>" in str(problem)
    assert "nginx" not in str(problem)


@steady(75)
@given(JUNK | st.lists(st.integers(0, 9), max_size=3) | st.floats() | st.text(max_size=8))
def test_a_version_number_is_one_or_a_type_error(raw: Any) -> None:
    try:
        found = auth_discover.normalize_version_number(raw)
    except TypeError as error:
        str(error).encode()
    else:
        assert len(found) >= 2
        assert auth_discover.normalize_version_number(found) == found
        assert auth_discover.version_to_string(found)


@steady(60)
@given(bodies(*DOCUMENTS), CONTENT_TYPES)
def test_the_headers_of_a_lone_version_are_junk_too(body: bytes, junk: str) -> None:
    headers = (
        ("X-OpenStack-Ironic-API-Minimum-Version", junk),
        ("X-OpenStack-Ironic-API-Maximum-Version", "1.-"),
    )
    answer = Answer(body, 200, headers)

    if problem_of(auth_discover.Discover, session_answered(answer), ROOT) is None:
        ask(auth_discover.Discover(session_answered(answer), ROOT), "2")
