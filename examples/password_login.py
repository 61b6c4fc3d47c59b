"""Logs in with a password, and tells what the login gives: who, where, for how long, and what for.

    python examples/password_login.py [CLOUD]

The cloud is one of clouds.yaml, or what OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME
say. Where nobody has said the password, it is asked for.
"""

from __future__ import annotations

import argparse
import getpass
import sys

from ksclient import config
from ksclient.exceptions import ClientException


def main() -> None:
    """Log in, and show the answer."""
    parser = argparse.ArgumentParser(description="Log in, and tell what the login gives.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    name = parser.parse_args().cloud

    cloud = config.load(name)
    if cloud.missing == ("password",) and sys.stdin.isatty():
        cloud = config.load(name, overrides={"password": getpass.getpass()})
    login = cloud.client().auth_ref  # which logs in

    print(f"user     {login.username} ({login.user_id})")
    print(f"tenant   {login.tenant_name} ({login.tenant_id})")
    print(f"roles    {', '.join(sorted(login.role_names))}")
    print(f"expires  {login.expires:%Y-%m-%d %H:%M:%S} UTC")
    for service in login.service_catalog.get_data():
        regions = sorted({str(endpoint.get("region")) for endpoint in service["endpoints"]})
        print(f"service  {service['type']} in {', '.join(regions)}")


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"password_login: {error}")
