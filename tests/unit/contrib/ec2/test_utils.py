"""Signatures: AWS's published ones, and what a signer does and does not do beside signing."""

from __future__ import annotations

import copy
import hashlib
import pickle
import string
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from requests.structures import CaseInsensitiveDict

from ksclient.contrib.ec2.utils import Ec2Signer

SECRET = "0123456789abcdef0123456789abcdef"

AWS_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
AWS_SECRET_OF_OTHER_PAGES = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
EMPTY_BODY = hashlib.sha256(b"").hexdigest()
UNRESERVED = "-._~" + string.digits + string.ascii_uppercase + string.ascii_lowercase


def version_2(**params: Any) -> dict[str, Any]:
    return {
        "verb": "GET",
        "host": "cloud.example:8773",
        "path": "/services/Cloud",
        "params": {"SignatureVersion": "2", **params},
    }


def version_4(verb: str = "GET", **changes: Any) -> dict[str, Any]:
    """Return a request as in AWS's test suite."""
    request = {
        "verb": verb,
        "host": "example.amazonaws.com",
        "path": "/",
        "params": {},
        "headers": {
            "Host": "example.amazonaws.com",
            "X-Amz-Date": "20150830T123600Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/"
            "aws4_request, SignedHeaders=host;x-amz-date",
        },
        "body_hash": EMPTY_BODY,
    }
    return {**request, **changes}


def signed(credentials: dict[str, Any], secret: str = SECRET) -> str:
    return Ec2Signer(secret).generate(credentials)


# --- what others computed -------------------------------------------------------------------


def test_version_0_signs_action_and_time_as_openssl_does():
    params = {"SignatureVersion": "0", "Action": "DescribeImages", "limit": "5"}
    params["Timestamp"] = "2026-11-22T10:00:00Z"

    assert signed({"params": params}) == "nGzEVltpHqH62xdn7Ke4QqUXgkY="


def test_version_1_signs_all_params_as_openssl_does():
    params = {"SignatureVersion": "1", "name": "Zürich", "limit": 5}
    params |= {"AWSAccessKeyId": "cafebeef", "Action": "DescribeImages"}

    assert signed({"params": params}) == "intygonrbLtc2Q5DaHTEql5czCA="


def test_version_2_signs_the_example_of_aws():
    params = {
        "AWSAccessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "Action": "DescribeJobFlows",
        "SignatureMethod": "HmacSHA256",
        "SignatureVersion": "2",
        "Timestamp": "2011-10-03T15:19:30",
        "Version": "2009-03-31",
    }
    request = {"verb": "GET", "host": "elasticmapreduce.amazonaws.com", "path": "/"}

    signature = signed({**request, "params": params}, AWS_SECRET_OF_OTHER_PAGES)

    assert signature == "i91nKc4PWAt0JJIdXwz9HxZCJDdiy6cf/Mj6vPxyYIs="


def test_version_2_signs_with_sha1_where_there_is_no_sha256():
    signer = Ec2Signer(SECRET)
    signer.hmac_256 = None

    assert signer.generate(version_2(name="a b/~")) == "aTEsCGHL8s1eYOPVUU2s/YMlQjY="


