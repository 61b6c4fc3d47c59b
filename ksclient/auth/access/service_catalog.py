"""The service catalog: which services there are, and where."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

from ksclient.auth._lazy import later
from ksclient.auth.access.catalog_index import CatalogIndex, Entry, Query, Service
from ksclient.auth.access.explain import empty_catalog, not_found
from ksclient.auth.access.reading import Part, UnknownAnswer

if TYPE_CHECKING:
    from ksclient.auth import discover
    from ksclient.auth.discover import EndpointData
else:
    discover = later("ksclient.auth.discover", __name__)

Interface = str | Iterable[str] | None
"""``public``, ``internal`` or ``admin``, each with or without ``URL`` at its end; or several,
in order of preference; None for any."""


class ServiceCatalog(ABC):
    """The services that a token may use, and their endpoints.

    All questions take the same six filters; a filter that is None lets everything through:

    - ``service_type``: the type, such as ``identity``. An official type and its older names
      find each other, as with ``block-storage`` and ``volumev3``.
    - ``interface``: see `Interface`. Of several, the first that has an endpoint is taken, for
      each type on its own.
    - ``region_name``: the region.
    - ``service_name``, ``service_id``: which service of the type; a catalog that does not
      tell names, or ids, fits.
    - ``endpoint_id``: which endpoint.

    The catalog is put in order as questions come, so do not change it after the first. Parts of
    it that are malformed are left out. Threads may share one, and what it hands out is fresh.

    Args:
        catalog: The catalog, as the server sent it.

    Attributes:
        answers: What plugins have found in it, by what they were asked; for them only.
    """

    def __init__(self, catalog: list[dict[str, Any]]) -> None:
        self._catalog = catalog
        self._index: CatalogIndex | None = None
        self.answers: dict[Any, EndpointData] = {}

    @classmethod
    @abstractmethod
    def from_token(cls, token: Any) -> Self:
        """Return the catalog in a token's document."""

    @property
    def catalog(self) -> list[dict[str, Any]]:
        """The catalog as the server sent it, for debugging."""
        return self._catalog

    @staticmethod
    def normalize_interface(interface: str) -> str:
        """Return *interface* as this kind of catalog calls it."""
        return interface

    @abstractmethod
    def is_interface_match(self, endpoint: Mapping[str, Any], interface: str) -> bool:
        """Tell whether an endpoint of the catalog serves an interface, given in its own words."""

    @abstractmethod
    def _urls_of(self, endpoint: dict[str, Any]) -> dict[str, str | None]:
        """Return the URLs of an endpoint in the catalog, by interface."""

    def normalize_catalog(self) -> list[dict[str, Any]]:
        """Return the catalog in v3's form: one endpoint for each interface."""
        return [
            {
                **service,
                "name": service.get("name"),
                "id": service.get("id"),
                "endpoints": list(self._normalized(service)),
            }
            for service in _services_in(copy.deepcopy(self._catalog))
        ]

    def get_endpoints_data(
        self,
        service_type: str | None = None,
        interface: Interface = None,
        region_name: str | None = None,
        service_name: str | None = None,
        service_id: str | None = None,
        endpoint_id: str | None = None,
    ) -> dict[str, list[EndpointData]]:
        """Return the endpoints that pass the filters, by service type."""
        query = self._query(
            service_type, interface, region_name, service_name, service_id, endpoint_id
        )
        return {
            found: [_endpoint_data(entry) for entry in entries]
            for found, entries in self._ordered.find(query).items()
        }

    def get_endpoints(
        self,
        service_type: str | None = None,
        interface: Interface = None,
        region_name: str | None = None,
        service_name: str | None = None,
        service_id: str | None = None,
        endpoint_id: str | None = None,
    ) -> dict[str, list[dict[str, Any] | None]]:
        """Return the endpoints that pass the filters as the server sent them, by service type."""
        query = self._query(
            service_type, interface, region_name, service_name, service_id, endpoint_id
        )
        return {
            found: self._as_sent(entries) for found, entries in self._ordered.find(query).items()
        }

    def get_endpoint_data_list(
        self,
        service_type: str | None = None,
        interface: Interface = "public",
        region_name: str | None = None,
        service_name: str | None = None,
        service_id: str | None = None,
        endpoint_id: str | None = None,
    ) -> list[EndpointData]:
        """Return the endpoints that pass the filters, as one list."""
        found = self.get_endpoints_data(
            service_type, interface, region_name, service_name, service_id, endpoint_id
        )
        return [endpoint for endpoints in found.values() for endpoint in endpoints]

    def get_urls(
        self,
        service_type: str | None = None,
        interface: Interface = "public",
        region_name: str | None = None,
        service_name: str | None = None,
        service_id: str | None = None,
        endpoint_id: str | None = None,
    ) -> tuple[str | None, ...]:
        """Return the URLs of the endpoints that pass the filters."""
        query = self._query(
            service_type, interface, region_name, service_name, service_id, endpoint_id
        )
        found = self._ordered.find(query).values()
        return tuple(entry.url for entries in found for entry in entries)

    def url_for(
        self,
        service_type: str | None = None,
        interface: Interface = "public",
        region_name: str | None = None,
        service_name: str | None = None,
        service_id: str | None = None,
        endpoint_id: str | None = None,
    ) -> str | None:
        """Return the URL of the first endpoint that passes the filters.

        Raises:
            EmptyCatalog: If there is no catalog.
            EndpointNotFound: If no endpoint passes; the error says what there is.
        """
        query = self._query(
            service_type, interface, region_name, service_name, service_id, endpoint_id
        )
        return self._first(query, interface).url

    def endpoint_data_for(
        self,
        service_type: str | None = None,
        interface: Interface = "public",
        region_name: str | None = None,
        service_name: str | None = None,
        service_id: str | None = None,
        endpoint_id: str | None = None,
    ) -> EndpointData:
        """Return the first endpoint that passes the filters.

        Raises:
            EmptyCatalog: If there is no catalog.
            EndpointNotFound: If no endpoint passes; the error says what there is.
        """
        query = self._query(
            service_type, interface, region_name, service_name, service_id, endpoint_id
        )
        return _endpoint_data(self._first(query, interface))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self._catalog,))

    @property
    def _ordered(self) -> CatalogIndex:
        # Two threads may both make one; they are equal.
        if self._index is None:
            self._index = CatalogIndex(self._services(), self._entries_of)
        return self._index

    def _query(
        self,
        service_type: str | None,
        interface: Interface,
        region_name: str | None,
        service_name: str | None,
        service_id: str | None,
        endpoint_id: str | None,
    ) -> Query:
        interfaces = [interface] if isinstance(interface, str) else interface or ()
        return Query(
            service_type=service_type,
            interfaces=tuple(self.normalize_interface(each) for each in interfaces if each),
            region_name=region_name,
            service_name=service_name,
            service_id=service_id,
            endpoint_id=endpoint_id,
        )

    def _first(self, query: Query, interface: Interface) -> Entry:
        if not self._catalog:
            raise empty_catalog()
        found = self._ordered.first(query)
        if found is None:
            raise not_found(query, interface, self._ordered)
        return found

    def _as_sent(self, entries: Iterable[Entry]) -> list[dict[str, Any] | None]:
        return [copy.deepcopy(dict(entry.raw)) for entry in entries]

    def _normalized(self, service: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for endpoint in _objects_in(service.get("endpoints")):
            urls = self._urls_of(endpoint)
            rest = {name: value for name, value in endpoint.items() if name not in urls}
            for interface, url in urls.items():
                yield {
                    **rest,
                    "id": endpoint.get("id"),
                    "interface": interface,
                    "region_name": _region_of(endpoint),
                    "url": url,
                    "raw_endpoint": endpoint,
                }

    def _services(self) -> Iterator[Service]:
        for position, raw in enumerate(_services_in(self._catalog)):
            yield Service(
                position=position,
                type=raw["type"],
                name=raw.get("name"),
                id=raw.get("id"),
                raw=raw,
            )

    def _entries_of(self, service: Service) -> Iterator[Entry]:
        for endpoint in _objects_in(service.raw.get("endpoints")):
            region = _region_of(endpoint)
            for interface, url in self._urls_of(endpoint).items():
                if url:
                    yield Entry(
                        service,
                        interface=interface,
                        region_name=region,
                        endpoint_id=endpoint.get("id"),
                        url=url,
                        raw=endpoint,
                    )


class ServiceCatalogV2(ServiceCatalog):
    """The service catalog of an Identity v2.0 token.

    Its endpoints hold the URLs of all interfaces of a region: ``publicURL``, ``internalURL``,
    ``adminURL``.
    """

    @classmethod
    def from_token(cls, token: Any) -> Self:
        """Return the catalog in an ``access`` document; an empty one if it has none.

        Raises:
            ValueError: If it is no ``access`` document.
            InvalidResponse: If its catalog is not a list.
        """
        if not isinstance(token, dict) or "access" not in token:
            raise UnknownAnswer(message="Invalid token format for fetching catalog", field="access")
        catalog = Part(token).member("access").member("serviceCatalog")
        catalog.check_list()
        return cls(catalog.value or [])

    @staticmethod
    def normalize_interface(interface: str) -> str:
        """Return *interface* as v2.0 calls it: with ``URL`` at its end."""
        return interface if not interface or "URL" in interface else f"{interface}URL"

    def is_interface_match(self, endpoint: Mapping[str, Any], interface: str) -> bool:
        """Tell whether *endpoint* has a URL for *interface*, such as ``publicURL``."""
        return interface in endpoint

    def _urls_of(self, endpoint: dict[str, Any]) -> dict[str, str | None]:
        return {
            name: url
            for name, url in endpoint.items()
            if name.endswith("URL") and (url is None or isinstance(url, str))
        }

    def _as_sent(self, entries: Iterable[Entry]) -> list[dict[str, Any] | None]:
        # An endpoint is found once for each of its interfaces.
        distinct: dict[str, Entry] = {}
        for entry in entries:
            distinct.setdefault(str(entry.raw), entry)
        return super()._as_sent(distinct.values())


def _objects_in(value: Any) -> list[dict[str, Any]]:
    """Return the objects in what should be a list of them."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _services_in(catalog: Any) -> list[dict[str, Any]]:
    return [each for each in _objects_in(catalog) if isinstance(each.get("type"), str)]


def _region_of(endpoint: dict[str, Any]) -> str | None:
    region = endpoint.get("region_id") or endpoint.get("region")
    return region if isinstance(region, str) else None


def _endpoint_data(entry: Entry) -> EndpointData:
    return discover.EndpointData(
        catalog_url=entry.url,
        service_type=entry.service.type,
        service_name=entry.service.name,
        service_id=entry.service.id,
        interface=entry.interface,
        region_name=entry.region_name,
        endpoint_id=entry.endpoint_id,
        raw_endpoint=copy.deepcopy(dict(entry.raw)),
    )
