"""The certificates of the server, and what is signed with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ksclient.auth import exceptions
from ksclient.v2_0.client import Client
from tests.live import certificates
from tests.live.libraries import Library
from tests.live.raw import Person, Raw, unique
from tests.live.refusals import refused
from tests.live.servers import Server


@pytest.fixture
def without(library: Library, public_only_keystone: Server) -> Client:
    """A client of a server that has no certificates."""
    return library.client(library.admin(public_only_keystone), interface="public")


def test_the_authority_is_the_one_that_the_server_was_given(either: Client, keystone):
    pem = either.certificates.get_ca_certificate()

    assert pem == (keystone.state / "certificates" / certificates.AUTHORITY).read_text()


def test_the_signer_is_the_one_that_the_server_was_given(either: Client, keystone):
    pem = either.certificates.get_signing_certificate()

    assert pem == (keystone.state / "certificates" / certificates.SIGNER).read_text()


def test_no_token_is_sent_nor_fetched(library: Library, keystone: Server):
    agent = unique("certificates")
    client = library.client(
        library.fixed_token(keystone.public_url, "not-a-token"), user_agent=agent
    )

    client.certificates.get_ca_certificate()
    client.certificates.get_signing_certificate()

    assert [(r.target, r.status) for r in keystone.requests(agent)] == [
        ("/v2.0/certificates/ca", 200),
        ("/v2.0/certificates/signing", 200),
    ]


def test_the_list_of_revoked_tokens_is_signed(
    either: Client, raw: Raw, person: Person, tmp_path: Path
):
    revoked = raw.login(person)["token"]["id"]
    either.tokens.delete(revoked)
    authority, signer = tmp_path / "ca.pem", tmp_path / "signer.pem"
    authority.write_text(either.certificates.get_ca_certificate())
    signer.write_text(either.certificates.get_signing_certificate())

    signed = either.tokens.get_revoked()["signed"]

    read = ["cms", "-verify", "-inform", "PEM", "-nosmimecap", "-purpose", "any"]
    by = ["-CAfile", str(authority), "-certfile", str(signer)]
    found = json.loads(certificates.openssl(*read, *by, text=signed))
    assert revoked in [token["id"] for token in found["revoked"]]


def test_a_server_without_certificates_fails(without: Client):
    for call in (
        without.certificates.get_ca_certificate,
        without.certificates.get_signing_certificate,
    ):
        with refused(exceptions.InternalServerError, "unexpected error"):
            call()


def test_a_server_that_keeps_no_list_of_revoked_tokens_says_that_it_is_gone(without: Client):
    with refused(exceptions.Gone, "no longer available"):
        without.tokens.get_revoked()
