"""Certificates of the test cloud, and what is signed with them: openssl must agree."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from ksclient.testing.keystone import Keystone, Settings
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.signing import SHARED, Signer

PAYLOAD = '{"revoked": [{"id": "é"}]}'


def openssl(folder, *arguments, text=None):
    return subprocess.run(
        ["openssl", *arguments], cwd=folder, input=text, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ca.pem").write_text(SHARED.ca_pem)
    (tmp_path / "signing.pem").write_text(SHARED.signing_pem)
    return tmp_path


def verified(folder, signed):
    return openssl(
        folder,
        *["cms", "-verify", "-binary", "-inform", "PEM"],
        *["-certfile", "signing.pem", "-CAfile", "ca.pem"],
        text=signed,
    )


def test_openssl_verifies_what_was_signed_and_reads_the_same_text(folder):
    done = verified(folder, SHARED.sign(PAYLOAD))
    assert done.stdout == PAYLOAD, done.stderr


def test_another_signer_is_refused(folder):
    assert verified(folder, Signer().sign(PAYLOAD)).returncode != 0


def test_the_message_has_neither_certificates_nor_signed_attributes(folder):
    shown = openssl(
        folder, "cms", "-cmsout", "-print", "-inform", "PEM", text=SHARED.sign(PAYLOAD)
    ).stdout
    for lacking in ("certificates:", "signedAttrs:"):
        line = shown[shown.index(lacking) :].splitlines()[1]
        assert line.strip() == "<ABSENT>"
    assert "algorithm: sha256" in shown


def test_the_armour_is_as_recorded():
    lines = SHARED.sign(PAYLOAD).split("\n")
    assert (lines[0], lines[-2:]) == ("-----BEGIN CMS-----", ["-----END CMS-----", ""])
    assert {len(line) for line in lines[1:-3]} == {64}


def test_threads_that_sign_at_once_make_one_key():
    signer = Signer()
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: signer.signing_pem, range(4)))) == 1


def test_clouds_of_a_process_share_their_signer():
    assert Keystone().signer is Keystone().signer


def test_a_keystone_without_certificates_trips():
    with pytest.raises(Refusal) as caught:
        _ = Keystone(Settings(signs=False)).signer
    assert caught.value.status == 500
