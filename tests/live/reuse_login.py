"""A program that uses a login which another program saved; run by test_reuse.py."""

import json
import pickle
import sys
from pathlib import Path

import keystoneauth1.session

from ksclient.access import AccessInfo
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client

READERS = {
    ".file": AccessInfo.load,
    ".json": lambda path: json.loads(path.read_text()),
    ".pickle": lambda path: pickle.loads(path.read_bytes()),
}


def main(way: str, path: str, auth_url: str, user_agent: str) -> None:
    """Print the tenants that the admin API lists."""
    saved = READERS[Path(path).suffix](Path(path))
    if way == "alone":
        client = Client(auth_ref=saved, user_agent=user_agent)
    elif way == "over a session":
        session = Session(user_agent=user_agent)
        client = Client(session=session, auth_ref=saved, user_agent=user_agent)
    elif way == "over a session of keystoneauth1":
        theirs = keystoneauth1.session.Session(user_agent=user_agent)
        client = Client(session=theirs, auth_ref=saved, user_agent=user_agent)
    else:
        auth = AccessInfoPlugin(saved, auth_url=auth_url)
        client = Client(session=Session(auth=auth, user_agent=user_agent), user_agent=user_agent)
    print(json.dumps([tenant.name for tenant in client.tenants.list()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
