"""Asks another service than Keystone, an object store: its URL comes out of the catalog.

    python examples/other_service.py [--interface INTERFACE] [CLOUD]

It lists containers and how many objects are in each. A token that dies on the way is replaced
unseen, as long as there is a password. The cloud is one of clouds.yaml, or what OS_AUTH_URL,
OS_USERNAME, OS_PASSWORD, OS_TENANT_NAME and OS_REGION_NAME say.
"""

from __future__ import annotations

import argparse
import sys
from urllib.parse import quote

from ksclient import config
from ksclient.auth.adapter import Adapter
from ksclient.exceptions import ClientException


def main() -> None:
    """List the containers of the tenant."""
    parser = argparse.ArgumentParser(description="List the containers of an object store.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    parser.add_argument("--interface", default="public", help="public, internal or admin")
    said = parser.parse_args()
    cloud = config.load(said.cloud)
    session = cloud.session()

    # Each request says which service is meant ...
    store = {
        "service_type": "object-store",
        "interface": said.interface,
        "region_name": cloud.region_name,
    }
    print(session.get_endpoint(**store))
    answer = session.get("", endpoint_filter=store, params={"format": "json"})

    # ... or an adapter says it for all.
    swift = Adapter(session, connect_retries=2, **store)
    for container in answer.json():
        head = swift.head(f"/{quote(container['name'], safe='')}")
        print(f"{head.headers['X-Container-Object-Count']:>8}  {container['name']}")


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"other_service: {error}")
