"""A program that uses a login which another program saved; run by test_reuse.py."""

import json
import pickle
import sys
from pathlib import Path

import keystoneauth1.session

from ksclient.auth import access
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client


def main(way: str, path: str, auth_url: str, user_agent: str) -> None:
    """Print the tenants that the admin API lists."""
    content = Path(path).read_bytes()
    saved = json.loads(content) if path.endswith(".json") else pickle.loads(content)
    if way == "alone":
        client = Client(auth_ref=saved, user_agent=user_agent)
    elif way == "over a session":
        session = Session(user_agent=user_agent)
        client = Client(session=session, auth_ref=saved, user_agent=user_agent)
    elif way == "over a session of keystoneauth1":
        theirs = keystoneauth1.session.Session(user_agent=user_agent)
        client = Client(session=theirs, auth_ref=saved, user_agent=user_agent)
    else:
        auth = AccessInfoPlugin(access.create(body=saved), auth_url=auth_url)
        client = Client(session=Session(auth=auth, user_agent=user_agent), user_agent=user_agent)
    print(json.dumps([tenant.name for tenant in client.tenants.list()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
