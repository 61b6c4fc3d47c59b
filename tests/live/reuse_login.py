"""A program that uses a login which another program saved; run by test_reuse.py."""

import json
import sys
from pathlib import Path

from ksclient.auth import access
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client


def main(way: str, path: str, auth_url: str, user_agent: str) -> None:
    """Print the tenants that the admin API lists."""
    saved = json.loads(Path(path).read_text())
    if way == "plugin":
        info = access.create(body=saved)
        auth = AccessInfoPlugin(info, auth_url=auth_url)
        client = Client(session=Session(auth=auth, user_agent=user_agent), user_agent=user_agent)
    else:
        client = Client(auth_ref=saved, user_agent=user_agent)
    print(json.dumps([tenant.name for tenant in client.tenants.list()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
