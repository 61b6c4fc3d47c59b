"""What a session asks an identity plugin: where is this service, and who am I there?"""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
# ruff: noqa: PLR0913, PLR0917 - the mirrored API asks with this many keywords
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._lazy import later
from ksclient.auth._redact import veiled_url
from ksclient.auth.identity import endpoints
from ksclient.auth.identity.endpoints import EndpointRequest
from ksclient.auth.identity.login import LogsIn

if TYPE_CHECKING:
    from ksclient.auth import discover
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover import Discover, EndpointData, RawVersion, Version, VersionRange
    from ksclient.auth.discover.version_data import VersionsByRegion
else:
    discover = later("ksclient.auth.discover", __name__)


class FindsEndpoints(LogsIn):
    """Answers from the token and its catalog; here keywords become an `EndpointRequest`.

    Args:
        auth_url: The URL to log in at; None for plugins that never do.
        reauthenticate: Whether to log in again when the token runs out.
    """

    def __init__(self, auth_url: str | None = None, reauthenticate: bool = True) -> None:
        super().__init__(reauthenticate)
        self.auth_url = veiled_url(auth_url)

    def get_endpoint_data(
        self,
        session: Session,
        *,
        endpoint_override: str | None = None,
        discover_versions: bool = True,
        service_type: str | None = None,
        interface: Any = None,
        region_name: str | None = None,
        service_name: str | None = None,
        allow: dict[str, Any] | None = None,
        allow_version_hack: bool = True,
        skip_discovery: bool = False,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
        **kwargs: Any,
    ) -> EndpointData | None:
        """Return what is known about a service's endpoint, or None if there is none.

        Logs in if need be, and may fetch a version document.

        Args:
            session: Sends the requests.
            endpoint_override: A URL to look at instead of the catalog's.
            discover_versions: Whether to fetch the version document even if the versions asked
                for do not need it.
            service_type: The service in the catalog, such as ``compute``; without it there is
                no endpoint.
            interface: ``public`` (the default), ``internal`` or ``admin``, with or without
                ``URL`` behind it, or a list of them, the best first; or AUTH_INTERFACE for the
                URL that the plugin logs in at.
            region_name: The region; None for any.
            service_name: The service's name; None for any.
            allow: Which versions may be chosen beyond the usual (``allow_deprecated``,
                ``allow_experimental``, ``allow_unknown``).
            allow_version_hack: Whether to look at URLs that the catalog does not name.
            skip_discovery: Whether to take the URL as it stands, whatever versions are asked
                for.
            min_version: The lowest version wanted; without a highest, the latest is.
            max_version: The highest version wanted.
            kwargs: Ignored.

        Raises:
            EndpointNotFound: If the catalog has no such endpoint.
        """
        request = EndpointRequest(
            discover.VersionRange.asked(None, min_version, max_version, service_type),
            service_type=service_type,
            interface=interface,
            region_name=region_name,
            service_name=service_name,
            allow=allow,
            allow_version_hack=allow_version_hack,
            skip_discovery=skip_discovery,
            endpoint_override=endpoint_override,
        )
        return endpoints.find(
            self, session, request, self._discovery_cache, discover_versions=discover_versions
        )

    def get_endpoint(
        self,
        session: Session,
        service_type: str | None = None,
        interface: Any = None,
        region_name: str | None = None,
        service_name: str | None = None,
        version: RawVersion | None = None,
        allow: dict[str, Any] | None = None,
        allow_version_hack: bool = True,
        skip_discovery: bool = False,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
        **kwargs: Any,
    ) -> str | None:
        """Return the URL of a service's endpoint, or None if there is none.

        The arguments are those of `get_endpoint_data`; a version document is fetched only if
        the versions asked for need it. *version* means that version, or a later one of the same
        major version, and excludes *min_version* and *max_version*.
        """
        versions = discover.VersionRange.asked(version, min_version, max_version, service_type)
        wanted = {
            **kwargs,
            "service_type": service_type,
            "interface": interface,
            "region_name": region_name,
            "service_name": service_name,
            "allow": allow,
            "allow_version_hack": allow_version_hack,
            "skip_discovery": skip_discovery,
            "discover_versions": False,
        }
        data = self._data_for(session, versions, wanted)
        return data.url if data else None

    def get_api_major_version(
        self,
        session: Session,
        *,
        endpoint_override: str | None = None,
        service_type: str | None = None,
        interface: Any = None,
        region_name: str | None = None,
        service_name: str | None = None,
        version: RawVersion | None = None,
        allow: dict[str, Any] | None = None,
        allow_version_hack: bool = True,
        skip_discovery: bool = False,
        discover_versions: bool = False,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
        **kwargs: Any,
    ) -> Version | None:
        """Return the version of a service's API, such as ``(2, 0)``, or None.

        The arguments are those of `get_endpoint`. Where the URL names a version, nothing is
        fetched unless *discover_versions* says so.
        """
        versions = discover.VersionRange.asked(version, min_version, max_version, service_type)
        wanted = {
            **kwargs,
            "endpoint_override": endpoint_override,
            "service_type": service_type,
            "interface": interface,
            "region_name": region_name,
            "service_name": service_name,
            "allow": allow,
            "allow_version_hack": allow_version_hack,
            "skip_discovery": skip_discovery,
        }
        data = self._data_for(session, versions, {**wanted, "discover_versions": discover_versions})
        if not discover_versions and (data is None or not data.api_version):
            data = self._data_for(session, versions, {**wanted, "discover_versions": True})
        return data.api_version if data else None

    def _data_for(
        self, session: Session, versions: VersionRange, wanted: dict[str, Any]
    ) -> EndpointData | None:
        """Ask `get_endpoint_data`, which a subclass may have made its own."""
        return self.get_endpoint_data(
            session, min_version=versions.lowest, max_version=versions.highest, **wanted
        )

    def get_all_version_data(
        self,
        session: Session,
        interface: str | list[str] | None = "public",
        region_name: str | None = None,
        service_type: str | None = None,
    ) -> VersionsByRegion:
        """Return the versions of all services, by region, interface and service type.

        Fetches a version document from every endpoint that the arguments let through.

        Args:
            session: Sends the requests.
            interface: One interface, several, or None for all.
            region_name: The region; None for all.
            service_type: The service; None for all.
        """
        return endpoints.all_versions(self, session, interface, region_name, service_type)

    def get_discovery(
        self, session: Session, url: str, authenticated: bool | None = None
    ) -> Discover:
        """Return the version document at *url*, from a cache or fetched now. For subclasses.

        Args:
            session: Fetches it, and keeps it.
            url: Where it is.
            authenticated: Whether to send a token; None for: if there is a plugin.

        Raises:
            DiscoveryFailure: If there is none.
        """
        with exceptions.adopted():
            return discover.get_discovery(
                session=session, url=url, cache=self._discovery_cache, authenticated=authenticated
            )

    def get_user_id(self, session: Session) -> str | None:
        """Return the id of the user that the token is for, logging in if need be."""
        return self.get_access(session).user_id

    def get_project_id(self, session: Session) -> str | None:
        """Return the id of the tenant that the token is for, or None; logs in if need be."""
        return self.get_access(session).project_id

    def get_sp_auth_url(self, session: Session, sp_id: str) -> str | None:
        """Return the auth URL of a service provider, or None if the token names no such one."""
        try:
            providers = self.get_access(session).service_providers
            return providers.get_auth_url(sp_id) if providers else None
        except exceptions.ServiceProviderNotFound:
            return None

    def get_sp_url(self, session: Session, sp_id: str) -> str | None:
        """Return where a service provider takes SAML documents, or None."""
        try:
            providers = self.get_access(session).service_providers
            return providers.get_sp_url(sp_id) if providers else None
        except exceptions.ServiceProviderNotFound:
            return None
