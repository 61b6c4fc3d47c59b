"""The command-line arguments that make an adapter."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

_HELP = {
    "service-type": "Service type to request from the catalog",
    "service-name": "Service name to request from the catalog",
    "interface": "API Interface to use [public, internal, admin]",
    "region-name": "Region of the cloud to use",
    "endpoint-override": "Endpoint to use instead of the endpoint in the catalog",
    "api-version": "Which version of the service API to use",
}
_OF_SERVICE = {
    "service-type": "Service type to request from the catalog for the {} service",
    "service-name": "Service name to request from the catalog for the {} service",
    "interface": "API Interface to use for the {} service [public, internal, admin]",
    "api-version": "Which version of the service API to use for the {} service",
    "endpoint-override": (
        "Endpoint to use for the {} service instead of the endpoint in the catalog"
    ),
}


def register(parser: argparse.ArgumentParser, service_type: str | None = None) -> None:
    """Add the arguments for the one service of a program; defaults come from ``OS_*``."""
    group = parser.add_argument_group(
        "Service Options",
        "Options controlling the specialization of the API Connection from information found in "
        "the catalog",
    )
    defaults = {"service-type": service_type, "interface": "public"}
    for name, help_text in _HELP.items():
        variable = f"OS_{_in_environment(name)}"
        default = os.environ.get(variable, defaults.get(name))
        group.add_argument(f"--os-{name}", metavar="<name>", default=default, help=help_text)


def register_for_service(parser: argparse.ArgumentParser, service_type: str) -> None:
    """Add the arguments for one of several services; defaults come from ``OS_<service>_*``."""
    group = parser.add_argument_group(
        f"{service_type.title()} Service Options",
        f"Options controlling the specialization of the {service_type.title()} API Connection "
        "from information found in the catalog",
    )
    for name, help_text in _OF_SERVICE.items():
        group.add_argument(
            f"--os-{service_type}-{name}",
            metavar="<name>",
            default=os.environ.get(f"OS_{_in_environment(service_type)}_{_in_environment(name)}"),
            help=help_text.format(service_type),
        )


def _in_environment(name: str) -> str:
    return name.upper().replace("-", "_")
