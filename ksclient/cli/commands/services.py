"""Commands about services: what a cloud offers."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer, details, resources
from ksclient.cli.context import Context
from ksclient.cli.declaring import argument, command, option

_SERVICE = argument("service", help="Name or ID of the service.")


@command("service-list")
def service_list(context: Context, said: argparse.Namespace) -> Answer:
    """List services."""
    found = context.client.services.list()
    return resources(found, "id", "name", "type", "description", order_by="name")


@command("service-get", _SERVICE)
def service_get(context: Context, said: argparse.Namespace) -> Answer:
    """Show a service."""
    return details(context.find("services", said.service))


@command(
    "service-create",
    option(
        "--type",
        is_required=True,
        help="What it is: identity, compute, network, image, object-store, or another word.",
    ),
    option("--name", metavar="<service-name>", help="The new service's name."),
    option("--description", metavar="<service-description>", help="What it is for."),
)
def service_create(context: Context, said: argparse.Namespace) -> Answer:
    """Create a service."""
    return details(context.client.services.create(said.name, said.type, said.description))


@command("service-delete", _SERVICE)
def service_delete(context: Context, said: argparse.Namespace) -> None:
    """Delete a service, and its endpoints."""
    context.client.services.delete(context.id_of("services", said.service))
