"""Logs in at Rackspace with an API key, and lists where each service of the account is.

    export OS_USERNAME=… OS_API_KEY=…
    python examples/rackspace_api_key.py [CLOUD]

CLOUD is one of clouds.yaml with ``profile: rackspace``. Another place than Rackspace's own is
OS_AUTH_URL. Where the account wants a passcode as a second step, it is asked for at the terminal.
"""

from __future__ import annotations

import argparse
import sys

from ksclient import config
from ksclient.auth.identity import rackspace
from ksclient.auth.identity.rackspace import APIKey
from ksclient.exceptions import ClientException
from ksclient.v2_0.client import Client


def main() -> None:
    """Log in, and show what there is."""
    parser = argparse.ArgumentParser(description="Log in at Rackspace with an API key.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    overrides = {"auth_type": "rackspace_apikey"}
    cloud = config.load(parser.parse_args().cloud, overrides=overrides)
    if cloud.missing:
        cloud.plugin()  # which says what is missing, and where to say it

    said = {"auth_url": rackspace.AUTH_URL, **cloud.auth}
    auth = APIKey(**said, passcode=lambda: input("Passcode: "))
    session = cloud.session(auth=auth)
    login = auth.get_access(session)
    print(f"{login.username}, account {login.tenant_id}, roles {', '.join(login.role_names)}")
    for service in login.service_catalog.get_endpoints_data(interface="public").values():
        for endpoint in service:
            print(f"{endpoint.service_type:<14}  {endpoint.region_name or '-':<4}  {endpoint.url}")
    # The catalog has no admin URLs, so clients ask for public ones.
    for tenant in Client(session=session, interface="public").tenants.list():
        print(f"tenant {tenant.name}")


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"rackspace_api_key: {error}")
