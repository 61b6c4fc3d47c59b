"""The certificates that signed tokens are checked with."""

import pytest

from ksclient.auth._json import MAX_BYTES
from ksclient.auth.session import Session
from ksclient.exceptions import InternalServerError, InvalidResponse
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN

PEM = "-----BEGIN CERTIFICATE-----\nMIIDJTCCAg2gAwIBAgIU\n-----END CERTIFICATE-----\n"
CALLS = {
    "/certificates/ca": lambda k: k.certificates.get_ca_certificate(),
    "/certificates/signing": lambda k: k.certificates.get_signing_certificate(),
}
BOTH = pytest.mark.parametrize(("path", "fetch"), CALLS.items(), ids=CALLS)
HTML = {"headers": {"Content-Type": "text/html; charset=UTF-8"}}


@BOTH
def test_the_text_is_returned_whatever_type_it_claims_to_be(cloud, keystone, path, fetch):
    cloud.answers("GET", path, text=PEM, **HTML)
    assert fetch(keystone) == PEM


@BOTH
def test_text_around_the_certificate_stays(cloud, keystone, path, fetch):
    cloud.answers("GET", path, text=f"Certificate:\n  Data: …\n{PEM}{PEM}")
    assert fetch(keystone) == f"Certificate:\n  Data: …\n{PEM}{PEM}"


@BOTH
@pytest.mark.parametrize("charset", ["bogus", "hex", "idna", "undefined"])
def test_an_encoding_that_is_none_for_text_does_not_matter(cloud, keystone, path, fetch, charset):
    cloud.answers("GET", path, text=PEM, headers={"Content-Type": f"text/x; charset={charset}"})
    assert fetch(keystone) == PEM


@BOTH
@pytest.mark.parametrize("text", ["", "<html>", "{}", "null", PEM[:40], PEM.replace("BEGIN", "X")])
def test_anything_else_is_one_typed_error(cloud, keystone, path, fetch, text):
    cloud.answers("GET", path, text=text, **HTML)
    with pytest.raises(InvalidResponse, match="certificate in PEM form") as caught:
        fetch(keystone)
    assert f"{ADMIN}{path}" in str(caught.value)


@BOTH
def test_a_token_is_not_sent(cloud, keystone, path, fetch):
    cloud.answers("GET", path, text=PEM)
    fetch(keystone)
    assert "X-Auth-Token" not in cloud.last.headers


@BOTH
def test_no_login_is_needed_where_the_endpoint_is_known(cloud, path, fetch):
    cloud.answers("GET", path, text=PEM)
    assert fetch(Client(session=Session(), endpoint_override=ADMIN)) == PEM
    assert cloud.logins == []


@BOTH
def test_a_server_without_certificates(cloud, keystone, path, fetch):
    cloud.answers("GET", path, status_code=500)
    with pytest.raises(InternalServerError):
        fetch(keystone)


@BOTH
def test_an_answer_that_is_too_large_is_refused(cloud, keystone, path, fetch):
    cloud.answers("GET", path, content=b" " * (MAX_BYTES + 1))
    with pytest.raises(InvalidResponse, match="larger than"):
        fetch(keystone)
