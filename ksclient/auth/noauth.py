"""For services that let everyone in."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

from typing import TYPE_CHECKING

from ksclient.auth.plugin import FixedEndpointPlugin

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session


class NoAuth(FixedEndpointPlugin):
    """Sends a token that means nothing, to a service that does not look at it.

    Args:
        endpoint: The URL of the service; None where it is given with each call.
    """

    def get_token(self, session: Session) -> str | None:
        """Return ``notused``."""
        return "notused"
