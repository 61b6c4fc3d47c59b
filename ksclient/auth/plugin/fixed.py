"""The base of plugins that know one endpoint only."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth._redact import veiled_url
from ksclient.auth.plugin.base import BaseAuthPlugin

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover import EndpointData


class FixedEndpointPlugin(BaseAuthPlugin):
    """A plugin with one endpoint, whatever service is asked for.

    Args:
        endpoint: The URL; None for none.
    """

    def __init__(self, endpoint: str | None = None) -> None:
        super().__init__()
        self.endpoint = veiled_url(endpoint)

    def get_endpoint(
        self, session: Session, endpoint_override: str | None = None, **kwargs: Any
    ) -> str | None:
        """Return *endpoint_override*, or the plugin's endpoint."""
        endpoint: str | None = endpoint_override or self._demand("endpoint")
        return endpoint

    def get_endpoint_data(
        self,
        session: Session,
        *,
        endpoint_override: str | None = None,
        discover_versions: bool = True,
        **kwargs: Any,
    ) -> EndpointData | None:
        """Return what is known about the endpoint; see `BaseAuthPlugin.get_endpoint_data`."""
        return super().get_endpoint_data(
            session,
            endpoint_override=endpoint_override or self.endpoint,
            discover_versions=discover_versions,
            **kwargs,
        )
