"""Commands about EC2 credentials: access keys for the APIs that speak Amazon's protocol."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from ksclient.cli.answers import Answer, Listing, Said, details, shown
from ksclient.cli.context import Context
from ksclient.cli.declaring import command, option

_USER = option("--user-id", "--user", name="user", help="ID or name of the user. You, otherwise.")
_ACCESS = option("--access", metavar="<access-key>", is_required=True, help="The access key.")


@command(
    "ec2-credentials-create",
    _USER,
    option(
        "--tenant-id",
        "--tenant",
        name="tenant",
        help="ID or name of the tenant. The one that you log in for, otherwise.",
    ),
)
def ec2_credentials_create(context: Context, said: argparse.Namespace) -> Answer:
    """Create EC2 credentials for a user on a tenant."""
    tenant_id = _id(context, "tenants", said.tenant) or context.tenant_id(None, "--tenant-id")
    made = context.client.ec2.create(_user_id(context, said), tenant_id)
    return details(made)


@command("ec2-credentials-get", _USER, _ACCESS)
def ec2_credentials_get(context: Context, said: argparse.Namespace) -> Answer:
    """Show EC2 credentials."""
    return details(context.client.ec2.get(_user_id(context, said), said.access))


@command("ec2-credentials-list", _USER)
def ec2_credentials_list(context: Context, said: argparse.Namespace) -> Answer:
    """List the EC2 credentials of a user."""
    found = [shown(each) for each in context.client.ec2.list(_user_id(context, said))]
    names = _names_of_tenants(context, {row["tenant_id"] for row in found if row.get("tenant_id")})
    rows = [{**row, "tenant": names.get(row.get("tenant_id", ""))} for row in found]
    return Listing(rows, ("tenant", "access", "secret"), order_by="tenant")


@command("ec2-credentials-delete", _USER, _ACCESS)
def ec2_credentials_delete(context: Context, said: argparse.Namespace) -> Answer:
    """Delete EC2 credentials."""
    context.client.ec2.delete(_user_id(context, said), said.access)
    return Said("Credential has been deleted.")


def _user_id(context: Context, said: argparse.Namespace) -> str:
    return _id(context, "users", said.user) or context.user_id(None, "--user-id")


def _id(context: Context, kind: str, word: str | None) -> str | None:
    """Return the id that *word* is or names, as far as who asks may look that up."""
    from ksclient.exceptions import Forbidden  # noqa: PLC0415 - loads what requests need

    if not word:
        return None
    try:
        return context.id_of(kind, word)
    except Forbidden:
        return word  # a user may use his own id, and may not look for it


def _names_of_tenants(context: Context, ids: Iterable[str]) -> dict[str, str]:
    """Return the tenants' names by their ids; the id again, where the name is not to be had."""
    from ksclient.exceptions import Forbidden, NotFound  # noqa: PLC0415 - as above

    names = {}
    for number, tenant_id in enumerate(sorted(ids), 1):
        context.waiting.step(f"asking for the name of tenant {number}")
        try:
            names[tenant_id] = context.client.tenants.get(tenant_id).name
        except (Forbidden, NotFound):
            names[tenant_id] = tenant_id
    return names
