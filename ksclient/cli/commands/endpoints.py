"""Commands about endpoints: where services are."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer, Details, Said, details, resources
from ksclient.cli.context import Context
from ksclient.cli.declaring import argument, command, option
from ksclient.cli.errors import CommandFailed, UsageError


@command("endpoint-list")
def endpoint_list(context: Context, said: argparse.Namespace) -> Answer:
    """List the endpoints of services."""
    columns = ("id", "region", "publicurl", "internalurl", "adminurl", "service_id")
    return resources(context.client.endpoints.list(), *columns, order_by="id")


@command(
    "endpoint-get",
    option("--service", metavar="<service-type>", is_required=True, help="The service's type."),
    option(
        "--endpoint-type",
        metavar="<endpoint-type>",
        default="publicURL",
        help="publicURL, internalURL or adminURL (publicURL).",
    ),
    option("--attr", metavar="<service-attribute>", help="An attribute that the endpoint has."),
    option("--value", metavar="<value>", help="The value of that attribute."),
)
def endpoint_get(context: Context, said: argparse.Namespace) -> Answer:
    """Find the URL of a service in your catalog."""
    if bool(said.attr) != bool(said.value):
        raise UsageError("--attr and --value go together: give both, or none.")
    context.access()  # says what is missing, where there is no login
    url = _url_in(context, said)
    return Details({f"{said.service}.{said.endpoint_type}": url})


def _url_in(context: Context, said: argparse.Namespace) -> str:
    catalog = context.client.service_catalog
    if catalog is None:
        raise CommandFailed("Your login has no catalog: log in for a tenant.")
    found: str = catalog.url_for(
        attr=said.attr,
        filter_value=said.value,
        service_type=said.service,
        endpoint_type=said.endpoint_type,
    )
    return found


@command(
    "endpoint-create",
    option(
        "--region", metavar="<endpoint-region>", default="regionOne", help="Its region (regionOne)."
    ),
    option("--service", "--service-id", is_required=True, help="Name or ID of its service."),
    option("--publicurl", metavar="<public-url>", is_required=True, help="Its URL for users."),
    option("--adminurl", metavar="<admin-url>", help="Its URL for administrators."),
    option("--internalurl", metavar="<internal-url>", help="Its URL for other services."),
)
def endpoint_create(context: Context, said: argparse.Namespace) -> Answer:
    """Create an endpoint of a service."""
    service_id = context.id_of("services", said.service)
    made = context.client.endpoints.create(
        said.region, service_id, said.publicurl, said.adminurl, said.internalurl
    )
    return details(made)


@command("endpoint-delete", argument("id", metavar="<endpoint-id>", help="ID of the endpoint."))
def endpoint_delete(context: Context, said: argparse.Namespace) -> Answer:
    """Delete an endpoint."""
    context.client.endpoints.delete(said.id)
    return Said("Endpoint has been deleted.")
