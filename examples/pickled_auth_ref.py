"""A program that logs in, and gives its login to worker processes, which have no password.

What goes to a worker is pickled. Other libraries' clients and sessions do not pickle; a login does,
with its token, so send it to processes of your own only.

It takes OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME.
"""

from __future__ import annotations

import multiprocessing
import os

from ksclient.access import AccessInfo
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client


def tenant_name(auth_ref: AccessInfo, tenant_id: str) -> str:
    """Ask for one tenant, in a worker, with nothing but the login."""
    keystone = Client(session=Session(), auth_ref=auth_ref)
    name: str = keystone.tenants.get(tenant_id).name
    return name


def main() -> None:
    """Have workers ask for a tenant each."""
    password = v2.Password(
        os.environ["OS_AUTH_URL"],
        username=os.environ["OS_USERNAME"],
        password=os.environ["OS_PASSWORD"],
        tenant_name=os.environ["OS_TENANT_NAME"],
    )
    keystone = Client(session=Session(auth=password))
    tasks = [(keystone.auth_ref, tenant.id) for tenant in keystone.tenants.list()]
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        for name in workers.starmap(tenant_name, tasks):
            print(name)


if __name__ == "__main__":
    main()
