"""Gives the password once, and gets a token for each tenant with the token that came for it.

    python examples/rescope_token.py [CLOUD]

First from a token without a tenant to each tenant, then from tenant to tenant. The cloud is one of
clouds.yaml, or what OS_AUTH_URL, OS_USERNAME and OS_PASSWORD say; a tenant that is configured is
not looked at.
"""

from __future__ import annotations

import argparse
import itertools
import sys

from ksclient import config
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import ClientException, Forbidden, Unauthorized
from ksclient.v2_0.client import Client
from ksclient.v2_0.tenants import Tenant


def main() -> None:
    """Log in without a tenant, and change to each that there is."""
    parser = argparse.ArgumentParser(description="Get a token for each tenant with another token.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    cloud = config.load(parser.parse_args().cloud, overrides={"auth_type": "v2password"})

    said = {key: cloud.auth.get(key) for key in ("auth_url", "username", "user_id", "password")}
    session = cloud.session(auth=v2.Password(**said, unscoped=True))
    tenants = Client(session=session, interface="public").tenants.list()
    print(f"without a tenant: {len(tenants)} to choose from, {describe(session)}")

    unscoped = session.get_token()
    sessions = {}
    for tenant in tenants:
        sessions[tenant.id] = cloud.session(auth=for_tenant(said["auth_url"], unscoped, tenant))
        print(f"to {tenant.name}: {describe(sessions[tenant.id])}")

    for here, there in itertools.pairwise(tenants):
        token = sessions[here.id].get_token()
        try:
            text = describe(cloud.session(auth=for_tenant(said["auth_url"], token, there)))
        except (Forbidden, Unauthorized) as error:
            # Keystone's allow_rescope_scoped_token = false: start from a token without a tenant.
            text = f"refused: {error}"
        print(f"from {here.name} to {there.name}: {text}")


def for_tenant(auth_url: str, token: str, tenant: Tenant) -> v2.Token:
    """Return what changes a token for one that is good for a tenant."""
    return v2.Token(auth_url, token, tenant_id=tenant.id)


def describe(session: Session) -> str:
    """Tell of a token. The new one does not live longer than the first."""
    login = session.auth.get_access(session)
    roles = ", ".join(sorted(login.role_names)) or "no roles"
    return f"{roles}, until {login.expires:%Y-%m-%d %H:%M:%S} UTC"


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"rescope_token: {error}")
