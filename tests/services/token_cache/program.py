"""A program that uses a cloud: says when it is ready, does a piece of work per line, and tells."""

import sys

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import TokenCache
from ksclient.v2_0.client import Client
from tests.services.token_cache.stores import open_store


def main(store, place, auth_url, password):
    cache = TokenCache(open_store(store, place))
    inner = v2.Password(auth_url, "admin", password, tenant_name="admin")
    session = Session(auth=cache.plugin(inner))
    keystone = Client(session=session)
    print("ready", flush=True)
    for _ in sys.stdin:
        print([user.name for user in keystone.users.list()], flush=True)
    session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
