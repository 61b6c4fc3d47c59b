"""Find a service's endpoint: in the catalog, at the auth URL, or where the caller says."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Protocol

from ksclient.auth import _service_types, exceptions
from ksclient.auth._lazy import later
from ksclient.auth._value import Value
from ksclient.auth.access.service_catalog import ServiceCatalog
from ksclient.auth.plugin import is_auth_interface

if TYPE_CHECKING:
    import logging

    from ksclient.auth import discover
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo
    from ksclient.auth.discover import EndpointData, VersionRange
    from ksclient.auth.discover.version_data import VersionsByRegion
else:
    discover = later("ksclient.auth.discover", __name__)
    logging = later("logging", __name__)

_MOST_ANSWERS = 256
"""How many endpoints of one catalog are remembered; few programs ask for ten."""


class Asker(Protocol):
    """What is asked of a plugin here."""

    auth_url: str | None

    def get_access(self, session: Session) -> AccessInfo:
        """Return the current access info."""
        ...

    def get_project_id(self, session: Session) -> str | None:
        """Return the id of the tenant, or None."""
        ...


class EndpointRequest(Value):
    """An endpoint as a caller wants it.

    The members are the keywords of `BaseIdentityPlugin.get_endpoint_data`, where they are
    told; the versions are read already.
    """

    versions: VersionRange
    service_type: str | None = None
    interface: Any = None
    region_name: str | None = None
    service_name: str | None = None
    allow: Mapping[str, Any] | None = None
    allow_version_hack: bool = True
    skip_discovery: bool = False
    endpoint_override: str | None = None

    def place(self) -> tuple[Any, ...]:
        """Return what decides which endpoint of a catalog it is, where no document does."""
        is_list = isinstance(self.interface, list | set)
        interface = tuple(self.interface) if is_list else self.interface
        versions = (self.versions.lowest, self.versions.highest)
        return (self.service_type, interface, self.region_name, self.service_name, versions)


def find(
    plugin: Asker,
    session: Session,
    request: EndpointRequest,
    cache: MutableMapping[str, Any],
    *,
    discover_versions: bool,
) -> EndpointData | None:
    """Return what is known about the endpoint, or None if there is none.

    Args:
        plugin: Whose token and catalog to use.
        session: Fetches version documents, and logs in if need be.
        request: What is wanted.
        cache: Holds version documents by their URL.
        discover_versions: Whether to fetch the version document even if it is not needed.

    Raises:
        EndpointNotFound: If the catalog has no such endpoint.
    """
    catalog = _catalog_for(plugin, session, request)
    answers = None if discover_versions else _answers_in(catalog)
    if answers and (known := answers.get(request.place())) is not None:
        return known.fresh()
    data, project_id = _locate(plugin, session, request, catalog)
    if data is None or request.skip_discovery:
        return data
    if answers is not None and data.suffices(request.versions, project_id):
        _remember(answers, request.place(), data)
    try:
        with exceptions.adopted():
            return data.get_versioned_data(
                session,
                project_id=project_id,
                min_version=request.versions.lowest,
                max_version=request.versions.highest,
                cache=cache,
                discover_versions=discover_versions,
                allow_version_hack=request.allow_version_hack and not request.endpoint_override,
                allow=dict(request.allow or {}),
            )
    except (
        exceptions.DiscoveryFailure,
        exceptions.HttpError,
        exceptions.ConnectionError,
    ) as error:
        logging.getLogger(__name__).debug(
            "No version document for %s: %s", request.service_type, error
        )
        # The URL of the catalog will do, unless a version was asked for.
        return data if request.versions.is_open else None


def _catalog_for(
    plugin: Asker, session: Session, request: EndpointRequest
) -> ServiceCatalog | None:
    """Return the catalog in which to look; None if the endpoint is named otherwise, or not."""
    if is_auth_interface(request.interface) or request.endpoint_override:
        return None
    return plugin.get_access(session).service_catalog if request.service_type else None


def _answers_in(catalog: Any) -> MutableMapping[Any, EndpointData] | None:
    """Return what was found in *catalog* before; None if there is none, or not of this library."""
    return catalog.answers if isinstance(catalog, ServiceCatalog) else None


def _remember(
    answers: MutableMapping[Any, EndpointData], place: tuple[Any, ...], data: EndpointData
) -> None:
    if len(answers) < _MOST_ANSWERS:
        answers[place] = data.fresh()


def _locate(
    plugin: Asker, session: Session, request: EndpointRequest, catalog: ServiceCatalog | None
) -> tuple[EndpointData | None, str | None]:
    """Return the endpoint before any discovery, and the tenant whose id its URL may hold."""
    if is_auth_interface(request.interface):
        if not plugin.auth_url:
            return None, None
        service_type = request.service_type or "identity"
        return discover.EndpointData(service_url=plugin.auth_url, service_type=service_type), None
    if request.endpoint_override:
        data = discover.EndpointData(
            service_url=request.endpoint_override,
            catalog_url=request.endpoint_override,
            interface=request.interface,
            region_name=request.region_name,
            service_name=request.service_name,
        )
        return data, plugin.get_project_id(session)
    if catalog is None:
        logging.getLogger(__name__).warning(
            "An endpoint was asked for without a service type, so none can be found: add "
            "service_type to the endpoint filter."
        )
        return None, None
    found = catalog.endpoint_data_for(
        service_type=request.service_type,
        interface=request.interface or "public",
        region_name=request.region_name,
        service_name=request.service_name,
    )
    return found, plugin.get_project_id(session)


def all_versions(
    plugin: Asker,
    session: Session,
    interface: str | list[str] | None,
    region_name: str | None,
    service_type: str | None,
) -> VersionsByRegion:
    """Return the versions of every service in the catalog that the arguments let through."""
    versions: VersionsByRegion = {}
    catalog = plugin.get_access(session).service_catalog
    endpoints = catalog.get_endpoints_data(
        interface=interface, region_name=region_name, service_type=service_type
    )
    for found_type, found in endpoints.items():
        name = _service_types.official_type(found_type) or found_type
        for endpoint in found:
            if not endpoint.region_name or not endpoint.interface:
                continue
            region = versions.setdefault(endpoint.region_name, {})
            services = region.setdefault(endpoint.interface.removesuffix("URL"), {})
            with exceptions.adopted():
                services[name] = endpoint.get_all_version_string_data(
                    session=session, project_id=plugin.get_project_id(session)
                )
    return versions