@pytest.mark.parametrize(
    ("verb", "params", "signature"),
    [
        ("GET", {}, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", {}, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "GET",
            {"Param2": "value2", "Param1": "value1"},
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "GET",
            {UNRESERVED: UNRESERVED},
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        ),
        (
            "GET",
            {"\u1234": "bar"},
            "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        ),
    ],
    ids=["get-vanilla", "post-vanilla", "order-key-case", "unreserved", "vanilla-utf8-query"],
)
def test_version_4_signs_as_the_test_suite_of_aws(verb, params, signature):
    assert signed(version_4(verb, params=params), AWS_SECRET) == signature


def test_version_4_signs_the_list_users_example_of_aws():
    request = {
        "verb": "GET",
        "host": "iam.amazonaws.com",
        "path": "/",
        "params": {"Action": "ListUsers", "Version": "2010-05-08"},
        "headers": {
            "Host": "iam.amazonaws.com",
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Amz-Date": "20150830T123600Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/"
            "aws4_request, SignedHeaders=content-type;host;x-amz-date",
        },
        "body_hash": EMPTY_BODY,
    }

    expected = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    assert signed(request, AWS_SECRET) == expected


def test_version_4_signs_the_presigned_url_example_of_aws():
    request = {
        "verb": "GET",
        "host": "examplebucket.s3.amazonaws.com",
        "path": "/test.txt",
        "params": {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
            "X-Amz-Date": "20130524T000000Z",
            "X-Amz-Expires": "86400",
            "X-Amz-SignedHeaders": "host",
        },
        "headers": {"Host": "examplebucket.s3.amazonaws.com"},
        "body_hash": "UNSIGNED-PAYLOAD",
    }

    expected = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    assert signed(request, AWS_SECRET_OF_OTHER_PAGES) == expected


# --- which version, and what it covers ------------------------------------------------------


def test_a_stated_version_goes_before_version_4():
    request = version_4(params={"SignatureVersion": "2"})

    assert signed(request) == signed({**request, "headers": {}})


def test_version_4_may_also_be_stated_by_its_number():
    request = version_4("POST", params={"SignatureVersion": "4"})

    assert signed(request) == signed(version_4("POST"))


@pytest.mark.parametrize("verb", ["POST", "post"])
def test_the_params_of_a_post_are_covered_by_the_hash_of_its_body_only(verb):
    assert signed(version_4(verb, params={"a": "b"})) == signed(version_4("POST"))


def test_only_headers_that_are_named_as_signed_are_signed():
    more = {**version_4()["headers"], "Accept": "text/plain"}

    assert signed(version_4(headers=more)) == signed(version_4())


def test_the_host_may_have_a_port_that_is_signed():
    with_port = {**version_4()["headers"], "Host": "example.amazonaws.com:8000"}

    assert signed(version_4(headers=with_port)) != signed(version_4())


@pytest.mark.parametrize(
    ("agent", "signs_the_port"),
    [("Boto/2.9.2 (linux2)", False), ("Boto/2.9.3 (linux2)", True), ("Boto/2.922", True)],
)
def test_old_boto_does_not_sign_the_port(agent, signs_the_port):
    headers = {**version_4()["headers"], "Host": "example.amazonaws.com:8000", "User-Agent": agent}

    assert (signed(version_4(headers=headers)) != signed(version_4())) is signs_the_port


def test_headers_may_be_a_mapping_that_knows_no_case():
    names = {name.lower(): value for name, value in version_4()["headers"].items()}

    assert signed(version_4(headers=CaseInsensitiveDict(names))) == signed(version_4())


# --- what a signer does not do --------------------------------------------------------------


@pytest.mark.parametrize(
    "credentials",
    [
        {"params": {"SignatureVersion": "0", "Action": "a", "Timestamp": "t"}},
        {"params": {"SignatureVersion": "1", "a": "b"}},
        version_2(a="b"),
        version_4(),
    ],
    ids=["0", "1", "2", "4"],
)
def test_a_signer_signs_the_same_every_time_and_changes_nothing(credentials):
    signer, before = Ec2Signer(SECRET), copy.deepcopy(credentials)

    signatures = {signer.generate(credentials) for _ in range(3)}

    assert signatures == {signed(before)}
    assert credentials == before


def test_threads_share_a_signer():
    signer = Ec2Signer(SECRET)
    requests = [version_2(number=number) for number in range(50)]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(signer.generate, requests)) == [signed(each) for each in requests]


def test_the_key_is_there_for_those_who_ask():
    assert Ec2Signer(SECRET).secret_key == SECRET.encode()


class Text(str):
    """Not a plain str, as other libraries return them."""

    __slots__ = ()


@pytest.mark.parametrize("given", [SECRET, Text(SECRET)])
def test_nothing_shows_the_secret_of_a_signer(given):
    signer = Ec2Signer(given)

    assert SECRET not in f"{signer!r} {signer} {vars(signer)!r}"


def test_a_signer_does_not_pickle():
    with pytest.raises(TypeError, match="does not pickle: make it anew"):
        pickle.dumps(Ec2Signer(SECRET))
