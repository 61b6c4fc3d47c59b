"""Service providers come with v3 tokens only, and are found by id."""

from __future__ import annotations

from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.access.service_providers import ServiceProviders

TOKEN = {
    "token": {"service_providers": [{"id": "sp", "sp_url": "http://sp", "auth_url": "http://a"}]}
}


def test_urls_are_found_by_id() -> None:
    providers = ServiceProviders.from_token(TOKEN)

    assert (providers.get_sp_url("sp"), providers.get_auth_url("sp")) == ("http://sp", "http://a")


def test_a_provider_that_is_not_there_is_named() -> None:
    with pytest.raises(exceptions.ServiceProviderNotFound, match="other"):
        ServiceProviders.from_token(TOKEN).get_sp_url("other")


def test_a_v2_token_has_none() -> None:
    with pytest.raises(ValueError, match="does not support service providers"):
        ServiceProviders.from_token({"access": {}})


@pytest.mark.parametrize("providers", ["x", [1], [{"id": "sp"}]])
def test_malformed_providers_are_one_error(providers: Any) -> None:
    with pytest.raises(exceptions.InvalidResponse):
        ServiceProviders.from_token({"token": {"service_providers": providers}}).get_sp_url("sp")
