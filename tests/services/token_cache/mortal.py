"""Forks, for each line it gets, a child that logs in until it is killed; tells its id."""

import os
import sys

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import RedisStore, TokenCache
from tests.services.persistence.redis_servers import GIVEN
from tests.services.token_cache.stores import SECRET, open_store, prefix_of


def main(store, place, auth_url, password):
    inner = v2.Password(auth_url, "admin", password, tenant_name="admin")
    kept = open_store(store, place)
    if store == "redis":  # whoever comes next need not wait for long
        kept = RedisStore(GIVEN, encryption_key=SECRET, prefix=prefix_of(place), lease=0.1)
    auth = TokenCache(kept).plugin(inner)
    session = Session()
    auth.get_token(session)  # loads all that is needed
    session.close()
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            work(auth)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


def work(auth):
    session = Session()
    while True:
        auth.get_token(session)
        auth.invalidate()


if __name__ == "__main__":
    main(*sys.argv[1:])
