"""Clouds that trust this one. Tokens of v3 name them; those of v2.0 never do."""

from __future__ import annotations

from typing import Any, Self

from ksclient.auth import exceptions
from ksclient.auth.access.reading import Part, UnknownAnswer


class ServiceProviders:
    """The service providers that a token names, by id."""

    def __init__(self, service_providers: list[dict[str, Any]]) -> None:
        self._service_providers = {
            provider["id"]: provider for provider in service_providers if "id" in provider
        }

    @classmethod
    def from_token(cls, token: dict[str, Any]) -> Self:
        """Return the service providers that a v3 token document names.

        Raises:
            ValueError: If it is no v3 token.
        """
        if "token" not in token:
            raise UnknownAnswer(message="Token format does not support service providers.")
        providers = Part(token).member("token").member("service_providers").items()
        return cls([provider.members() or {} for provider in providers])

    def get_sp_url(self, sp_id: str) -> str:
        """Return where the provider takes assertions.

        Raises:
            ServiceProviderNotFound: If the token names no such provider.
        """
        return self._find(sp_id).member("sp_url").text()

    def get_auth_url(self, sp_id: str) -> str:
        """Return where the provider gives tokens.

        Raises:
            ServiceProviderNotFound: If the token names no such provider.
        """
        return self._find(sp_id).member("auth_url").text()

    def _find(self, sp_id: str) -> Part:
        try:
            return Part(self._service_providers[sp_id], f"service provider {sp_id}")
        except KeyError:
            raise exceptions.ServiceProviderNotFound(sp_id) from None
