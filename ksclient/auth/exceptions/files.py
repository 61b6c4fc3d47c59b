"""The error of a file that a login cannot be kept in."""

from __future__ import annotations

from ksclient.auth.exceptions.base import ClientException

__all__ = ["UnusableFile"]


class UnusableFile(ClientException):
    """A login cannot be saved to a file, or not be loaded from it; the message says what to do.

    Attributes:
        path: The file.
    """

    message = "The file cannot be used."

    def __init__(self, message: str | None = None, path: str | None = None) -> None:
        super().__init__(message)
        self.path = path
