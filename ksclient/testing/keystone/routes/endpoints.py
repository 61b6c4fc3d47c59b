"""``/endpoints``: where services are; for each region that has one, up to three URLs."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.catalog import filled_in
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import Endpoint

_INTERFACES = ("public", "internal", "admin")
_URLS = tuple(f"{interface}url" for interface in _INTERFACES)
_ANYBODY = {"tenant_id": "", "project_id": "", "user_id": ""}

_NOT_EXTRA = frozenset(
    {"service_id", "region", "enabled", *_URLS}
    # What Keystone stores an endpoint under itself is overwritten, or means nothing.
    | {"id", "legacy_endpoint_id", "interface", "url", "region_id", "extra"}
)


def get_endpoints(context: Context) -> Answer:
    """Answer with all endpoints, their URLs as they were given."""
    context.require_admin()
    endpoints = [endpoint.wire() for endpoint in context.keystone.state.endpoints]
    return Answer({"endpoints": endpoints})


def create_endpoint(context: Context, endpoint: Any) -> Answer:
    """Make an endpoint, and repeat what was asked for, less the URLs that are none."""
    context.require_admin()
    if not isinstance(endpoint, dict):
        raise refusals.broken()
    _check(context, endpoint)
    enabled = endpoint.get("enabled")
    made = Endpoint(
        service_id=endpoint["service_id"],
        region=endpoint.get("region"),
        urls={each: url for each in _INTERFACES if (url := endpoint.get(f"{each}url"))},
        enabled=True if enabled is None else bool(enabled),
        extra={name: value for name, value in endpoint.items() if name not in _NOT_EXTRA},
    )
    context.keystone.state.endpoints.add(made)
    shown = {name: value for name, value in endpoint.items() if value or name not in _URLS}
    return Answer({"endpoint": {**shown, "id": made.id}})


def delete_endpoint(context: Context, endpoint_id: str) -> Answer:
    """Remove an endpoint."""
    context.require_admin()
    context.keystone.state.endpoints.remove(endpoint_id)
    return NOTHING


def _check(context: Context, endpoint: dict[str, Any]) -> None:
    """See that an endpoint has what it needs.

    Raises:
        Refusal: 400, or 500 if the wrong type of something trips Keystone.
    """
    for required in ("publicurl", "service_id"):
        if endpoint.get(required) in (None, ""):
            raise refusals.bad_request(f"{required} field is required and cannot be empty")
    for url in filter(None, map(endpoint.get, _URLS)):
        if not isinstance(url, str):
            raise refusals.broken()
        if filled_in(url, _ANYBODY) is None:
            raise refusals.bad_request(url)
    if context.keystone.profile.needs_regions and "region" not in endpoint:
        raise refusals.broken()
    _check_region(endpoint.get("region"))
    if not context.keystone.state.services.find(endpoint["service_id"]):
        raise refusals.missing("endpoint service_id", "service table")


def _check_region(region: Any) -> None:
    if isinstance(region, dict | list):
        raise refusals.bad_request(f"unhashable type: '{type(region).__name__}'")
    if region is not None and not isinstance(region, str):
        raise refusals.broken()


ROUTES = (
    Route("GET", "/endpoints", get_endpoints, "admin"),
    Route("POST", "/endpoints", create_endpoint, "admin"),
    Route("DELETE", "/endpoints/<endpoint_id>", delete_endpoint, "admin"),
)
