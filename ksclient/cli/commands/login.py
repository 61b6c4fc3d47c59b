"""Commands about one's own login: its token, and its catalog."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer, Details, Listing, wire_time
from ksclient.cli.context import Context
from ksclient.cli.declaring import command, option, whole_number
from ksclient.cli.errors import CommandFailed


@command(
    "token-get",
    option(
        "--wrap",
        metavar="<integer>",
        read=whole_number,
        default=0,
        help="Fold the token after that many characters, in a table; 0 does not (0).",
    ),
)
def token_get(context: Context, said: argparse.Namespace) -> Answer:
    """Show the token that you are logged in with.

    With --os-cache, a token that is kept is shown, and nothing is sent.
    """
    access = context.access()
    members = {
        "id": access.auth_token,
        "expires": wire_time(access.expires),
        "user_id": access.user_id,
        "tenant_id": access.project_id,
    }
    told = {name: value for name, value in members.items() if value is not None}
    return Details(told, wrap=said.wrap)


@command(
    "catalog",
    option("--service", metavar="<service-type>", help="Show this type of service only."),
)
def catalog(context: Context, said: argparse.Namespace) -> Answer:
    """List your service catalog: the services that you can use, and where they are.

    With --os-region-name, what is in that region is listed.
    """
    catalog, region = context.access().service_catalog, context.login.region_name
    found = catalog.get_endpoints(service_type=said.service, region_name=region)
    rows = [
        {"service": kind, **each} for kind, endpoints in found.items() for each in endpoints if each
    ]
    if not rows and (said.service or region):
        kind = f" of the type {said.service!r}" if said.service else ""
        where = f" in the region {region!r}" if region else ""
        there_are = ", ".join(sorted(catalog.get_endpoints())) or "none"
        raise CommandFailed(f"Your catalog has no service{kind}{where}. There are: {there_are}.")
    columns = ("service", "region", "publicURL", "internalURL", "adminURL")
    return Listing(rows, columns, group_by="service")
