"""A script for cron that keeps its login in a file, with nothing but what ksclient itself needs.

    python examples/cached_auth_ref.py FILE [CLOUD]

While the token in FILE is good, nobody logs in, and one request is sent. FILE holds a token: it is
for its owner only, and one that others can read is not used. The cloud is one of clouds.yaml, or
what OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME say.

Where several scripts start at the same moment, have a look at cron_script.py: there, one of them
logs in and the others wait for it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ksclient import config
from ksclient.access import AccessInfo
from ksclient.auth.exceptions import UnusableFile
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.config import CloudConfig
from ksclient.exceptions import ClientException, Unauthorized
from ksclient.v2_0.client import Client


def main() -> None:
    """List all tenants."""
    parser = argparse.ArgumentParser(description="List all tenants, by a login that is kept.")
    parser.add_argument("file", type=Path, help="where the login is kept")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    said = parser.parse_args()

    cloud = config.load(said.cloud)
    keystone = by_saved_login(cloud, said.file) or by_new_login(cloud, said.file)
    try:
        tenants = keystone.tenants.list()
    except Unauthorized:  # the token was revoked before its time
        tenants = by_new_login(cloud, said.file).tenants.list()
    for tenant in tenants:
        print(tenant.name)


def by_saved_login(cloud: CloudConfig, file: Path) -> Client | None:
    """Return a client that uses the login in *file*; None if there is none that will do."""
    if not file.exists():
        return None
    try:
        saved = AccessInfo.load(file)
    except UnusableFile as error:
        print(f"cached_auth_ref: {error} Logging in anew.", file=sys.stderr)
        return None
    if saved.will_expire_soon():
        return None
    return cloud.client(session=cloud.session(auth=AccessInfoPlugin(saved)))


def by_new_login(cloud: CloudConfig, file: Path) -> Client:
    """Return a client that has logged in, and keep its login in *file*."""
    keystone = cloud.client()
    keystone.auth_ref.save(file)
    return keystone


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"cached_auth_ref: {error}")
