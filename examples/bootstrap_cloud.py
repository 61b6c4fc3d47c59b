"""Sets a new cloud up with the admin token of its configuration; run again, it changes nothing.

    export OS_TOKEN=… OS_ENDPOINT=http://keystone.example.com:35357/v2.0 ADMIN_PASSWORD=…
    python examples/bootstrap_cloud.py --public-url http://keystone.example.com:5000/v2.0 [CLOUD]

It makes tenants, roles, users with their roles, services and endpoints, as `PLAN` says, and ends
with a login of the new administrator. Where something was there before it is left as it is, so what
broke off can be repeated; of an administrator who was there, ADMIN_PASSWORD is the password that is
in use. CLOUD is one of clouds.yaml with ``auth_type: admin_token``.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from ksclient import config
from ksclient.auth.identity import v2
from ksclient.exceptions import ClientException
from ksclient.v2_0.client import Client

PLAN: dict[str, Any] = {
    "tenants": {"admin": "Those who run the cloud", "service": "The services' own users"},
    "roles": ["admin", "Member", "service"],
    # A user, its role, the tenant where it has it, and the variable with its password.
    "users": [("admin", "admin", "admin", "ADMIN_PASSWORD")],
    "services": [
        ("keystone", "identity", "{public_url}", "{admin_url}"),
        (
            "swift",
            "object-store",
            "http://swift.example.com:8080/v1/AUTH_%(tenant_id)s",
            "http://swift.example.com:8080/v1",
        ),
    ],
}


def main() -> None:
    """Make what is missing."""
    parser = argparse.ArgumentParser(description="Set a new cloud up with its admin token.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")
    parser.add_argument("--public-url", required=True, help="where users will log in")
    parser.add_argument("--region", default="RegionOne", help="(%(default)s)")
    said = parser.parse_args()
    for *_, variable in PLAN["users"]:
        if not os.environ.get(variable):
            parser.error(f"{variable} is not set")

    cloud = config.load(said.cloud, overrides={"auth_type": "admin_token"})
    keystone = cloud.client()
    urls = {"public_url": said.public_url, "admin_url": cloud.auth["endpoint"]}
    make_users(keystone)
    make_catalog(keystone, said.region, urls)

    user, _, tenant, variable = PLAN["users"][0]
    auth = v2.Password(said.public_url, user, os.environ[variable], tenant_name=tenant)
    login = auth.get_access(cloud.session(auth=auth))
    print(f"{login.username} has logged in for {login.tenant_name}")


def make_users(keystone: Client) -> None:
    """Make tenants, roles and users, and give the users their roles."""
    tenants = {tenant.name: tenant for tenant in keystone.tenants.list()}
    for name, description in PLAN["tenants"].items():
        if tell("tenant", name, name in tenants):
            tenants[name] = keystone.tenants.create(name, description)
    roles = {role.name: role for role in keystone.roles.list()}
    for name in PLAN["roles"]:
        if tell("role", name, name in roles):
            roles[name] = keystone.roles.create(name)
    users = {user.name: user for user in keystone.users.list()}
    for name, role, tenant, variable in PLAN["users"]:
        if tell("user", name, name in users):
            users[name] = keystone.users.create(name, os.environ[variable])
        granted = keystone.roles.roles_for_user(users[name], tenants[tenant])
        if tell("grant", f"{role} on {tenant} to {name}", roles[role] in granted):
            keystone.roles.add_user_role(users[name], roles[role], tenants[tenant])


def make_catalog(keystone: Client, region: str, urls: dict[str, str]) -> None:
    """Make services, and an endpoint of each in the region."""
    services = {service.type: service for service in keystone.services.list()}
    endpoints = {(each.service_id, each.region) for each in keystone.endpoints.list()}
    for name, kind, public, admin in PLAN["services"]:
        if tell("service", f"{name} ({kind})", kind in services):
            services[kind] = keystone.services.create(name, kind)
        service = services[kind]
        if tell("endpoint", f"{kind} in {region}", (service.id, region) in endpoints):
            public_url = public.format(**urls)
            keystone.endpoints.create(
                region, service, public_url, adminurl=admin.format(**urls), internalurl=public_url
            )


def tell(kind: str, name: str, is_there: bool) -> bool:
    """Tell what is there, and what is made; return whether it has to be made."""
    print(f"{'is there' if is_there else 'make':<8}  {kind:<8}  {name}", flush=True)
    return not is_there


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"bootstrap_cloud: {error}")
