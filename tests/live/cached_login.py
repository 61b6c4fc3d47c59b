"""A program that keeps its login in a token cache: lists its own tenants whenever it is told to."""

from __future__ import annotations

import sys

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.token.cache import SQLiteStore, TokenCache
from ksclient.v2_0.client import Client


def main(file: str, agent: str, auth_url: str, username: str, password: str, tenant: str) -> None:
    """Say when it is ready, work once for each line, and tell what came of it."""
    inner = v2.Password(auth_url, username, password, tenant_name=tenant)
    session = Session(auth=TokenCache(SQLiteStore(file)).plugin(inner), user_agent=agent)
    keystone = Client(session=session, interface="public")
    print("ready", flush=True)
    for _ in sys.stdin:
        print([found.name for found in keystone.tenants.list()], flush=True)
    session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
