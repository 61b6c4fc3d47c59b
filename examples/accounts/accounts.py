"""Makes a user with a tenant of the same name: a program of yours, which test_accounts.py tests.

    python examples/accounts/accounts.py NAME [CLOUD]

The cloud is one of clouds.yaml, or what OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME
say.
"""

from __future__ import annotations

import argparse
import secrets
import sys

import ksclient
from ksclient.exceptions import ClientException, Conflict
from ksclient.v2_0.client import Client


def open_account(keystone: Client, name: str) -> str:
    """Make a user and a tenant, and return the user's password.

    What was made is taken back if the rest fails.
    """
    password = secrets.token_urlsafe(16)
    tenant = keystone.tenants.create(name)
    try:
        keystone.users.create(name, password, tenant_id=tenant.id)
    except ClientException:
        keystone.tenants.delete(tenant)
        raise
    return password


def main() -> None:
    """Open an account, and print its password."""
    parser = argparse.ArgumentParser(description="Make a user with a tenant of the same name.")
    parser.add_argument("name")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    said = parser.parse_args()
    try:
        print(open_account(ksclient.connect(said.cloud), said.name))
    except Conflict:
        sys.exit(f"accounts: there is a user or a tenant {said.name!r} already")


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"accounts: {error}")
