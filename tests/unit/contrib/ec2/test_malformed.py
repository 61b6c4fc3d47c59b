"""What cannot be signed is refused, by the name of what is wrong with it."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

from ksclient.contrib.ec2.utils import Ec2Signer
from ksclient.exceptions import InvalidArgument

SECRET = "0123456789abcdef0123456789abcdef"
SIGNATURE = "c4n4ry-of-a-signature"
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=cafebeef/20261122/RegionOne/ec2/aws4_request, "
    f"SignedHeaders=host;x-amz-date, Signature={SIGNATURE}"
)
HALF_A_PAIR = "\udcff"

VERSION_0 = {"params": {"SignatureVersion": "0", "Action": "List", "Timestamp": "now"}}
VERSION_1 = {"params": {"SignatureVersion": "1", "a": "b"}}
VERSION_2 = {"verb": "GET", "host": "h", "path": "/", "params": {"SignatureVersion": "2"}}
BY_HEADER = {
    "verb": "GET",
    "host": "h",
    "path": "/",
    "params": {},
    "headers": {"Host": "h", "X-Amz-Date": "20261122T0Z", "Authorization": AUTHORIZATION},
    "body_hash": "0",
}
BY_QUERY = {
    "verb": "GET",
    "host": "h",
    "path": "/",
    "params": {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": "cafebeef/20261122/RegionOne/ec2/aws4_request",
        "X-Amz-Date": "20261122T000000Z",
        "X-Amz-SignedHeaders": "host",
    },
    "headers": {"Host": "h"},
    "body_hash": "0",
}
REQUESTS = {"0": VERSION_0, "1": VERSION_1, "2": VERSION_2, "4": BY_HEADER, "4 query": BY_QUERY}


def refusal(credentials: Any) -> str:
    with pytest.raises(InvalidArgument) as caught:
        Ec2Signer(SECRET).generate(credentials)
    return str(caught.value)


def without(request: dict[str, Any], *path: str) -> dict[str, Any]:
    *outer, name = path
    if outer:
        return {**request, outer[0]: without(request[outer[0]], name)}
    return {key: value for key, value in request.items() if key != name}


def changed(request: dict[str, Any], *path: str, to: Any) -> dict[str, Any]:
    *outer, name = path
    if outer:
        return {**request, outer[0]: changed(request[outer[0]], name, to=to)}
    return {**request, name: to}


@pytest.mark.parametrize("version", REQUESTS)
def test_the_requests_of_this_file_can_be_signed(version):
    assert Ec2Signer(SECRET).generate(REQUESTS[version])


NEEDED = [
    ("0", "params"),
    ("0", "params", "Action"),
    ("0", "params", "Timestamp"),
    ("1", "params"),
    ("2", "params"),
    ("2", "verb"),
    ("2", "host"),
    ("2", "path"),
    ("4", "params"),
    ("4", "verb"),
    ("4", "host"),
    ("4", "path"),
    ("4", "body_hash"),
    ("4 query", "headers"),
    ("4 query", "params", "X-Amz-Credential"),
    ("4 query", "params", "X-Amz-SignedHeaders"),
]


@pytest.mark.parametrize(("version", "path"), [(version, path) for version, *path in NEEDED])
def test_what_is_missing_is_named(version, path):
    said = refusal(without(REQUESTS[version], *path))

    assert f"['{path[-1]}'] is missing" in said


@pytest.mark.parametrize("value", [5, b"text", ["text"]])
@pytest.mark.parametrize(("version", "path"), [(version, path) for version, *path in NEEDED])
def test_what_is_of_another_type_is_named_with_its_type(version, path, value):
    said = refusal(changed(REQUESTS[version], *path, to=value))

    assert f"['{path[-1]}'] is of the type {type(value).__name__}" in said


@pytest.mark.parametrize("credentials", [None, [], "credentials"])
def test_credentials_are_a_dictionary(credentials):
    assert "give a dictionary" in refusal(credentials)


@pytest.mark.parametrize(("version", "part"), [("1", "params"), ("2", "params"), ("4", "headers")])
@pytest.mark.parametrize("name", [5, None, b"name"])
def test_names_are_text(version, part, name):
    said = refusal(changed(REQUESTS[version], part, name, to="value"))

    assert f"A key of credentials['{part}']" in said


@pytest.mark.parametrize("value", [5, None, b"text"])
def test_header_values_are_text_even_where_they_are_not_signed(value):
    said = refusal(changed(BY_HEADER, "headers", "Content-Length", to=value))

    assert "headers['Content-Length']" in said


@pytest.mark.parametrize("version", ["3", "", 2, 2.0, None])
def test_a_version_that_is_none_is_refused_and_those_that_are_named(version):
    said = refusal(changed(VERSION_2, "params", "SignatureVersion", to=version))

    told = "is missing" if version is None else f"is {version!r},"
    assert f"params['SignatureVersion'] {told}" in said
    assert "'0', '1' or '2', as text" in said


@pytest.mark.parametrize("authorization", ["Basic YTpi", "", "aws4-hmac-sha256 Credential=x"])
def test_an_authorization_header_of_another_kind_is_no_version_4(authorization):
    request = changed(BY_QUERY, "headers", "Authorization", to=authorization)

    assert "names AWS4-HMAC-SHA256" in refusal(request)


def test_another_algorithm_is_no_version_4():
    request = changed(BY_QUERY, "params", "X-Amz-Algorithm", to="AWS4-ECDSA-P256-SHA256")

    assert "names AWS4-HMAC-SHA256" in refusal(request)


@pytest.mark.parametrize("value", [None, b"AWS4-HMAC-SHA256"])
def test_an_authorization_header_is_text(value):
    said = refusal(changed(BY_HEADER, "headers", "Authorization", to=value))

    assert "headers['Authorization']" in said


@pytest.mark.parametrize(
    ("header", "lacks"),
    [
        ("AWS4-HMAC-SHA256", "Credential"),
        (AUTHORIZATION.replace("Credential=", "Credentials "), "Credential"),
        (AUTHORIZATION.replace("Credential=", "Credential=, "), "Credential"),
        (AUTHORIZATION.replace("SignedHeaders=", "Headers="), "SignedHeaders"),
        (AUTHORIZATION.replace("SignedHeaders=", "SignedHeaders=,"), "SignedHeaders"),
    ],
)
def test_an_authorization_header_has_all_its_parts(header, lacks):
    said = refusal(changed(BY_HEADER, "headers", "Authorization", to=header))

    assert f"{lacks} in headers['Authorization'] is missing or empty" in said


@pytest.mark.parametrize("name", ["X-Amz-Credential", "X-Amz-SignedHeaders"])
def test_params_that_authorize_are_not_empty(name):
    assert f"params['{name}'] is missing or empty" in refusal(
        changed(BY_QUERY, "params", name, to="")
    )


@pytest.mark.parametrize(
    "credential",
    [
        "cafebeef",
        "cafebeef/",
        "cafebeef/20261122",
        "cafebeef/20261122/RegionOne",
        "cafebeef/20261122/RegionOne/ec2",
        "cafebeef/20261122//ec2/aws4_request",
        "cafebeef/20261122/Region/One/ec2/aws4_request",
        "cafebeef//RegionOne/ec2/aws4_request",
        "cafebeef/20261122/RegionOne/ec2/aws4",
        "cafebeef/20261122/RegionOne/ec2/aws4_request/",
    ],
)
@pytest.mark.parametrize("by", ["header", "query"])
def test_a_scope_is_date_region_service_and_its_end(credential, by):
    if by == "query":
        request = changed(BY_QUERY, "params", "X-Amz-Credential", to=credential)
    else:
        header = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host"
        request = changed(BY_HEADER, "headers", "Authorization", to=header)

    said = refusal(request)

    assert "Credential, in headers" in said
    assert "is malformed" in said
    assert "cafebeef" not in said


def test_a_scope_is_of_the_day_of_the_request():
    said = refusal(changed(BY_HEADER, "headers", "X-Amz-Date", to="20261123T000000Z"))

    assert "'20261123T000000Z'" in said
    assert "'20261122'" in said


@pytest.mark.parametrize("value", [None, 20261122, b"20261122T000000Z"])
@pytest.mark.parametrize(("request_", "part"), [(BY_HEADER, "headers"), (BY_QUERY, "params")])
def test_a_date_is_text(request_, part, value):
    assert f"{part}['X-Amz-Date']" in refusal(changed(request_, part, "X-Amz-Date", to=value))


@pytest.mark.parametrize("other", ["x-amz-date", "Date"])
def test_a_request_without_a_date_is_told_where_it_belongs(other):
    request = without(BY_HEADER, "headers", "X-Amz-Date")

    said = refusal(changed(request, "headers", other, to="20261122T000000Z"))

    assert "X-Amz-Date is missing in headers and params alike" in said


@pytest.mark.parametrize(
    ("version", "path"),
    [
        ("0", ["params", "Action"]),
        ("1", ["params", "a"]),
        ("1", ["params", HALF_A_PAIR]),
        ("2", ["params", "a"]),
        ("2", ["path"]),
        ("4", ["params", "a"]),
        ("4", ["headers", "Host"]),
        ("4", ["headers", "Authorization"]),
        ("4", ["body_hash"]),
    ],
)
def test_text_that_utf_8_cannot_express_is_named(version, path):
    said = refusal(changed(REQUESTS[version], *path, to=HALF_A_PAIR))

    assert "half a surrogate pair" in said
    assert path[-1] in said or "A key of credentials['params']" in said


# --- the secret -----------------------------------------------------------------------------


@pytest.mark.parametrize("given", [SECRET.encode(), None, 5, "", SECRET + HALF_A_PAIR])
def test_a_secret_key_that_is_none_is_refused_and_not_shown(given):
    with pytest.raises(InvalidArgument, match="secret_key") as caught:
        Ec2Signer(given)

    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    frames = [frame for frame in shown.stack if "ksclient" in frame.filename]
    assert frames
    assert SECRET not in f"{caught.value!r} {[frame.locals for frame in frames]}"


@pytest.mark.parametrize(
    "request_",
    [
        changed(BY_HEADER, "body_hash", to=None),
        changed(BY_HEADER, "headers", "X-Amz-Date", to="20261123T000000Z"),
        changed(BY_HEADER, "headers", "Range", to=HALF_A_PAIR),
        changed(BY_HEADER, "headers", "Authorization", to=AUTHORIZATION + HALF_A_PAIR),
        changed(
            BY_HEADER, "headers", "Authorization", to=AUTHORIZATION.replace("SignedHeaders", "Some")
        ),
        changed(BY_HEADER, "signature", to=SIGNATURE) | {"verb": None},
        changed(VERSION_2, "params", "Signature", to=SIGNATURE) | {"verb": None},
        changed(VERSION_2, "params", "Signature", to=SIGNATURE + HALF_A_PAIR),
    ],
)
def test_a_refused_request_shows_neither_the_secret_nor_its_signature(request_):
    with pytest.raises(InvalidArgument) as caught:
        Ec2Signer(SECRET).generate(request_)

    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    frames = [frame for frame in shown.stack if "/ksclient/" in frame.filename]
    told = f"{caught.value!r} {[frame.locals for frame in frames]}"
    assert frames
    assert SECRET not in told
    assert SIGNATURE not in told
