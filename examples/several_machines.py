"""A worker of which many run, on many machines, with one login for all of them, kept in Redis.

Beside OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME it takes REDIS_URL and
TOKEN_CACHE_KEY, which are the same on all machines. Such a key is made, once, by
``python -c 'import secrets; print(secrets.token_urlsafe(32))'``.
"""

from __future__ import annotations

import os

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import RedisStore, TokenCache
from ksclient.v2_0.client import Client


def main() -> None:
    """List all tenants."""
    store = RedisStore(os.environ["REDIS_URL"], encryption_key=os.environ["TOKEN_CACHE_KEY"])
    password = v2.Password(
        os.environ["OS_AUTH_URL"],
        username=os.environ["OS_USERNAME"],
        password=os.environ["OS_PASSWORD"],
        tenant_name=os.environ["OS_TENANT_NAME"],
    )
    keystone = Client(session=Session(auth=TokenCache(store).plugin(password)))
    for tenant in keystone.tenants.list():
        print(tenant.name)


if __name__ == "__main__":
    main()
