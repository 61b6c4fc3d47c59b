"""For services that ask for a name and a password themselves (HTTP Basic)."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from ksclient.auth._redact import mask_text
from ksclient.auth.plugin import FixedEndpointPlugin

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session

AUTH_HEADER_NAME = "Authorization"


class HTTPBasicAuth(FixedEndpointPlugin):
    """Sends a name and a password with every request.

    Args:
        endpoint: The URL of the service; None where it is given with each call.
        username: The name.
        password: The password. Without both, no header can be made.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        username: str | None = None,
        password: str | None = None,
    ) -> None:
        super().__init__(endpoint)
        self.username = username
        self.password = password

    def __repr__(self) -> str:
        shown = f"endpoint={self.endpoint!r}, username={self.username!r}"
        return mask_text(f"{type(self).__qualname__}({shown})")

    def get_token(self, session: Session) -> str | None:
        """Return name and password as the header has them (base64), or None if one is missing."""
        password = self._demand("password")
        if self.username is None or password is None:
            return None
        return base64.b64encode(_encoded(f"{self.username}:{password}")).decode("ascii")

    def get_headers(self, session: Session) -> dict[str, str] | None:
        """Return the ``Authorization`` header, or None if name or password is missing."""
        token = self.get_token(session)
        return {AUTH_HEADER_NAME: f"Basic {token}"} if token else None

    def explain_missing_token(self) -> str | None:
        """Say what the header cannot be made without."""
        missing = [name for name in ("username", "password") if getattr(self, name) is None]
        return f"This HTTPBasicAuth has no {' and no '.join(missing)}." if missing else None

    def explain_rejection(self) -> str | None:
        """Say that this plugin has no other password to offer."""
        return "The service was sent a name and a password (HTTP Basic); there is no other to try."


def _encoded(text: str) -> bytes:
    """Return *text* in UTF-8; what is no text, since no UTF-8, is sent as it came in.

    A program gets such bytes from ``os.environ``. There is no error: it would hold the password.
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
