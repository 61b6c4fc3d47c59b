"""A script that cron starts each minute, and that logs in about once in a token's life.

It takes OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME. The token is kept in a file in
the cache of the user who runs it, where all of that user's scripts find it.
"""

from __future__ import annotations

import os

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import TokenCache
from ksclient.v2_0.client import Client


def main() -> None:
    """List all tenants."""
    password = v2.Password(
        os.environ["OS_AUTH_URL"],
        username=os.environ["OS_USERNAME"],
        password=os.environ["OS_PASSWORD"],
        tenant_name=os.environ["OS_TENANT_NAME"],
    )
    keystone = Client(session=Session(auth=TokenCache().plugin(password)))
    for tenant in keystone.tenants.list():
        print(tenant.name)


if __name__ == "__main__":
    main()
