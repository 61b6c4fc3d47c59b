"""Errors of looking a service up."""

from __future__ import annotations

from typing import Any

from ksclient.auth.exceptions.base import ClientException

__all__ = ["CatalogException", "EmptyCatalog", "EndpointNotFound"]


class CatalogException(ClientException):
    """Something is wrong with the service catalog."""

    message = "Unknown error with service catalog."


class EndpointNotFound(CatalogException):
    """The catalog has no endpoint like the one asked for.

    Attributes:
        service_type: The type asked for; None for any. So for the next three.
        service_name: The service's name.
        region_name: The region.
        interface: The interface, or several in the order wanted.
        available: What the catalog has instead; None where there was no catalog to look in.
        nearest: What was probably meant; None if nothing comes near.
    """

    message = "Could not find requested endpoint in Service Catalog."
    service_type: str | None = None
    service_name: str | None = None
    region_name: str | None = None
    interface: Any = None
    available: Any = None
    nearest: Any = None


class EmptyCatalog(EndpointNotFound):
    """The token came without any catalog, as unscoped tokens do."""

    message = "The service catalog is empty."
