"""Signatures of EC2 and S3: AWS's published examples, and what Keystone was recorded to take."""

import base64
import hashlib
import hmac

import pytest

from ksclient.testing.keystone.ec2_signatures import UnknownSignature, is_same, of_request, of_text
from ksclient.testing.keystone.refusals import Refusal

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"  # with a slash in AWS's newer examples
NEWER_SECRET = SECRET.replace("+", "/")
EMPTY = hashlib.sha256(b"").hexdigest()


def sha1(text):
    return base64.b64encode(hmac.digest(SECRET.encode(), text.encode(), "sha1")).decode()


def test_version_0_signs_action_and_time():
    params = {"SignatureVersion": "0", "Action": "Do", "Timestamp": "2026", "Other": "x"}
    assert of_request(SECRET, {"params": params}) == sha1("Do2026")


def test_version_1_signs_all_parameters_in_an_order_without_case():
    params = {"SignatureVersion": "1", "b": "ü", "A": 1, "C": ""}
    assert of_request(SECRET, {"params": params}) == sha1("A1büCSignatureVersion1")


V2 = {
    "verb": "GET",
    "host": "elasticmapreduce.amazonaws.com",
    "path": "/",
    "params": {
        "AWSAccessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "Action": "DescribeJobFlows",
        "SignatureMethod": "HmacSHA256",
        "SignatureVersion": "2",
        "Timestamp": "2011-10-03T15:19:30",
        "Version": "2009-03-31",
    },
}
V2_SIGNATURE = "i91nKc4PWAt0JJIdXwz9HxZCJDdiy6cf/Mj6vPxyYIs="


def test_the_published_example_of_version_2():
    assert of_request(NEWER_SECRET, V2) == V2_SIGNATURE


@pytest.mark.parametrize("method", ["HmacSHA1", None])
def test_version_2_is_signed_with_sha_256_whatever_the_method_says(method):
    params = {**V2["params"], "SignatureMethod": method}
    assert of_request(NEWER_SECRET, {**V2, "params": params}) == V2_SIGNATURE


def test_a_signature_left_among_the_parameters_is_signed_too():
    params = {**V2["params"], "Signature": V2_SIGNATURE}
    assert of_request(NEWER_SECRET, {**V2, "params": params}) != V2_SIGNATURE


def v4(headers, **more):
    host = headers.get("Host", "")
    return {"verb": "GET", "host": host, "path": "/", "params": {}, "headers": headers} | more


VANILLA = v4(
    {
        "Host": "example.amazonaws.com",
        "X-Amz-Date": "20150830T123600Z",
        "Authorization": "AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, Signature=none",
    },
    body_hash=EMPTY,
)
LIST_USERS = v4(
    {
        "host": "iam.amazonaws.com",
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        "X-Amz-Date": "20150830T123600Z",
        "Authorization": "AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date, Signature=none",
    },
    params={"Version": "2010-05-08", "Action": "ListUsers"},
    body_hash=EMPTY,
)
POST_VANILLA = {**VANILLA, "verb": "POST"}
IN_THE_QUERY = v4(
    {"Host": "examplebucket.s3.amazonaws.com"},
    path="/test.txt",
    params={
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
        "X-Amz-Date": "20130524T000000Z",
        "X-Amz-Expires": "86400",
        "X-Amz-SignedHeaders": "host",
    },
    body_hash="UNSIGNED-PAYLOAD",
)


@pytest.mark.parametrize(
    ("secret", "signed", "signature"),
    [
        (SECRET, VANILLA, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (SECRET, LIST_USERS, "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"),
        (SECRET, POST_VANILLA, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            NEWER_SECRET,
            IN_THE_QUERY,
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
        ),
    ],
    ids=["get", "query and headers", "post", "signed query"],
)
def test_the_published_examples_of_version_4(secret, signed, signature):
    assert of_request(secret, signed) == signature


def test_parameters_of_a_post_are_in_its_body():
    with_params = {**POST_VANILLA, "params": {"Param1": "value1"}}
    assert of_request(SECRET, with_params) == of_request(SECRET, POST_VANILLA)


@pytest.mark.parametrize(
    ("agent", "is_without_port"),
    [
        ("Boto/2.9.2 (linux2)", True),
        ("Boto/2.0.0", True),
        ("Boto/2.9.3 (linux2)", False),
        ("Boto3/1.0.0", False),
        ("curl Boto/2.9.2", False),
    ],
)
def test_old_versions_of_boto_sign_the_host_without_its_port(agent, is_without_port):
    headers = {**VANILLA["headers"], "User-Agent": agent}
    with_port = {**VANILLA, "headers": {**headers, "Host": "example.amazonaws.com:8773"}}

    is_vanilla = of_request(SECRET, with_port) == of_request(SECRET, VANILLA)

    assert is_vanilla is is_without_port


@pytest.mark.parametrize(
    "signed",
    [
        {"params": {"SignatureVersion": "3"}},
        {"params": {"SignatureVersion": 2}},
        {"params": {}},
        {"params": {}, "headers": {"Authorization": "Basic x"}},
        {**VANILLA, "headers": {**VANILLA["headers"], "X-Amz-Date": "20150831T123600Z"}},
    ],
    ids=["unknown", "number", "none", "other scheme", "date of another day"],
)
def test_what_is_signed_in_no_known_way_is_an_error(signed):
    with pytest.raises(UnknownSignature):
        of_request(SECRET, signed)


def test_the_published_example_of_s3():
    text = b"GET\n\n\nTue, 27 Mar 2007 19:36:42 +0000\n/awsexamplebucket1/photos/puppy.jpg"
    assert of_text(NEWER_SECRET, text) == "qgk2+6Sv9/oM7G3qLEjTH1a1l1g="


S3_V4 = (
    "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
    "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972"
)


def test_the_published_example_of_s3_with_version_4():
    expected = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    assert of_text(NEWER_SECRET, S3_V4.encode()) == expected


@pytest.mark.parametrize(
    "text",
    [
        S3_V4.replace("/s3/", "/ec2/"),
        S3_V4.replace("aws4_request", "aws5"),
        S3_V4.replace("us-east-1/", ""),
        S3_V4 + "\nmore",
        S3_V4.replace("SHA256", "SHA1"),
    ],
)
def test_another_scope_is_refused(text):
    with pytest.raises(Refusal) as caught:
        of_text(NEWER_SECRET, text.encode())
    assert caught.value.status == 401


@pytest.mark.parametrize("given", [None, 5, "", "AAAA", "\ud800", ["AAAB"]])
def test_nothing_else_is_the_same(given):
    assert is_same("AAAB", "AAAB")
    assert not is_same(given, "AAAB")
