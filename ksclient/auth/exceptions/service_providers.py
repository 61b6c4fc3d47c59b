"""The error of a service provider that is not there."""

from __future__ import annotations

from ksclient.auth.exceptions.base import ClientException

__all__ = ["ServiceProviderNotFound"]


class ServiceProviderNotFound(ClientException):
    """The token names no such service provider.

    Attributes:
        sp_id: The id that was asked for.
    """

    def __init__(self, sp_id: str) -> None:
        self.sp_id = sp_id
        super().__init__(f"The Service Provider {sp_id} could not be found")
