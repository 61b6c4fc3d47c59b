"""Commands about tenants."""

from __future__ import annotations

import argparse
import warnings

from ksclient.cli.answers import Answer, details, resources
from ksclient.cli.context import Context
from ksclient.cli.declaring import FLAG, argument, command, option, truth
from ksclient.cli.errors import UsageError

_TENANT = argument("tenant", help="Name or ID of the tenant.")


@command(
    "tenant-list",
    option(
        "--own",
        kind=FLAG,
        help="List the tenants that you have a role on, which needs no admin role.",
    ),
)
def tenant_list(context: Context, said: argparse.Namespace) -> Answer:
    """List all tenants."""
    tenants = context.client.tenants.list(interface="public" if said.own else None)
    if context.login.interface == "public" and not said.own:
        warnings.warn(
            "The public API is asked, which lists your own tenants, not all. Give --own if that is "
            "what you want, else --os-interface admin.",
            stacklevel=2,
        )
    return resources(tenants, "id", "name", "enabled", order_by="name")


@command("tenant-get", _TENANT)
def tenant_get(context: Context, said: argparse.Namespace) -> Answer:
    """Show a tenant."""
    return details(context.find("tenants", said.tenant))


@command(
    "tenant-create",
    option("--name", metavar="<tenant-name>", is_required=True, help="The new tenant's name."),
    option("--description", metavar="<tenant-description>", help="What it is for."),
    option(
        "--enabled",
        metavar="<true|false>",
        read=truth,
        default=True,
        help="Whether its users can log in for it (true).",
    ),
)
def tenant_create(context: Context, said: argparse.Namespace) -> Answer:
    """Create a tenant."""
    made = context.client.tenants.create(
        said.name, description=said.description, enabled=said.enabled
    )
    return details(made)


@command(
    "tenant-update",
    option("--name", metavar="<tenant-name>", help="The new name."),
    option("--description", metavar="<tenant-description>", help="What it is for."),
    option(
        "--enabled",
        metavar="<true|false>",
        read=truth,
        help="Whether its users can log in for it; false revokes all tokens for it.",
    ),
    _TENANT,
)
def tenant_update(context: Context, said: argparse.Namespace) -> None:
    """Change a tenant's name, its description, or whether users can log in for it."""
    if (said.name or None, said.description, said.enabled) == (None, None, None):
        raise UsageError("There is nothing to change: give --name, --description or --enabled.")
    context.client.tenants.update(
        context.id_of("tenants", said.tenant),
        tenant_name=said.name or None,
        description=said.description,
        enabled=said.enabled,
    )


@command("tenant-delete", _TENANT)
def tenant_delete(context: Context, said: argparse.Namespace) -> None:
    """Delete a tenant.

    Roles on it are taken away, and tokens for it revoked.
    """
    context.client.tenants.delete(context.find("tenants", said.tenant))
