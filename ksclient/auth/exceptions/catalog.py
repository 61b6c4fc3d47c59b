"""Errors of looking a service up."""

from __future__ import annotations

from ksclient.auth.exceptions.base import ClientException

__all__ = ["CatalogException", "EmptyCatalog", "EndpointNotFound"]


class CatalogException(ClientException):
    """Something is wrong with the service catalog."""

    message = "Unknown error with service catalog."


class EndpointNotFound(CatalogException):
    """The catalog has no endpoint like the one asked for."""

    message = "Could not find requested endpoint in Service Catalog."


class EmptyCatalog(EndpointNotFound):
    """The token came without any catalog, as unscoped tokens do."""

    message = "The service catalog is empty."
