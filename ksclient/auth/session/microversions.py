"""Ask a service for a microversion, in every header that some service reads it from."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from ksclient.auth._lazy import later

if TYPE_CHECKING:
    from ksclient.auth import discover
else:
    discover = later("ksclient.auth.discover", __name__)

_OLDER_HEADERS = {
    "baremetal": "X-OpenStack-Ironic-API-Version",
    "compute": "X-OpenStack-Nova-API-Version",
    "shared-file-system": "X-OpenStack-Manila-API-Version",
    "sharev2": "X-OpenStack-Manila-API-Version",
}


def add_headers(
    headers: MutableMapping[str, str],
    microversion: Any,
    service_type: str | None,
    endpoint_filter: Mapping[str, Any] | None,
) -> None:
    """Add to *headers* what asks for *microversion*; headers that are there already stay.

    Args:
        headers: Where to add.
        microversion: Any form of a version: ``"2.30"``, ``(2, 30)``, ``"latest"``.
        service_type: The service's name in the header; None for that of the filter.
        endpoint_filter: What the endpoint is looked up by.

    Raises:
        TypeError: If *microversion* is no version, is the latest of a major version, or no
            service type is known.
    """
    version = discover.normalize_version_number(microversion)
    if version[0] != discover.LATEST and discover.LATEST in version[1:]:
        raise TypeError("Specifying a '{major}.latest' microversion is not allowed.")
    text = discover.version_to_string(version)
    service_type = service_type or (endpoint_filter or {}).get("service_type")
    if not service_type:
        raise TypeError(
            f"microversion {text} was requested but no service_type information is available. "
            "Either provide a service_type in endpoint_filter or pass microversion_service_type "
            "as an argument."
        )
    name = _name_in_header(service_type)
    headers.setdefault("OpenStack-API-Version", f"{name} {text}")
    if name in _OLDER_HEADERS:
        headers.setdefault(_OLDER_HEADERS[name], text)


def _name_in_header(service_type: str) -> str:
    """Return what the service calls itself in the header, which its own type need not be."""
    if service_type.startswith("volume") or service_type == "block-storage":
        return "volume"
    return "shared-file-system" if service_type.startswith("share") else service_type
