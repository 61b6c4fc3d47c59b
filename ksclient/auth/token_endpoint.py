"""Use a token and an endpoint as they are: the way to bootstrap with the admin token."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth._redact import mask_text, veiled_url
from ksclient.auth.plugin import BaseAuthPlugin

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover import EndpointData


class Token(BaseAuthPlugin):
    """Sends a given token to a given endpoint, and never logs in.

    The admin token of a new cloud works like this, and in no other way: it cannot be exchanged
    at ``POST /tokens``.

    Args:
        endpoint: The URL of the one service that is used, such as
            ``http://keystone.example:35357/v2.0``.
        token: The token.
    """

    def __init__(self, endpoint: str | None, token: str | None) -> None:
        super().__init__()
        self.endpoint = veiled_url(endpoint)
        self.token = token

    def __repr__(self) -> str:
        return mask_text(f"{type(self).__qualname__}(endpoint={self.endpoint!r})")

    def get_token(self, session: Session) -> str | None:
        """Return the token, without any I/O."""
        token: str | None = self._demand("token")
        return token

    def get_endpoint(self, session: Session, **kwargs: Any) -> str | None:
        """Return the endpoint, whatever was asked for."""
        endpoint: str | None = self._demand("endpoint")
        return endpoint

    def get_endpoint_data(
        self,
        session: Session,
        *,
        endpoint_override: str | None = None,
        discover_versions: bool = True,
        **kwargs: Any,
    ) -> EndpointData | None:
        """Return what is known about the endpoint; see `BaseAuthPlugin.get_endpoint_data`.

        Args:
            session: Fetches the version document.
            endpoint_override: A URL to look at instead of the plugin's.
            discover_versions: Whether to fetch the document even if the URL names a version.
            kwargs: Ignored.
        """
        return super().get_endpoint_data(
            session,
            endpoint_override=endpoint_override or self.endpoint,
            discover_versions=discover_versions,
            **kwargs,
        )

    def explain_missing_token(self) -> str | None:
        """Say that no token was given."""
        if self.token:
            return None
        return f"This token_endpoint.Token has no token to send: its token is {self.token!r}."

    def explain_rejection(self) -> str | None:
        """Say that this plugin has no other token to offer, and what else may be wrong."""
        return mask_text(
            "If it is the token that was refused: token_endpoint.Token sends the one it was given, "
            "and cannot get another. If the token is right, is the endpoint, "
            f"{self.endpoint!r}, the service's admin URL? That usually has port 35357 and ends in "
            "'/v2.0'."
        )
