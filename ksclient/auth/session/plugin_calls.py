"""What a session asks its auth plugin on a caller's behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth.plugin.interface import as_known_to

if TYPE_CHECKING:
    from ksclient.auth.discover import EndpointData
    from ksclient.auth.discover.version_data import VersionsByRegion
    from ksclient.auth.plugin import BaseAuthPlugin, ConnectionParams


class PluginCalls:
    """The part of a session that passes questions on to the auth plugin.

    Each method takes ``auth``, a plugin to ask instead of the session's, and raises
    `MissingAuthPlugin` if there is neither. A question may make the plugin log in: then it
    raises what `Session.request` does.
    """

    auth: BaseAuthPlugin | None

    def _auth_required(self, auth: BaseAuthPlugin | None, purpose: str) -> BaseAuthPlugin:
        plugin = auth or self.auth
        if not plugin:
            raise exceptions.MissingAuthPlugin(f"An auth plugin is required to {purpose}")
        return plugin

    def get_auth_headers(self, auth: BaseAuthPlugin | None = None) -> dict[str, str] | None:
        """Return the headers that authenticate a request; None if there are none to be had."""
        plugin = self._auth_required(auth, "fetch a token")
        with exceptions.adopted():
            return plugin.get_headers(self._as_session())

    def get_token(self, auth: BaseAuthPlugin | None = None) -> str | None:
        """Return the ``X-Auth-Token`` header; None if the plugin authenticates otherwise."""
        return (self.get_auth_headers(auth) or {}).get("X-Auth-Token")

    def get_endpoint(
        self,
        auth: BaseAuthPlugin | None = None,
        *,
        endpoint_override: str | None = None,
        **kwargs: Any,
    ) -> str | None:
        """Return a service's URL, or None.

        Args:
            auth: A plugin instead of the session's.
            endpoint_override: Returned as it is, if given.
            kwargs: What the plugin looks the endpoint up by: ``service_type``, ``interface``,
                ``region_name``, ``min_version``, …
        """
        if endpoint_override:
            return endpoint_override
        plugin = self._auth_required(auth, "determine endpoint URL")
        with exceptions.adopted():
            return plugin.get_endpoint(self._as_session(), **as_known_to(plugin, kwargs))

    def get_endpoint_data(
        self, auth: BaseAuthPlugin | None = None, **kwargs: Any
    ) -> EndpointData | None:
        """Return all that is known of a service's endpoint, or None.

        Args:
            auth: A plugin instead of the session's.
            kwargs: As `get_endpoint`, and ``discover_versions``: False to save the request for
                a version document where the URL alone answers.
        """
        plugin = self._auth_required(auth, "determine endpoint URL")
        with exceptions.adopted():
            return plugin.get_endpoint_data(self._as_session(), **as_known_to(plugin, kwargs))

    def get_api_major_version(
        self, auth: BaseAuthPlugin | None = None, **kwargs: Any
    ) -> tuple[int | float, ...] | None:
        """Return the version that a service's endpoint speaks, as ``(2, 0)``; None if unknown.

        Args:
            auth: A plugin instead of the session's.
            kwargs: As `get_endpoint`.
        """
        plugin = self._auth_required(auth, "determine endpoint URL")
        with exceptions.adopted():
            return plugin.get_api_major_version(self._as_session(), **as_known_to(plugin, kwargs))

    def get_all_version_data(
        self,
        auth: BaseAuthPlugin | None = None,
        interface: str | list[str] | None = "public",
        region_name: str | None = None,
        service_type: str | None = None,
    ) -> VersionsByRegion:
        """Return the versions of every service in the catalog.

        Args:
            auth: A plugin instead of the session's.
            interface: One or several; None for all.
            region_name: The region; None for all.
            service_type: The service; None for all.
        """
        plugin = self._auth_required(auth, "determine endpoint URL")
        with exceptions.adopted():
            return plugin.get_all_version_data(
                self._as_session(),
                interface=interface,
                region_name=region_name,
                service_type=service_type,
            )

    def get_auth_connection_params(self, auth: BaseAuthPlugin | None = None) -> ConnectionParams:
        """Return what the plugin changes about connections: ``cert`` and ``verify`` at most.

        Raises:
            UnsupportedParameters: If the plugin wants to change anything else.
        """
        plugin = self._auth_required(auth, "fetch connection params")
        with exceptions.adopted():
            params = plugin.get_connection_params(self._as_session())
        if params and (unsupported := set(params) - {"cert", "verify"}):
            raise exceptions.UnsupportedParameters(sorted(unsupported))
        return params

    def invalidate(self, auth: BaseAuthPlugin | None = None) -> bool:
        """Make the plugin forget its token; True if there is any sense in asking for another."""
        plugin = self._auth_required(auth, "validate")
        with exceptions.adopted():
            return plugin.invalidate()

    def get_user_id(self, auth: BaseAuthPlugin | None = None) -> str | None:
        """Return the id of the authenticated user; None if the plugin does not know it."""
        plugin = self._auth_required(auth, "get user_id")
        with exceptions.adopted():
            return plugin.get_user_id(self._as_session())

    def get_project_id(self, auth: BaseAuthPlugin | None = None) -> str | None:
        """Return the id of the project that the token is for; None if it is for none."""
        plugin = self._auth_required(auth, "get project_id")
        with exceptions.adopted():
            return plugin.get_project_id(self._as_session())

    def _as_session(self) -> Any:
        return self
