"""Answers taken apart: lists, and what makes sense without being JSON; and those that make none."""

import pytest

from ksclient.auth._redact import SecretDict
from ksclient.base import answer
from ksclient.exceptions import InvalidResponse

URL = "http://keystone.example:35357/v2.0/tokens/s3cret"
PEM = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"


class Answer:
    url = URL

    def __init__(self, status_code=200, text="", content_type=None):
        self.status_code, self.text = status_code, text
        self.headers = {} if content_type is None else {"Content-Type": content_type}


def test_an_empty_answer_is_no_web_page_whatever_it_claims_to_be():
    response = Answer(200, content_type="text/html")
    response.headers["Content-Length"] = "0"
    answer.check_nod(response)


def test_pem_text_is_returned_as_it_is():
    assert answer.pem_text(Answer(text=f" {PEM}\n")) == f" {PEM}\n"


@pytest.mark.parametrize("text", ["", "<html>", PEM[:40], PEM[30:], PEM.replace("CERT", "C")])
def test_what_holds_no_whole_certificate_is_refused(text):
    given = Answer(text=text)
    with pytest.raises(InvalidResponse, match="PEM") as caught:
        answer.pem_text(given)
    assert caught.value.response is given


@pytest.mark.parametrize(
    ("status_code", "content_type"),
    [
        (200, None),
        (200, "application/json"),
        (200, "text/plain"),
        (299, ""),
        (204, "text/html"),
    ],
)
def test_a_success_without_a_body_is_a_nod(status_code, content_type):
    answer.check_nod(Answer(status_code, content_type=content_type))


@pytest.mark.parametrize(
    ("status_code", "content_type"),
    [
        (199, None),
        (300, None),
        (302, "application/json"),
        (404, None),
        (200, "text/html"),
        (200, "Text/HTML; charset=utf-8"),
        (203, "text/html"),
    ],
)
def test_anything_else_is_none_and_shows_no_token(status_code, content_type):
    with pytest.raises(InvalidResponse) as caught:
        answer.check_nod(Answer(status_code, content_type=content_type))
    assert "keystone.example" in str(caught.value)
    assert "s3cret" not in str(caught.value)


# --- lists ---


def test_a_document_that_our_adapter_read_is_used_up():
    document = SecretDict({"users": [{"id": "u1"}], "users_links": []})
    assert answer.objects_at(Answer(), document, "users") == [{"id": "u1"}]
    assert document == {"users_links": []}


def test_a_document_of_another_client_stays_as_it_is():
    document = {"users": [{"id": "u1"}]}
    found = answer.objects_at(Answer(), document, "users")
    found.clear()
    assert document == {"users": [{"id": "u1"}]}


@pytest.mark.parametrize("users", [[{"id": "u1"}, {}], {"values": [{}, {"id": "u1"}]}])
def test_empty_objects_are_left_out(users):
    assert answer.objects_at(Answer(), {"users": users}, "users") == [{"id": "u1"}]


def test_what_is_no_object_is_refused_wherever_it_stands():
    listed = [{"id": "u1"}, ["s3cret"]]
    with pytest.raises(InvalidResponse, match=r"has a list as 'users\[1\]', not an object"):
        answer.objects_at(Answer(), {"users": listed}, "users")


def test_objects_of_a_list_hide_their_secrets():
    found = answer.objects_at(Answer(), {"users": [{"password": "s3cret"}]}, "users")
    assert "s3cret" not in repr(found)
