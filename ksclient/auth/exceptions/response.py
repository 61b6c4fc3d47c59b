"""The error of an answer that makes no sense."""

from __future__ import annotations

from ksclient.auth._protocols import Response
from ksclient.auth._redact import mask_text
from ksclient.auth.exceptions.base import ClientException

__all__ = ["InvalidResponse"]


class InvalidResponse(ClientException):
    """A server's answer cannot be read.

    Attributes:
        response: The answer, or None where the document did not come from a server.
        field: What was wrong in it, such as ``access.token.id``; None for the whole.
    """

    message = "Invalid response from server."

    def __init__(
        self,
        response: Response | None = None,
        message: str | None = None,
        *,
        field: str | None = None,
    ) -> None:
        super().__init__(message)
        self.response = response
        self.field = field


def source_of(response: Response | None) -> str:
    """Return what to put behind a message on where *response* came from; nothing if unknown."""
    url = getattr(response, "url", None)
    return f" (answered by {mask_text(url)})" if isinstance(url, str) else ""
