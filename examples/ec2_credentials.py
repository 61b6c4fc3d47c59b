"""Makes an EC2 credential, signs a request with it, and has Keystone say whose request that is.

    python examples/ec2_credentials.py [CLOUD]

The last is what a service with an EC2 API does with each request that it gets: it sends the parts
that were signed to ``POST /v2.0/ec2tokens``, and gets a token of who has signed. The credential is
deleted in the end. The cloud is one of clouds.yaml, or what OS_AUTH_URL, OS_USERNAME, OS_PASSWORD
and OS_TENANT_NAME say.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import sys
from typing import Any

import ksclient
from ksclient.auth import access
from ksclient.contrib.ec2.utils import Ec2Signer
from ksclient.exceptions import ClientException, Unauthorized
from ksclient.v2_0.client import Client
from ksclient.v2_0.ec2 import EC2

HOST = "ec2.example.com:8773"
REGION = "RegionOne"


def main() -> None:
    """Make a credential, use it, and delete it."""
    parser = argparse.ArgumentParser(description="Sign a request with an EC2 credential.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")

    # Users may do all of this for themselves, so the public API will do.
    keystone = ksclient.connect(parser.parse_args().cloud, interface="public")
    login = keystone.auth_ref
    credential = keystone.ec2.create(login.user_id, login.tenant_id)
    print(f"access   {credential.access}")
    try:
        request = signed(credential, {"Action": "DescribeInstances"})
        print(f"signed   {request['verb']} {request['path']} of {request['host']}")
        print(f"by       {whose(keystone, request)}")

        request["params"]["Action"] = "TerminateInstances"
        print(f"changed  {whose(keystone, request)}")
    finally:
        keystone.ec2.delete(login.user_id, credential.access)
    print("deleted")


def signed(credential: EC2, params: dict[str, str]) -> dict[str, Any]:
    """Return a request with its signature, of version 4, as today's EC2 clients sign."""
    now = datetime.datetime.now(datetime.UTC)
    scope = f"{credential.access}/{now:%Y%m%d}/{REGION}/ec2/aws4_request"
    request = {
        "access": credential.access,
        "verb": "GET",
        "host": HOST,
        "path": "/",
        "params": params,
        "headers": {
            "Host": HOST,
            "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date",
        },
        "body_hash": hashlib.sha256(b"").hexdigest(),
    }
    request["signature"] = Ec2Signer(credential.secret).generate(request)
    return request


def whose(keystone: Client, request: dict[str, Any]) -> str:
    """Ask Keystone who has signed a request. That takes no token."""
    try:
        answer = keystone.session.post(
            "/ec2tokens",
            json={"credentials": request},
            endpoint_filter={"service_type": "identity", "interface": "public"},
            authenticated=False,
        )
    except Unauthorized as error:
        return f"refused: {error.message}"
    login = access.create(answer)
    return f"{login.username} for {login.tenant_name}, {', '.join(sorted(login.role_names))}"


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"ec2_credentials: {error}")
