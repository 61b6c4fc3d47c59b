"""Requests signed as Amazon does, which Keystone takes for a token."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from ksclient.auth.exceptions import NotFound, Unauthorized
from ksclient.auth.session import Session
from ksclient.contrib.ec2.utils import Ec2Signer
from tests.live.raw import Person, Raw

LONG_AGO = "20120101"


@pytest.fixture
def credential(raw: Raw, person: Person) -> dict[str, Any]:
    """An EC2 credential of `person`: access key and secret."""
    path = f"/users/{person.id}/credentials/OS-EC2"
    return raw("POST", path, {"tenant_id": person.tenant_id})["credential"]


def request(access: str, **params: Any) -> dict[str, Any]:
    return {
        "access": access,
        "verb": "GET",
        "host": "cloud.example:8773",
        "path": "/services/Cloud",
        "params": {"AWSAccessKeyId": access, "Action": "DescribeImages", "n": 5, **params},
    }


def version_0(access: str) -> dict[str, Any]:
    return request(access, SignatureVersion="0", Timestamp="2012-01-01T00:00:00Z")


def version_1(access: str) -> dict[str, Any]:
    return request(access, SignatureVersion="1", name="Zürich", a="1", B="2")


def version_2(access: str) -> dict[str, Any]:
    return request(access, SignatureVersion="2", name="Zürich / ~*'()", a="1", B="2")


def version_4(access: str, **changes: Any) -> dict[str, Any]:
    headers = {
        "Host": "cloud.example:8773",
        "Content-Type": " text/plain;  charset=utf-8",
        "X-Amz-Date": f"{LONG_AGO}T000000Z",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={access}/{LONG_AGO}/RegionOne/ec2/"
        "aws4_request, SignedHeaders=content-type;host;not-there;x-amz-date, Signature=",
    }
    body_hash = hashlib.sha256(b"a body").hexdigest()
    return {**request(access, name="Zürich"), "headers": headers, "body_hash": body_hash, **changes}


def version_4_post(access: str) -> dict[str, Any]:
    return version_4(access, verb="POST")


def version_4_of_old_boto(access: str) -> dict[str, Any]:
    headers = {**version_4(access)["headers"], "User-Agent": "Boto/2.9.2 (linux2)"}
    return version_4(access, headers=headers)


def version_4_in_the_query(access: str) -> dict[str, Any]:
    params = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{access}/{LONG_AGO}/RegionOne/ec2/aws4_request",
        "X-Amz-Date": f"{LONG_AGO}T000000Z",
        "X-Amz-SignedHeaders": "host",
    }
    signed = {**request(access, **params), "headers": {"Host": "cloud.example:8773"}}
    return {**signed, "body_hash": "UNSIGNED-PAYLOAD"}


VERSIONS = [
    version_0,
    version_1,
    version_2,
    version_4,
    version_4_post,
    version_4_of_old_boto,
    version_4_in_the_query,
]


@pytest.fixture
def token_for(keystone):
    """Ask for a token, as whoever has no other login does."""

    def ask(signed: dict[str, Any]) -> dict[str, Any]:
        url = f"{keystone.public_url}/ec2tokens"
        answer = Session().post(url, json={"credentials": signed}, authenticated=False)
        return answer.json()["access"]

    return ask


@pytest.mark.parametrize("version", VERSIONS)
def test_a_signed_request_gets_a_token_for_the_tenant(
    version, credential, token_for, person: Person
):
    signed = version(credential["access"])
    signed["signature"] = Ec2Signer(credential["secret"]).generate(signed)

    access = token_for(signed)

    assert access["user"]["id"] == person.id
    assert access["token"]["tenant"]["id"] == person.tenant_id


@pytest.mark.parametrize("version", VERSIONS)
def test_a_request_signed_with_another_secret_is_refused(version, credential, token_for):
    signed = version(credential["access"])
    signed["signature"] = Ec2Signer(credential["secret"][::-1] + "x").generate(signed)

    with pytest.raises(Unauthorized):
        token_for(signed)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_changed_request_is_refused(version, credential, token_for):
    signed = version(credential["access"])
    signed["signature"] = Ec2Signer(credential["secret"]).generate(signed)
    signed["params"]["Action"] = "TerminateInstances"
    signed["body_hash"] = hashlib.sha256(b"another body").hexdigest()

    with pytest.raises(Unauthorized):
        token_for(signed)


def test_a_signature_without_the_port_is_taken_too(credential, token_for):
    signed = version_2(credential["access"])
    signer = Ec2Signer(credential["secret"])
    signed["signature"] = signer.generate({**signed, "host": "cloud.example"})

    assert token_for(signed)["token"]["id"]


def test_an_access_key_that_nobody_has_is_not_found(token_for):
    signed = version_2("0" * 32)
    signed["signature"] = Ec2Signer("any").generate(signed)

    with pytest.raises(NotFound):
        token_for(signed)
