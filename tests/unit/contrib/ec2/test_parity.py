"""Whatever is signed, the signature is python-keystoneclient's."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ksclient.contrib.ec2.utils import Ec2Signer

theirs = pytest.importorskip("keystoneclient.contrib.ec2.utils")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WORDS = st.text("abcXYZ019-._~ /%+é", min_size=1, max_size=8)
SECRETS = TEXTS.filter(bool)
VALUES = TEXTS | st.integers() | st.floats() | st.booleans() | st.none() | st.binary(max_size=9)
PARAMS = st.dictionaries(TEXTS | st.sampled_from(["a", "A", "Signature"]), VALUES, max_size=6)
VERBS = st.sampled_from(["GET", "get", "POST", "post", "Put", "DELETE", "LIST"])
HOSTS = st.sampled_from(["cloud.example", "cloud.example:8773", "[::1]:8773", ""])

HEADER_NAMES = st.sampled_from(
    ["Host", "host", "Content-Type", "X-Amz-Target", " Accept ", "range"]
)
AGENTS = st.sampled_from(["Boto/2.9.2", "Boto/2.9.3 (linux2)", "Boto/2.922", "boto/2.1.1", "curl"])
SIGNED = st.lists(
    st.sampled_from(
        ["host", "content-type", "x-amz-date", "accept", "range", "user-agent", "Host"]
    ),
    min_size=1,
    max_size=6,
).map(";".join)
SCOPES = st.tuples(
    st.sampled_from(["20110909", "20261122"]), WORDS, WORDS, st.just("aws4_request")
).filter(lambda scope: "/" not in "".join(scope))
TIMES = st.sampled_from(["T233600Z", "T000000Z", ""])


def assert_same_signature(secret: str, credentials: dict[str, Any]) -> None:
    given_to_them = copy.deepcopy(credentials)  # they change it
    assert Ec2Signer(secret).generate(credentials) == theirs.Ec2Signer(secret).generate(
        given_to_them
    )


@given(SECRETS, PARAMS, TEXTS, TEXTS)
def test_version_0(secret, params, action, time):
    own = {"SignatureVersion": "0", "Action": action, "Timestamp": time}

    assert_same_signature(secret, {"params": {**params, **own}})


@given(SECRETS, PARAMS)
def test_version_1(secret, params):
    assert_same_signature(secret, {"params": {**params, "SignatureVersion": "1"}})


@given(SECRETS, PARAMS, VERBS, HOSTS, TEXTS)
def test_version_2(secret, params, verb, host, path):
    params["SignatureVersion"] = "2"

    assert_same_signature(secret, {"params": params, "verb": verb, "host": host, "path": path})


@st.composite
def version_4_requests(draw: st.DrawFn) -> dict[str, Any]:
    """Return a request whose authorization is in a header or in the query, and so is its date."""
    headers = draw(st.dictionaries(HEADER_NAMES, TEXTS, max_size=5))
    headers |= draw(st.fixed_dictionaries({}, optional={"User-Agent": AGENTS}))
    params = draw(PARAMS)
    signed, scope = draw(SIGNED), draw(SCOPES)
    credential = "/".join(["cafebeef", *scope])
    if draw(st.booleans()):
        comma = draw(st.sampled_from([",", ", "]))
        parts = [f"Credential={credential}", f"SignedHeaders={signed}", "Signature=0"]
        headers["Authorization"] = "AWS4-HMAC-SHA256 " + comma.join(parts)
    else:
        params |= {"X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Credential": credential}
        params["X-Amz-SignedHeaders"] = signed
    dated = headers if draw(st.booleans()) else params
    dated["X-Amz-Date"] = scope[0] + draw(TIMES)
    return {
        "params": params,
        "headers": headers,
        "verb": draw(VERBS),
        "host": draw(HOSTS),
        "path": draw(TEXTS),
        "body_hash": draw(st.sampled_from(["UNSIGNED-PAYLOAD", "e3b0c442"])),
    }


@settings(max_examples=300)
@given(SECRETS, version_4_requests())
def test_version_4(secret, request):
    assert_same_signature(secret, request)


@pytest.mark.parametrize("name", ["secret_key", "hmac", "hmac_256"])
def test_a_signer_has_what_theirs_has(name):
    mine, other = getattr(Ec2Signer("key"), name), getattr(theirs.Ec2Signer("key"), name)

    if isinstance(other, bytes):
        assert mine == other
    else:
        assert mine.digest() == other.digest()
