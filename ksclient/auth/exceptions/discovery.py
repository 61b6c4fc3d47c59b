"""Errors of finding out which versions a service speaks."""

from __future__ import annotations

from typing import Any

from ksclient.auth._service_types import official_type
from ksclient.auth.exceptions import _borders
from ksclient.auth.exceptions.base import ClientException, rebuild

__all__ = [
    "DiscoveryFailure",
    "ImpliedMaxVersionMismatch",
    "ImpliedMinVersionMismatch",
    "ImpliedVersionMismatch",
    "VersionNotAvailable",
]


class DiscoveryFailure(ClientException):
    """The service's versions could not be found out, or none fits."""

    message = "Discovery of client versions failed."


class VersionNotAvailable(DiscoveryFailure):
    """The service does not speak the version asked for."""

    message = "Discovery failed. Requested version is not available."


class ImpliedVersionMismatch(ValueError):
    """A service type names one major version, and the caller asked for another."""

    label = "version"

    def __init__(self, service_type: str, implied: tuple[int | float, ...], given: str) -> None:
        _borders.become_twin(self)
        # Not super(): see ClientException.
        ValueError.__init__(
            self,
            f"service_type {service_type} was given which implies major API version "
            f"{implied[0]} but {self.label} of {given} was also given. Please update your code "
            f"to use the official service_type {official_type(service_type)}.",
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return (rebuild, (_borders.original_of(type(self)), self.args, dict(vars(self))))


class ImpliedMinVersionMismatch(ImpliedVersionMismatch):
    """The same, for the lowest version."""

    label = "min_version"


class ImpliedMaxVersionMismatch(ImpliedVersionMismatch):
    """The same, for the highest version."""

    label = "max_version"
