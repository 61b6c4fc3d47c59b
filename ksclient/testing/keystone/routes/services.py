"""``/OS-KSADM/services``: the services of the catalog."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import schemas
from ksclient.testing.keystone.answer import NOTHING, Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import Service
from ksclient.testing.keystone.validation import validate

_SERVICE = "OS-KSADM:service"


def get_services(context: Context) -> Answer:
    """Answer with all services."""
    context.require_admin()
    services = [service.wire() for service in context.keystone.state.services]
    return Answer({"OS-KSADM:services": services})


def get_service(context: Context, service_id: str) -> Answer:
    """Answer with one service."""
    context.require_admin()
    return Answer({_SERVICE: context.keystone.state.services.get(service_id).wire()})


def create_service(context: Context, OS_KSADM_service: Any) -> Answer:  # noqa: N803 - quoted
    """Make a service, whose id is Keystone's choice; others may have its name and its type."""
    asked = OS_KSADM_service
    if context.keystone.profile.has_schemas:
        validate(asked, schemas.SERVICE_CREATE)
    context.require_admin()
    known = {"id", "type", "name", "enabled", "extra"}
    service = Service(
        type=asked.get("type"),
        name=asked.get("name", ""),
        enabled=asked.get("enabled", True),
        extra={member: value for member, value in asked.items() if member not in known},
    )
    return Answer({_SERVICE: context.keystone.state.services.add(service).wire()})


def delete_service(context: Context, service_id: str) -> Answer:
    """Remove a service and its endpoints."""
    context.require_admin()
    state = context.keystone.state
    state.services.remove(service_id)
    for endpoint in state.endpoints:
        if endpoint.service_id == service_id:
            state.endpoints.remove(endpoint.id)
    return NOTHING


ROUTES = (
    Route("GET", "/OS-KSADM/services", get_services, "admin"),
    Route("POST", "/OS-KSADM/services", create_service, "admin"),
    Route("GET", "/OS-KSADM/services/<service_id>", get_service, "admin"),
    Route("DELETE", "/OS-KSADM/services/<service_id>", delete_service, "admin"),
)
