"""Answers that make sense without being JSON, and those that do not."""

import pytest

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
