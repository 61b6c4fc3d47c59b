"""Endpoints: where the services of a cloud are."""

from __future__ import annotations

import builtins
from typing import Any

from ksclient.auth._redact import hidden
from ksclient.base import ManagerWithFind, WireResource, known_id, path


class Endpoint(WireResource):
    """Where a service is in one region, for the public, for operators and from inside.

    What a server leaves out, as Keystone does with a URL that is not set, is no attribute of
    the object.

    Attributes:
        id: Its id.
        region: The region; None for no region.
        service_id: The id of the service.
        publicurl: Where anyone reaches the service.
        adminurl: Where operators reach it.
        internalurl: Where it is reached from inside the cloud.
        enabled: Whether catalogs list it.
    """

    id: str
    region: str | None
    service_id: str
    publicurl: str
    adminurl: str
    internalurl: str
    enabled: bool

    manager: EndpointManager


class EndpointManager(ManagerWithFind[Endpoint]):
    """The endpoints of an Identity v2.0 service's catalog (the admin API).

    Every method needs a token with the admin role. Each raises ``Unauthorized`` without a
    token, ``Forbidden`` without that role, and ``InvalidId`` before anything is sent if an id
    cannot be one. There is no route to fetch one endpoint: `find` looks through the list.
    """

    resource_class = Endpoint

    def list(self) -> builtins.list[Endpoint]:
        """List all endpoints that have a public URL: ``GET /v2.0/endpoints``."""
        return self._list(path("endpoints"), "endpoints")

    def create(
        self,
        region: str | None,
        service_id: Any,
        publicurl: str,
        adminurl: str | None = None,
        internalurl: str | None = None,
    ) -> Endpoint:
        """Create an endpoint: ``POST /v2.0/endpoints``.

        A URL may hold ``%(tenant_id)s`` and ``%(user_id)s``, which a token's catalog fills in.

        Args:
            region: The region; an unknown one is made. None for no region.
            service_id: The id of the service, or the service.
            publicurl: Where anyone reaches it.
            adminurl: Where operators reach it. None for nowhere.
            internalurl: Where it is reached from inside the cloud. None for nowhere.

        Raises:
            BadRequest: If there is no such service, or a URL holds another ``%(name)s``.
        """
        # A URL may name a password: from tracebacks with locals.
        publicurl, adminurl, internalurl = hidden(publicurl), hidden(adminurl), hidden(internalurl)
        members = {
            "region": region,
            "service_id": known_id(service_id, "service_id"),
            "publicurl": publicurl,
            "adminurl": adminurl,
            "internalurl": internalurl,
        }
        endpoint: Endpoint = self._post(path("endpoints"), {"endpoint": members}, "endpoint")
        return endpoint

    def delete(self, id: Endpoint | str) -> tuple[Any, Any]:
        """Delete an endpoint with all its URLs: ``DELETE /v2.0/endpoints/{id}``.

        Args:
            id: The endpoint's id, or the endpoint.

        Returns:
            The response, and None.

        Raises:
            NotFound: If there is no such endpoint, or it was made through v3.
        """
        return self._delete(path("endpoints", id))
