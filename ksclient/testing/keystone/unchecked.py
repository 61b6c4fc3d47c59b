"""What is wanted of the bodies for tenants where there are no schemas: little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.testing.keystone import names, refusals


def tenant_create(asked: Mapping[str, Any]) -> None:
    """See that a tenant has a name, and is no domain.

    Raises:
        Refusal: 400.
    """
    names.require(asked.get("name"))
    if "is_domain" in asked:
        raise refusals.bad_request(
            "The creation of projects acting as domains is not allowed in v2."
        )


def tenant_enabled(asked: Mapping[str, Any]) -> None:
    """See that a tenant is enabled or not; a number can say that, too.

    Raises:
        Refusal: 400.
    """
    if not isinstance(asked.get("enabled", True), int):
        raise refusals.bad_request("Project enabled is not a boolean")
