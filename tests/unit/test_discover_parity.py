"""Side by side with keystoneclient: what a version document is taken to say."""

from __future__ import annotations

from typing import Any

import pytest

from ksclient import discover
from ksclient.auth.session import Session
from ksclient.exceptions import ClientException

ROOT = "http://127.0.0.1:5000/"

theirs = pytest.importorskip("keystoneclient.discover")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def entry(
    version_id: Any = "v2.0", status: Any = "stable", path: str = "v2.0/", **more: Any
) -> dict[str, Any]:
    links = [{"rel": "describedby", "href": "http://docs/"}, {"rel": "self", "href": ROOT + path}]
    return {"id": version_id, "status": status, "links": links, **more}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in entry().items() if key != name}


V3 = entry("v3.8", path="v3/")

SOUND = {
    "v2.0 and v3": {"versions": {"values": [V3, entry(status="deprecated")]}},
    "v2.0 only": {"versions": {"values": [entry(updated="2014-04-17T00:00:00Z")]}},
    "v3 only": {"versions": {"values": [V3]}},
    "one version": {"version": entry()},
    "Diablo": {"version": entry(status="beta")},
    "a plain list": {"versions": [V3, entry()]},
    "glance": {"versions": [entry(f"v2.{n}", "SUPPORTED", "v2/") for n in (1, 0, 9, 2)]},
    "all statuses": {
        "versions": [
            entry(f"v2.{n}", status)
            for n, status in enumerate(["CURRENT", "Deprecated", "experimental", "", "alpha"])
        ]
    },
    "microversions": {"versions": [entry("v2.1", version="2.60", min_version="2.1")]},
    "nothing": {"versions": {"values": []}},
    "an entry without id": {"versions": [without("id"), V3]},
    "an entry without status": {"versions": [without("status"), V3]},
    "an entry without links": {"versions": [without("links"), V3]},
    "an entry with bad links": {"versions": [entry(links=[1, {"rel": "self"}]), V3]},
    "another document": {"users": []},
    "null": None,
}

BROKEN = {
    "a list": [],
    "text": "versions",
    "versions are a number": {"versions": 5},
    "versions are null": {"versions": None},
    "values are null": {"versions": {"values": None}},
    "a version is null": {"version": None},
    "entries are numbers": {"versions": [1, V3]},
    "a status is null": {"versions": [entry(status=None), V3]},
    "an id is no version": {"versions": [entry("vX"), V3]},
    "no id is a version": {"versions": [entry("vX")]},
    "an id is an object": {"versions": [entry({}), V3]},
    "links are a number": {"versions": [entry(links=5), V3]},
    "a relation is a number": {"versions": [entry(links=[{"rel": 5, "href": "x"}]), V3]},
    "an address is a number": {"versions": [entry(links=[{"rel": "self", "href": 5}]), V3]},
    "an address is no URL": {"versions": [entry(links=[{"rel": "self", "href": "//[x"}]), V3]},
}

QUESTIONS = {
    "raw": lambda found: found.raw_version_data(),
    "raw, unstable": lambda found: found.raw_version_data(unstable=True),
    "raw, stable": lambda found: found.raw_version_data(allow_deprecated=False),
    "available": lambda found: found.available_versions(allow_unknown=True),
    "versions": lambda found: found.version_data(),
    "versions, unstable": lambda found: found.version_data(unstable=True),
    "versions, of some kinds": lambda found: found.version_data(
        unstable=True, allow_experimental=False
    ),
    **{
        f"for {version!r}": lambda found, version=version: found.data_for(version)
        for version in (2, 2.1, "v2.0", (2, 2), [3], "3.8", (3, 9), 4, "no version", None)
    },
    "URL": lambda found: found.url_for("2.0"),
    "URL, unstable": lambda found: found.url_for(2, unstable=True),
    "URL of none": lambda found: found.url_for(5),
}

NUMBERS = ["v1.2", "v11", "1.2", "1.5.1", "1", 1, 5.2, (6, 1), [1, 4], "hello", "1.a", None]


def told(answer: Any) -> Any:
    """Return an answer with what keystoneclient tells of a version; ours tells more."""
    if isinstance(answer, list):
        return [told(each) for each in answer]
    if isinstance(answer, dict) and "raw_status" in answer:
        return {name: answer[name] for name in ("version", "url", "raw_status")}
    return answer


def outcome(library: Any, question: Any) -> Any:
    try:
        return told(question(library.Discover(Session(), auth_url=ROOT)))
    except Exception as error:  # noqa: BLE001 - whatever it is
        return type(error).__name__


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("document", SOUND.values(), ids=SOUND)
def test_a_sound_document_is_read_alike(requests_mock, document, question):
    requests_mock.get(ROOT, json=document, status_code=300)
    assert outcome(discover, question) == outcome(theirs, question)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN)
def test_a_broken_document_is_a_typed_error_or_read_as_far_as_it_goes(
    requests_mock, document, question
):
    requests_mock.get(ROOT, json=document)
    try:
        question(discover.Discover(Session(), auth_url=ROOT))
    except ClientException:
        pass
    except TypeError:
        # Of the question's own version.
        assert outcome(theirs, question) == "TypeError"
        assert question in (QUESTIONS["for 'no version'"], QUESTIONS["for None"])


@pytest.mark.parametrize("answer", [{"status_code": 404}, {"status_code": 500}, {"text": "<html>"}])
def test_an_answer_without_a_document_is_the_same_error(requests_mock, answer):
    requests_mock.get(ROOT, **answer)
    assert outcome(discover, QUESTIONS["raw"]) == outcome(theirs, QUESTIONS["raw"])


@pytest.mark.parametrize("number", NUMBERS)
def test_a_version_is_read_alike(number):
    def read(library: Any) -> Any:
        try:
            return library.normalize_version_number(number)
        except TypeError:
            return TypeError

    assert read(discover) == read(theirs)


def test_a_minor_version_of_two_digits_is_read_as_it_is_unlike_in_keystoneclient():
    assert discover.normalize_version_number("v2.10") == (2, 10)
    assert theirs.normalize_version_number("v2.10") == (2, 1)


@pytest.mark.parametrize("required", [(2, 0), (2, 2), (3, 0)])
@pytest.mark.parametrize("candidate", [(2, 0), (2, 10), (3, 0), (4, 1)])
def test_a_version_fits_alike(required, candidate):
    assert discover.version_match(required, candidate) == theirs.version_match(required, candidate)


@pytest.mark.parametrize("document", [SOUND["v2.0 and v3"], SOUND["one version"], {"odd": 1}])
def test_available_versions_are_the_same(requests_mock, document):
    requests_mock.get(ROOT, json=document)

    def read(library: Any) -> Any:
        try:
            return library.available_versions(ROOT, Session())
        except Exception as error:  # noqa: BLE001 - whatever it is
            return type(error).__name__

    assert read(discover) == read(theirs)
