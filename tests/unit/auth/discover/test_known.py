"""A version document that was read before needs no request."""

from ksclient.auth.discover import Discover

URL = "http://nova.example:8774/"


def entry(href):
    return {"id": "v2.1", "status": "CURRENT", "links": [{"rel": "self", "href": href}]}


def test_a_known_document_answers_as_one_that_was_read():
    document = Discover.known(URL, [entry(f"{URL}v2.1/"), "junk"])
    assert document.url == URL
    assert document.url_for("2.1") == f"{URL}v2.1/"
    assert document.raw_version_data() == [entry(f"{URL}v2.1/")]


def test_a_known_document_leads_to_no_other_server():
    document = Discover.known(URL, [entry("http://evil.example/v2.1/")])
    assert document.url_for("2.1") == f"{URL}v2.1/"
