"""A server may call the encoding of its answer what it likes."""

from __future__ import annotations

import pytest
import requests

from ksclient.auth._json import read_json
from ksclient.auth._text import text_of

ODD = ["bogus", "hex", "rot13", "mbcs", "idna", "punycode", "undefined", "", "utf-8"]


def answer(charset: str, body: bytes) -> requests.Response:
    response = requests.Response()
    response.encoding = charset
    response._content = body
    return response


@pytest.mark.parametrize("charset", [*ODD, "utf\0008"])
def test_a_text_is_read_in_spite_of_its_encoding(charset: str) -> None:
    assert text_of(answer(charset, b"h\xc3\xa4\xff.")) == "hä\ufffd."


def test_the_encoding_is_believed_where_it_is_one() -> None:
    assert text_of(answer("latin-1", b"h\xe4")) == "hä"


@pytest.mark.parametrize("charset", ODD)
def test_a_document_is_read_in_spite_of_its_encoding(charset: str) -> None:
    assert read_json(answer(charset, b'{"name": "h\xc3\xa4"}')) == {"name": "hä"}


def test_what_is_no_json_in_an_encoding_that_is_none_is_no_json() -> None:
    with pytest.raises(ValueError, match=r"^is not JSON$"):
        read_json(answer("undefined", b"{\xff"))
