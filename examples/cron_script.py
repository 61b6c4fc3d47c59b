"""A script that cron starts each minute, and that logs in about once in a token's life.

    python examples/cron_script.py [CLOUD]

The token is kept in a file in the cache of the user who runs it, where all of that user's scripts
find it, and however many start at once, one of them logs in. It takes ``pip install
'ksclient[cache]'``. The cloud is one of clouds.yaml, or what OS_AUTH_URL, OS_USERNAME, OS_PASSWORD
and OS_TENANT_NAME say.
"""

from __future__ import annotations

import argparse
import sys

import ksclient
from ksclient.exceptions import ClientException


def main() -> None:
    """List all tenants."""
    parser = argparse.ArgumentParser(description="List all tenants, by a login that scripts share.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")

    keystone = ksclient.connect(parser.parse_args().cloud, cache=True)
    for tenant in keystone.tenants.list():
        print(tenant.name)


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"cron_script: {error}")
