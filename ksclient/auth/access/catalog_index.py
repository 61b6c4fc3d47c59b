"""A catalog in order, so that looking an endpoint up walks over nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ksclient.auth import _service_types
from ksclient.auth._value import Value


class Query(Value):
    """What a caller looks for; None and empty stand for anything."""

    service_type: str | None = None
    interfaces: tuple[str, ...] = ()
    region_name: str | None = None
    service_name: str | None = None
    service_id: str | None = None
    endpoint_id: str | None = None

    def accepts_service(self, service: Service) -> bool:
        """Tell whether name and id fit; one that the catalog does not tell, fits."""
        return (
            not self.service_name or not service.name or self.service_name == service.name
        ) and (not self.service_id or not service.id or self.service_id == service.id)

    def accepts(self, entry: Entry) -> bool:
        """Tell whether the entry fits, its place aside."""
        fits = not self.endpoint_id or self.endpoint_id == entry.endpoint_id
        return fits and self.accepts_service(entry.service)

    @property
    def names_more_than_places(self) -> bool:
        """Whether entries in the right place must be looked at one by one."""
        return bool(self.service_name or self.service_id or self.endpoint_id)


class Service:
    """A service, as the catalog tells of it.

    Attributes:
        position: Its place there.
        type: Its type.
        name: Its name, or None.
        id: Its id, or None.
        raw: Its entry in the catalog.
    """

    __slots__ = ("id", "name", "position", "raw", "type")

    def __init__(
        self, *, position: int, type: str, name: str | None, id: str | None, raw: Mapping[str, Any]
    ) -> None:
        self.position = position
        self.type = type
        self.name = name
        self.id = id
        self.raw = raw


class Entry:
    """One URL of a service: for one interface, in one region."""

    __slots__ = ("endpoint_id", "interface", "raw", "region_name", "service", "url")

    def __init__(
        self,
        service: Service,
        *,
        interface: str,
        region_name: str | None,
        endpoint_id: str | None,
        url: str,
        raw: Mapping[str, Any],
    ) -> None:
        self.service = service
        self.interface = interface
        self.region_name = region_name
        self.endpoint_id = endpoint_id
        self.url = url
        self.raw = raw


class TypeIndex:
    """The entries of one type's services, by region and interface."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        # None in place of a region or an interface holds the entries of all.
        self._entries: dict[tuple[str | None, str | None], list[Entry]] = defaultdict(list)
        for entry in entries:
            for region in {entry.region_name, None}:
                self._entries[region, entry.interface].append(entry)
                self._entries[region, None].append(entry)

    def find(self, query: Query) -> Sequence[Entry]:
        """Return the entries that fit, of the first interface that has any."""
        for interface in query.interfaces or (None,):
            found: Sequence[Entry] = self._entries.get((query.region_name or None, interface), ())
            if query.names_more_than_places:
                found = [entry for entry in found if query.accepts(entry)]
            if found:
                return found
        return ()


class CatalogIndex:
    """The services of a catalog by type; each type is put in order when it is asked for.

    Args:
        services: The services, in the catalog's order.
        entries_of: Gives the entries of one.

    Attributes:
        services: The services of each type.
    """

    def __init__(
        self, services: Iterable[Service], entries_of: Callable[[Service], Iterable[Entry]]
    ) -> None:
        self.services: dict[str, list[Service]] = {}
        self._entries_of = entries_of
        self._types: dict[str, TypeIndex] = {}
        self._by_official: dict[str, list[str]] = defaultdict(list)
        for service in services:
            if service.type not in self.services:
                self.services[service.type] = []
                self._by_official[_official(service.type)].append(service.type)
            self.services[service.type].append(service)

    def types_like(self, service_type: str | None) -> list[str]:
        """Return the types in the catalog that answer to *service_type*, in its order."""
        if not service_type:
            return list(self.services)
        return [
            found
            for found in self._by_official.get(_official(service_type), ())
            if _service_types.is_match(service_type, found)
        ]

    def entries(self, types: Iterable[str]) -> Iterator[Entry]:
        """Yield all entries of some types."""
        return (entry for each in types for entry in self._type(each).find(Query()))

    def find(self, query: Query) -> dict[str, Sequence[Entry]]:
        """Return the entries that fit, by the type in the catalog, in its order.

        Types whose entries all do not fit are there, without entries.
        """
        return _one_type(query.service_type, dict(self._matches(query)))

    def first(self, query: Query) -> Entry | None:
        """Return the first entry that fits, or None."""
        found = self.find(query).items() if query.service_type else self._matches(query)
        return next((entries[0] for _, entries in found if entries), None)

    def _matches(self, query: Query) -> Iterator[tuple[str, Sequence[Entry]]]:
        for service_type in self._types_of(query):
            yield service_type, self._type(service_type).find(query)

    def _type(self, service_type: str) -> TypeIndex:
        # Two threads may both make one; they are equal.
        index = self._types.get(service_type)
        if index is None:
            services = self.services[service_type]
            index = TypeIndex(entry for each in services for entry in self._entries_of(each))
            self._types[service_type] = index
        return index

    def _types_of(self, query: Query) -> list[str]:
        """Return the types with a service that fits, by the first one's place."""
        types = self.types_like(query.service_type)
        if not (query.service_name or query.service_id):
            return types
        places = {
            service_type: service.position
            for service_type in types
            for service in reversed(self.services[service_type])
            if query.accepts_service(service)
        }
        return sorted(places, key=places.__getitem__)


def _official(service_type: str) -> str:
    return _service_types.official_type(service_type) or service_type


def _one_type(
    requested: str | None, found: dict[str, Sequence[Entry]]
) -> dict[str, Sequence[Entry]]:
    """Choose one of several types that answer to *requested*, if OpenStack knows it.

    A cloud may list one service under several of its names; of those, it is the name asked
    for, or else the first in the order of the Service Types Authority.
    """
    if not requested or len(found) < 2 or not _service_types.is_known(requested):
        return found
    names = (requested, *_service_types.all_types(requested))
    best = next((name for name in names if found.get(name)), None)
    return found if best is None else {best: found[best]}
