"""Commands about roles, and about who has them."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer, Listing, details, resources, shown
from ksclient.cli.context import Context
from ksclient.cli.declaring import argument, command, option

_ROLE = argument("role", help="Name or ID of the role.")
_GRANT = (
    option("--user", "--user-id", is_required=True, help="Name or ID of the user."),
    option("--role", "--role-id", is_required=True, help="Name or ID of the role."),
    option(
        "--tenant",
        "--tenant-id",
        help="Name or ID of the tenant. Without it, all tenants are meant, which Keystone refuses.",
    ),
)


@command("role-list")
def role_list(context: Context, said: argparse.Namespace) -> Answer:
    """List roles."""
    return resources(context.client.roles.list(), "id", "name", order_by="name")


@command("role-get", _ROLE)
def role_get(context: Context, said: argparse.Namespace) -> Answer:
    """Show a role."""
    return details(context.find("roles", said.role))


@command(
    "role-create",
    option("--name", metavar="<role-name>", is_required=True, help="The new role's name."),
)
def role_create(context: Context, said: argparse.Namespace) -> Answer:
    """Create a role."""
    return details(context.client.roles.create(said.name))


@command("role-delete", _ROLE)
def role_delete(context: Context, said: argparse.Namespace) -> None:
    """Delete a role, and take it away from all who have it."""
    context.client.roles.delete(context.find("roles", said.role))


@command("user-role-add", *_GRANT)
def user_role_add(context: Context, said: argparse.Namespace) -> None:
    """Give a user a role on a tenant."""
    context.client.roles.add_user_role(*_granted(context, said))


@command("user-role-remove", *_GRANT)
def user_role_remove(context: Context, said: argparse.Namespace) -> None:
    """Take a role on a tenant away from a user."""
    context.client.roles.remove_user_role(*_granted(context, said))


@command(
    "user-role-list",
    option("--user", "--user-id", help="Name or ID of the user. You, otherwise."),
    option(
        "--tenant",
        "--tenant-id",
        help="Name or ID of the tenant. The one that you log in for, otherwise.",
    ),
)
def user_role_list(context: Context, said: argparse.Namespace) -> Answer:
    """List the roles of a user on a tenant."""
    tenant_id = context.tenant_id(said.tenant)
    user_id = context.user_id(said.user)
    roles = context.client.roles.roles_for_user(user=user_id, tenant=tenant_id)
    rows = [{**shown(role), "user_id": user_id, "tenant_id": tenant_id} for role in roles]
    return Listing(rows, ("id", "name", "user_id", "tenant_id"), order_by="name")


def _granted(context: Context, said: argparse.Namespace) -> tuple[str, str, str | None]:
    """Return the ids of user, role and tenant."""
    return (
        context.id_of("users", said.user),
        context.id_of("roles", said.role),
        context.id_of("tenants", said.tenant) if said.tenant else None,
    )
