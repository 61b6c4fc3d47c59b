"""Services: what a cloud offers, as its catalog lists it."""

from __future__ import annotations

import builtins
from typing import Any

from ksclient.base import ManagerWithFind, WireResource, path

_SERVICES = ("OS-KSADM", "services")
_ONE = "OS-KSADM:service"


class Service(WireResource):
    """Something that a cloud offers, such as ``compute``; its endpoints say where.

    Attributes:
        id: Its id.
        name: Its name, which others may have, too.
        type: What it offers, such as ``compute``.
        description: What it is for; None if null was sent.
        enabled: Whether catalogs list it.
    """

    id: str
    name: str
    type: str
    description: str | None
    enabled: bool

    manager: ServiceManager


class ServiceManager(ManagerWithFind[Service]):
    """The services of an Identity v2.0 service's catalog (the admin API).

    Every method needs a token with the admin role. Each raises ``Unauthorized`` without a
    token, ``Forbidden`` without that role, and ``InvalidId`` before anything is sent if an id
    cannot be one.
    """

    resource_class = Service

    def list(self) -> builtins.list[Service]:
        """List all services: ``GET /v2.0/OS-KSADM/services``."""
        return self._list(path(*_SERVICES), "OS-KSADM:services")

    def get(self, id: Service | str) -> Service:
        """Fetch one service: ``GET /v2.0/OS-KSADM/services/{id}``.

        Args:
            id: The service's id, or the service.

        Raises:
            NotFound: If there is no such service.
        """
        return self._get(path(*_SERVICES, id), _ONE)

    def create(self, name: str, service_type: str, description: str | None = None) -> Service:
        """Create a service: ``POST /v2.0/OS-KSADM/services``.

        Args:
            name: Its name, 1 to 255 characters. It may be taken: Keystone does not mind.
            service_type: What it offers, such as ``compute``; 1 to 255 characters.
            description: What it is for. None is sent as null.

        Raises:
            BadRequest: If the name or the type is empty or too long.
        """
        members = {"name": name, "type": service_type, "description": description}
        service: Service = self._post(path(*_SERVICES), {_ONE: members}, _ONE)
        return service

    def delete(self, id: Service | str) -> tuple[Any, Any]:
        """Delete a service and its endpoints: ``DELETE /v2.0/OS-KSADM/services/{id}``.

        Args:
            id: The service's id, or the service.

        Returns:
            The response, and None.

        Raises:
            NotFound: If there is no such service.
        """
        return self._delete(path(*_SERVICES, id))
