"""A program that logs in, and gives its login to worker processes, which have no password.

    python examples/pickled_auth_ref.py [CLOUD]

What goes to a worker is pickled. Other libraries' clients and sessions do not pickle; a login does,
with its token, so send it to processes of your own only. The cloud is one of clouds.yaml, or what
OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME say.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys

import ksclient
from ksclient.access import AccessInfo
from ksclient.auth.session import Session
from ksclient.exceptions import ClientException
from ksclient.v2_0.client import Client


def tenant_name(auth_ref: AccessInfo, tenant_id: str) -> str:
    """Ask for one tenant, in a worker, with nothing but the login."""
    keystone = Client(session=Session(), auth_ref=auth_ref)
    name: str = keystone.tenants.get(tenant_id).name
    return name


def main() -> None:
    """Have workers ask for a tenant each."""
    parser = argparse.ArgumentParser(description="List all tenants, by workers of one login.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")

    keystone = ksclient.connect(parser.parse_args().cloud)
    tasks = [(keystone.auth_ref, tenant.id) for tenant in keystone.tenants.list()]
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        for name in workers.starmap(tenant_name, tasks):
            print(name)


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"pickled_auth_ref: {error}")
