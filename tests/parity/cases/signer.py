"""Signing EC2 requests, in each version of the signature."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

from tests.parity.cases.case import Cases
from tests.parity.libraries import Library
from tests.parity.server import Server

CASES = Cases()

SECRET = "966afbde20b84200ae4e62e09acf46b2"
PARAMS = {"Action": "Test", "Timestamp": "2012-01-01T00:00:00Z", "Text": "a b~\u00fc", "Nr": 7}
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 "
    "Credential=access/20110909/us-east-1/iam/aws4_request,"
    "SignedHeaders=content-type;host;x-amz-date,Signature=0"
)
HEADERS = {
    "Content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "X-Amz-Date": "20110909T233600Z",
    "Host": "iam.amazonaws.com:80",
    "Authorization": AUTHORIZATION,
}
BODY_HASH = hashlib.sha256(b"Action=ListUsers&Version=2010-05-08").hexdigest()


def _v4(**changes: Any) -> dict[str, Any]:
    return {
        "verb": "POST",
        "host": "iam.amazonaws.com",
        "path": "/",
        "params": {"Action": "ListUsers"},
        "headers": dict(HEADERS),
        "body_hash": BODY_HASH,
        **changes,
    }


def _old(version: str, **changes: Any) -> dict[str, Any]:
    params = {**PARAMS, "SignatureVersion": version}
    return {
        "verb": "GET",
        "host": "localhost",
        "path": "/services/Cloud",
        "params": params,
        **changes,
    }


QUERY = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "access/20110909/us-east-1/iam/aws4_request",
    "X-Amz-Date": "20110909T233600Z",
    "X-Amz-SignedHeaders": "host",
}
REQUESTS: dict[str, dict[str, Any]] = {
    "version 0": _old("0"),
    "version 1": _old("1"),
    "version 2": _old("2"),
    "version 2 of a POST": _old("2", verb="POST"),
    "version 4": _v4(),
    "version 4 of a GET": _v4(verb="GET"),
    "version 4 in the query": _v4(verb="GET", headers={"host": "foo"}, params=QUERY),
    "version 4 by an old boto": _v4(headers={**HEADERS, "User-Agent": "Boto/2.9.2 (linux2)"}),
    "version 4 by a newer boto": _v4(headers={**HEADERS, "User-Agent": "Boto/2.9.3 (linux2)"}),
    "version 4 on another day": _v4(headers={**HEADERS, "X-Amz-Date": "20120909T233600Z"}),
    "version 9": _old("9"),
    "no version": {"params": {}, "headers": {}},
}


def _add(name: str, request: dict[str, Any]) -> None:
    @CASES.case(f"Ec2Signer.generate {name}")
    def _(library: Library, server: Server) -> Any:
        signer = library.client("contrib.ec2.utils").Ec2Signer(SECRET)
        return signer.generate(copy.deepcopy(request))

    @CASES.case(f"Ec2Signer: what it leaves in the request, {name}")
    def _(library: Library, server: Server) -> Any:
        mine = copy.deepcopy(request)
        library.client("contrib.ec2.utils").Ec2Signer(SECRET).generate(mine)
        return mine


for _name, _request in REQUESTS.items():
    _add(_name, _request)


@CASES.case("Ec2Signer: two signatures of one signer")
def _(library: Library, server: Server) -> Any:
    signer = library.client("contrib.ec2.utils").Ec2Signer(SECRET)
    return [signer.generate(_old("2")), signer.generate(_old("2"))]
