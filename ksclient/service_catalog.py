"""A token's service catalog, read the way that keystoneclient reads it.

Where ``ksclient.auth.access.service_catalog`` gives endpoints as values, this gives the
dictionaries that the server sent, and filters by any member of theirs.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from ksclient.exceptions import EmptyCatalog, EndpointNotFound, UnrecognizedAccess

_IDENTITY = "identity"
_REGION_DEPRECATED = (
    "A region of the whole service catalog is deprecated: name the region in each call."
)


class ServiceCatalog:
    """The services that a token may use, with their endpoints.

    Args:
        resource_dict: The ``access`` document that has the catalog; it is read anew at each
            call.
        region_name: The region that is meant where a call names none. Deprecated.

    Attributes:
        catalog: The ``access`` document.
    """

    def __init__(self, resource_dict: Mapping[str, Any], region_name: str | None = None) -> None:
        if region_name:
            warnings.warn(_REGION_DEPRECATED, DeprecationWarning, stacklevel=2)
        self.catalog = resource_dict
        self._region_name = region_name

    def __repr__(self) -> str:
        regions: dict[str, list[str]] = {}
        for service in self._services():
            known = regions.setdefault(service["type"], [])
            known.extend(filter(None, map(_region_of, _endpoints_of(service))))
        shown = (
            f"{kind} ({', '.join(dict.fromkeys(map(str, known))) or 'no region'})"
            for kind, known in regions.items()
        )
        return f"<{type(self).__name__} {', '.join(shown) or 'without services'}>"

    @classmethod
    def factory(
        cls,
        resource_dict: Mapping[str, Any],
        token: str | None = None,  # noqa: ARG003 - of upstream's signature, for v3 tokens
        region_name: str | None = None,
    ) -> ServiceCatalog:
        """Return the catalog of an ``access`` document.

        Raises:
            UnrecognizedAccess: If the document is not one of Identity v2.0.
        """
        if not ServiceCatalogV2.is_valid(resource_dict):
            raise UnrecognizedAccess(field="token")
        return ServiceCatalogV2(resource_dict, region_name)

    @classmethod
    def is_valid(cls, resource_dict: Mapping[str, Any]) -> bool:
        """Tell whether this is an ``access`` document, with a catalog or without."""
        return "token" in resource_dict

    @property
    def region_name(self) -> str | None:
        """The region that is meant where a call names none. Deprecated."""
        warnings.warn(_REGION_DEPRECATED, DeprecationWarning, stacklevel=2)
        return self._region_name

    def prefer_region(self, region_name: str | None) -> None:
        """Mean this region where a call names none; None for any."""
        self._region_name = region_name or self._region_name

    def get_data(self) -> list[dict[str, Any]] | None:
        """Return the catalog as the server sent it, None if it sent none."""
        data: list[dict[str, Any]] | None = self.catalog.get("serviceCatalog")
        return data

    def get_token(self) -> dict[str, Any]:
        """Return the token's ``id``, ``expires``, and if known ``user_id`` and ``tenant_id``."""
        token = self.catalog["token"]
        found = {"id": token["id"], "expires": token["expires"]}
        try:
            found["user_id"] = self.catalog["user"]["id"]
            found["tenant_id"] = token["tenant"]["id"]
        except (KeyError, TypeError):
            pass  # what is not known is left out
        return found

    def get_endpoints(
        self,
        service_type: str | None = None,
        endpoint_type: str | None = None,
        region_name: str | None = None,
        service_name: str | None = None,
    ) -> dict[str, list[dict[str, Any]]]:
        """Return the endpoints that fit, by service type, as the server sent them.

        A filter that is None lets everything pass. A service without a name fits any name.

        Args:
            service_type: Such as ``compute``.
            endpoint_type: ``public`` or ``publicURL``, and so on.
            region_name: Such as ``RegionOne``.
            service_name: Such as ``nova``.
        """
        interface = _with_url(endpoint_type or "")
        region = region_name or self._region_name
        found: dict[str, list[dict[str, Any]]] = {}
        for service in self._services():
            kind = service["type"]
            if service_type and kind != service_type:
                continue
            if service_name and service.get("name", service_name) != service_name:
                continue
            found.setdefault(kind, []).extend(
                endpoint
                for endpoint in _endpoints_of(service)
                if (not interface or interface in endpoint)
                and (not region or _region_of(endpoint) == region)
            )
        return found

    def get_urls(
        self,
        attr: str | None = None,
        filter_value: Any = None,
        service_type: str = _IDENTITY,
        endpoint_type: str = "publicURL",
        region_name: str | None = None,
        service_name: str | None = None,
    ) -> tuple[str, ...] | None:
        """Return the URLs of the endpoints that fit, None if none does.

        Args:
            attr: A member of an endpoint that must equal *filter_value*.
            filter_value: What it must be.
            service_type: Such as ``compute``.
            endpoint_type: ``public`` or ``publicURL``, and so on.
            region_name: Such as ``RegionOne``; None for any.
            service_name: Such as ``nova``; None for any.
        """
        if attr and not filter_value:
            warnings.warn("attr means nothing without filter_value.", stacklevel=2)
        fitting = self.get_endpoints(service_type, endpoint_type, region_name, service_name)
        urls = tuple(
            url
            for endpoint in fitting.get(service_type, [])
            if isinstance(url := endpoint.get(_with_url(endpoint_type)), str)
            and url
            and (not filter_value or endpoint.get(attr or "") == filter_value)
        )
        return urls or None

    def url_for(
        self,
        attr: str | None = None,
        filter_value: Any = None,
        service_type: str = _IDENTITY,
        endpoint_type: str = "publicURL",
        region_name: str | None = None,
        service_name: str | None = None,
    ) -> str:
        """Return the first URL that `get_urls` finds for the same arguments.

        Raises:
            EmptyCatalog: If the token has no catalog.
            EndpointNotFound: If no endpoint fits; it says which there are.
        """
        if not self.get_data():
            raise EmptyCatalog("The service catalog is empty.")
        urls = self.get_urls(
            attr, filter_value, service_type, endpoint_type, region_name, service_name
        )
        if urls:
            return urls[0]
        named = f" named {service_name}" if service_name else ""
        region = region_name or self._region_name
        where = f" in {region} region" if region else ""
        raise EndpointNotFound(
            f"{endpoint_type} endpoint for {service_type} service{named}{where} not found. "
            + self.describe(service_type)
        )

    def describe(self, service_type: str) -> str:
        """Return a sentence that says what there is: of this service, else which services."""
        places = [
            f"{interface.removesuffix('URL')} in {_region_of(endpoint) or 'no region'}"
            for endpoint in self.get_endpoints(service_type).get(service_type, [])
            for interface in sorted(endpoint)
            if interface.endswith("URL")
        ]
        if places:
            return f"The catalog has {service_type} endpoints: {', '.join(places)}."
        types = sorted({service["type"] for service in self._services()})
        return f"The catalog has these services: {', '.join(types) or 'none'}."

    def _services(self) -> Iterator[dict[str, Any]]:
        data: Any = self.get_data()
        for service in data if isinstance(data, list) else []:
            if isinstance(service, Mapping) and isinstance(service.get("type"), str):
                yield dict(service)


class ServiceCatalogV2(ServiceCatalog):
    """The catalog of an Identity v2.0 token."""


def _with_url(endpoint_type: str) -> str:
    if not endpoint_type or "URL" in endpoint_type:
        return endpoint_type
    return f"{endpoint_type}URL"


def _region_of(endpoint: Mapping[str, Any]) -> str | None:
    return endpoint.get("region_id") or endpoint.get("region")


def _endpoints_of(service: Mapping[str, Any]) -> list[dict[str, Any]]:
    endpoints = service.get("endpoints")
    if not isinstance(endpoints, list):
        return []
    return [endpoint for endpoint in endpoints if isinstance(endpoint, dict)]
