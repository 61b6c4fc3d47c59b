"""Writes who has which role on which tenant, as CSV, line by line, for clouds of any size.

    python examples/audit_roles.py [CLOUD] > roles.csv

Users without any role come last, with an empty tenant. The cloud is one of clouds.yaml, or what
OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME say; it takes an administrator.

Identity v2.0 tells all tenants, all users and the users of a tenant in one answer each, names
included. Roles it tells for one user on one tenant at a time, so for these several requests are
under way at once, over one session, which threads may share.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import ksclient
from ksclient.exceptions import ClientException, NotFound
from ksclient.v2_0.client import Client
from ksclient.v2_0.tenants import Tenant
from ksclient.v2_0.users import User

COLUMNS = ("tenant_id", "tenant", "tenant_enabled", "user_id", "user", "user_enabled", "roles")
AT_ONCE = 8


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description="Write who has which role where, as CSV.")
    parser.add_argument("cloud", nargs="?", help="of clouds.yaml; otherwise OS_* variables say it")

    keystone = ksclient.connect(parser.parse_args().cloud)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows(keystone):
        table.writerow(row)


def rows(keystone: Client) -> Iterator[tuple[object, ...]]:
    """Yield the lines of each tenant as soon as they are known."""
    everybody = keystone.users.list()
    with_a_role = set()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for tenant in keystone.tenants.list():
            try:
                users = keystone.tenants.list_users(tenant)
            except NotFound:  # it was deleted a moment ago
                continue
            answers = threads.map(lambda user, on=tenant: roles(keystone, user, on), users)
            for user, names in zip(users, answers, strict=True):
                if names:
                    with_a_role.add(user.id)
                    yield (*described(tenant), *described(user), " ".join(names))
    for user in everybody:
        if user.id not in with_a_role:
            yield ("", "", "", *described(user), "")


def roles(keystone: Client, user: User, tenant: Tenant) -> list[str]:
    """Return the names of the roles of a user on a tenant; none if one of them is gone."""
    try:
        return sorted(role.name for role in keystone.roles.roles_for_user(user, tenant))
    except NotFound:
        return []


def described(thing: Tenant | User) -> tuple[object, ...]:
    """Return what the table tells of a tenant or a user."""
    return thing.id, thing.name, thing.enabled


if __name__ == "__main__":
    try:
        main()
    except ClientException as error:
        sys.exit(f"audit_roles: {error}")
    except BrokenPipeError:  # as with `| head`; what is left in the buffer has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
