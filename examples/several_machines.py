"""A worker of which many run, on many machines, with one login for all of them, kept in Redis.

    python examples/several_machines.py [CLOUD]

It takes ``pip install 'ksclient[redis,crypt]'``, and REDIS_URL and TOKEN_CACHE_KEY, which are the
same on all machines. Such a key is made, once, by ``python -c 'import secrets;
print(secrets.token_urlsafe(32))'``. The cloud is one of clouds.yaml, or what OS_AUTH_URL,
OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME say.
"""

from __future__ import annotations

import argparse
import os
import sys

from ksclient import config
from ksclient.exceptions import ClientException
from ksclient.token.cache import RedisStore, TokenCache


def main() -> None:
    """List all tenants."""
    parser = argparse.ArgumentParser(description="List all tenants, by a login in Redis.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    name = parser.parse_args().cloud
    for variable in ("REDIS_URL", "TOKEN_CACHE_KEY"):
        if not os.environ.get(variable):
            parser.error(f"{variable} is not set")

    store = RedisStore(os.environ["REDIS_URL"], encryption_key=os.environ["TOKEN_CACHE_KEY"])
    cloud = config.load(name, overrides={"cache": True})
    keystone = cloud.client(session=cloud.session(auth=cloud.plugin(TokenCache(store))))
    for tenant in keystone.tenants.list():
        print(tenant.name)


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"several_machines: {error}")
