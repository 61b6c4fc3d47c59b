"""Say why an endpoint was not found: what there is instead, and what is nearest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._fork_lock import FORKS_WAIT

if TYPE_CHECKING:
    from ksclient.auth.access.catalog_index import CatalogIndex, Query

_LISTED = 8
"""How many names of a kind an error lists."""

_SHOWN = 40
"""How much of a name it shows, in characters."""


def empty_catalog() -> exceptions.EmptyCatalog:
    """Return the error of a token that came without a catalog."""
    return exceptions.EmptyCatalog(
        "The service catalog is empty. The token is probably not scoped to a tenant: give "
        "tenant_name or tenant_id when logging in, or endpoint_override for the request."
    )


def not_found(query: Query, interface: Any, index: CatalogIndex) -> exceptions.EndpointNotFound:
    """Return the error of a question that has no answer.

    Args:
        query: The question.
        interface: The interface asked for, in the caller's words.
        index: The catalog.

    Returns:
        The error; what was asked and what there is are attributes of it, too:
        ``service_type``, ``service_name``, ``region_name``, ``interface``, ``available`` (names
        under ``services``, ``regions``, ``interfaces``) and ``nearest``.
    """
    types = index.types_like(query.service_type)
    entries = list(index.entries(types or index.services))
    available = {
        "services": _sorted(index.services),
        "regions": _sorted(entry.region_name for entry in entries),
        "interfaces": _sorted(_short(entry.interface) for entry in entries),
    }
    names = _sorted(service.name for each in types for service in index.services[each])
    nearest = _nearest(query, available, names if types else None)
    error = exceptions.EndpointNotFound(
        f"{_asked(query, interface)} not found. {_there_is(query, available, bool(types))}"
        + (f" Did you mean {nearest!r}?" if nearest else "")
    )
    vars(error).update(
        service_type=query.service_type,
        service_name=query.service_name,
        region_name=query.region_name,
        interface=interface,
        available=available,
        nearest=nearest,
    )
    return error


def _asked(query: Query, interface: Any) -> str:
    named = f" named {query.service_name}" if query.service_name else ""
    region = f" in {query.region_name} region" if query.region_name else ""
    return f"{interface} endpoint for {query.service_type} service{named}{region}"


def _there_is(query: Query, available: dict[str, list[str]], is_type_known: bool) -> str:
    if not available["services"]:
        return "The catalog has no service that can be read."
    of_it = f" of {query.service_type}" if query.service_type and is_type_known else ""
    return (
        f"The catalog has services: {_listed(available['services'])}; "
        f"regions{of_it}: {_listed(available['regions'])}; "
        f"interfaces{of_it}: {_listed(available['interfaces'])}."
    )


def _nearest(query: Query, available: dict[str, list[str]], names: list[str] | None) -> str | None:
    """Return the name nearest to the first one asked for that does not exist."""
    asked: list[tuple[str | None, list[str]]] = [(query.service_type, available["services"])]
    if names is not None:
        asked = [(query.service_name, names), (query.region_name, available["regions"])]
        asked += [(_short(each), available["interfaces"]) for each in query.interfaces[:1]]
    wrong = ((name, names) for name, names in asked if name and name not in names)
    return next((_closest(name, names) for name, names in wrong), None)


def _closest(name: str, names: list[str]) -> str | None:
    with FORKS_WAIT:
        import difflib  # noqa: PLC0415 - needed by errors only

    by_lower = {each.lower(): each for each in names[:1000]}
    close = difflib.get_close_matches(str(name).lower(), by_lower, n=1)
    return by_lower[close[0]] if close else None


def _sorted(names: Iterable[str | None]) -> list[str]:
    return sorted({name for name in names if name and isinstance(name, str)})


def _short(interface: str) -> str:
    return interface.removesuffix("URL")


def _listed(names: list[str]) -> str:
    shown = ", ".join(name[:_SHOWN] for name in names[:_LISTED])
    more = len(names) - _LISTED
    return (shown or "none") + (f" and {more} more" if more > 0 else "")
