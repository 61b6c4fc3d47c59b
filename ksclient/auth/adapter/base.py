"""Send requests, and ask the plugin, with one client's options."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._redact import SealedDict, SecretDict, hidden, sealed
from ksclient.auth.adapter import arguments
from ksclient.auth.adapter.options import AdapterOptions
from ksclient.auth.plugin import left_out

if TYPE_CHECKING:
    import argparse

    import requests

    from ksclient.auth.discover import EndpointData
    from ksclient.auth.discover.version_data import VersionsByRegion
    from ksclient.auth.plugin import BaseAuthPlugin

_UNKNOWN_TO_KEYSTONECLIENT = ("client_name", "client_version", "rate_semaphore")


class BaseAdapter(AdapterOptions):
    """A session with one client's options.

    Threads may share one as they may share its session.
    """

    def _request(self, url: str, method: str, **kwargs: Any) -> requests.Response:
        """Send a request with the options that are set, unless *kwargs* has them."""
        # Tracebacks with locals show what stands here, so secrets are hidden from repr().
        url, kwargs = hidden(url), sealed(kwargs)
        headers = _with_defaults(kwargs.get("headers") or {}, self._headers())
        left_out.demand_headers(self, self.additional_headers, headers)
        call = SecretDict(
            {
                **self._keywords(),
                **kwargs,
                "headers": headers,
                "endpoint_filter": self._endpoint_filter(kwargs.get("endpoint_filter"), kwargs),
            }
        )
        if type(self.session).__module__.startswith("keystoneclient."):
            warnings.warn(
                "keystoneclient's own sessions are deprecated; use ksclient.auth.session.Session.",
                DeprecationWarning,
                stacklevel=4,
            )
            call = SecretDict(
                (k, v) for k, v in call.items() if k not in _UNKNOWN_TO_KEYSTONECLIENT
            )
        with exceptions.adopted():
            response: requests.Response = self.session.request(url, method, **call)
            return response

    # --- what the plugin knows -------------------------------------------------------------

    def get_token(self, auth: BaseAuthPlugin | None = None) -> str | None:
        """Return a token, logging in if need be.

        Args:
            auth: A plugin instead of the adapter's and the session's; so in all methods here.
        """
        with exceptions.adopted():
            token: str | None = self.session.get_token(auth or self.auth)
            return token

    def get_endpoint(self, auth: BaseAuthPlugin | None = None, **kwargs: Any) -> str | None:
        """Return the service's URL, or None; *kwargs* override the adapter's options.

        Raises:
            MissingAuthPlugin: If there is no plugin; so in all methods here.
            EndpointNotFound: If the catalog has no such endpoint.
        """
        if self.endpoint_override:
            return self.endpoint_override
        with exceptions.adopted():
            wanted = self._endpoint_filter(kwargs, {"auth": auth})
            url: str | None = self.session.get_endpoint(auth or self.auth, **wanted)
            return url

    def get_endpoint_data(self, auth: BaseAuthPlugin | None = None) -> EndpointData | None:
        """Return what is known about the service's endpoint, its versions included."""
        with exceptions.adopted():
            data: EndpointData | None = self.session.get_endpoint_data(
                auth or self.auth, **self._endpoint_with_override({}, auth)
            )
            return data

    def get_api_major_version(
        self, auth: BaseAuthPlugin | None = None, **kwargs: Any
    ) -> tuple[int | float, ...] | None:
        """Return the version of the service's API, or None."""
        with exceptions.adopted():
            version: tuple[int | float, ...] | None = self.session.get_api_major_version(
                auth or self.auth, **self._endpoint_with_override(kwargs, auth)
            )
            return version

    def _endpoint_with_override(
        self, kwargs: Mapping[str, Any], auth: BaseAuthPlugin | None
    ) -> dict[str, Any]:
        wanted = self._endpoint_filter(kwargs, {"auth": auth})
        if self.endpoint_override:
            wanted["endpoint_override"] = self.endpoint_override
        return wanted

    def get_all_version_data(
        self,
        interface: str | list[str] | None = "public",
        region_name: str | None = None,
    ) -> VersionsByRegion:
        """Return all versions of the service, by region, interface and service type.

        Args:
            interface: One interface, several, or None for all.
            region_name: The region; None for all.
        """
        own = {"auth": self.auth} if self.auth else {}
        with exceptions.adopted():
            versions: VersionsByRegion
            versions = self.session.get_all_version_data(
                interface=interface, region_name=region_name, service_type=self.service_type, **own
            )
            return versions

    def invalidate(self, auth: BaseAuthPlugin | None = None) -> bool:
        """Have the plugin forget its token; True if there was one."""
        with exceptions.adopted():
            done: bool = self.session.invalidate(auth or self.auth)
            return done

    def get_user_id(self, auth: BaseAuthPlugin | None = None) -> str | None:
        """Return the id of the user that the token is for, or None."""
        with exceptions.adopted():
            user_id: str | None = self.session.get_user_id(auth or self.auth)
            return user_id

    def get_project_id(self, auth: BaseAuthPlugin | None = None) -> str | None:
        """Return the id of the tenant that the token is for, or None."""
        with exceptions.adopted():
            project_id: str | None = self.session.get_project_id(auth or self.auth)
            return project_id

    # --- the command line ------------------------------------------------------------------

    @classmethod
    def register_argparse_arguments(
        cls, parser: argparse.ArgumentParser, service_type: str | None = None
    ) -> None:
        """Add ``--os-service-type`` and others that make an adapter; defaults from ``OS_*``.

        Args:
            parser: Where to add them.
            service_type: The default of ``--os-service-type``.
        """
        arguments.register(parser, service_type)

    @classmethod
    def register_service_argparse_arguments(
        cls, parser: argparse.ArgumentParser, service_type: str
    ) -> None:
        """Add the same for one of several services, such as ``--os-compute-interface``.

        Args:
            parser: Where to add them.
            service_type: The service.
        """
        arguments.register_for_service(parser, service_type)


def _with_defaults(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> SealedDict:
    """Return the headers that were *given*, and of the *defaults* those with other names.

    Values hide themselves from ``repr`` where they are secret.
    """
    headers = SealedDict(given if isinstance(given, SealedDict) else sealed(dict(given)))
    names = {name.lower() for name in headers} if defaults else set()
    for name, value in sealed(dict(defaults)).items():
        if name.lower() not in names:
            headers[name] = value
    return headers
