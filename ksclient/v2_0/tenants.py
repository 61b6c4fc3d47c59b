"""Tenants: what users work in, and what owns things in a cloud."""

from __future__ import annotations

import builtins
import warnings
from typing import Any

from ksclient.auth._callers import callers_level
from ksclient.auth._redact import hidden, sealed
from ksclient.auth.exceptions.hints import add_hint
from ksclient.auth.plugin import AUTH_INTERFACE
from ksclient.base import ManagerWithFind, WireResource, known_id, path, query
from ksclient.exceptions import EmptyCatalog, EndpointNotFound, OwnTenantsWarning
from ksclient.httpclient import hints
from ksclient.v2_0.roles import Role, RoleManager
from ksclient.v2_0.users import User, UserManager

_PUBLIC = ("public", "publicURL")
_LIST_THE_OWN = (
    "To list the caller's own tenants, which needs no admin API, use "
    'tenants.list(interface="public").'
)


class Tenant(WireResource):
    """What users work in, and what owns things in a cloud; later APIs say project.

    Attributes:
        id: Its id.
        name: Its name.
        description: What it is for; None if null was sent.
        enabled: Whether its users can log in for it.
    """

    id: str
    name: str
    description: str | None
    enabled: bool

    manager: TenantManager

    def update(
        self, name: str | None = None, description: str | None = None, enabled: bool | None = None
    ) -> Tenant:
        """Change this tenant on the server; what is None stays as it is here.

        All three values are sent: for what is None the one of this object, which overwrites a
        change that somebody made since it was fetched. `TenantManager.update` sends what is
        given alone.

        Returns:
            The tenant as it is now; this object does not change.

        Raises:
            ClientException: Whatever `TenantManager.update` raises.
        """
        known = hidden(self.to_dict())
        return self.manager.update(
            self.id,
            tenant_name=name or known.get("name"),
            description=known.get("description") if description is None else description,
            enabled=known.get("enabled") if enabled is None else enabled,
        )

    def add_user(self, user: User | str, role: Role | str) -> Role | None:
        """Give a user a role on this tenant; see `RoleManager.add_user_role`."""
        return self.manager.add_user(self, user, role)

    def remove_user(self, user: User | str, role: Role | str) -> tuple[Any, Any]:
        """Take a role on this tenant away; see `RoleManager.remove_user_role`."""
        return self.manager.remove_user(self, user, role)

    def list_users(self) -> list[User]:
        """List the users who have a role on this tenant."""
        return self.manager.list_users(self)


class TenantManager(ManagerWithFind[Tenant]):
    """The tenants of an Identity v2.0 service (the admin API).

    Every method but `list` needs a token with the admin role. Each raises
    ``Unauthorized`` without a token, ``Forbidden`` without that role, and ``InvalidId`` before
    anything is sent if an id cannot be one.

    Attributes:
        role_manager: Who knows about roles.
        user_manager: Who knows about users.
    """

    resource_class = Tenant

    def __init__(self, client: Any, role_manager: RoleManager, user_manager: UserManager) -> None:
        super().__init__(client)
        self.role_manager = role_manager
        self.user_manager = user_manager

    def get(self, tenant_id: Tenant | str) -> Tenant:
        """Fetch one tenant: ``GET /v2.0/tenants/{id}``.

        Args:
            tenant_id: The tenant's id, or the tenant.

        Raises:
            NotFound: If there is no such tenant.
        """
        return self._get(path("tenants", tenant_id), "tenant")

    def create(
        self,
        tenant_name: str,
        description: str | None = None,
        enabled: bool = True,
        **kwargs: Any,
    ) -> Tenant:
        """Create a tenant: ``POST /v2.0/tenants``.

        Args:
            tenant_name: Its name, 1 to 64 characters, not taken yet.
            description: What it is for. None is sent as null.
            enabled: Whether its users can log in for it.
            **kwargs: Further members to keep with it. ``id`` chooses its id; ``name`` is
                ignored. Keystone keeps any name, so a misspelt argument is no error.

        Raises:
            Conflict: If the name or the id is taken.
        """
        kwargs = sealed(kwargs)  # from tracebacks with locals
        known = {"name": tenant_name, "description": description, "enabled": enabled}
        tenant: Tenant = self._post(path("tenants"), {"tenant": {**kwargs, **known}}, "tenant")
        return tenant

    def list(
        self, limit: int | None = None, marker: Any = None, interface: str | None = None
    ) -> builtins.list[Tenant]:
        """List tenants: ``GET /v2.0/tenants``.

        The admin API lists all tenants, to those with the admin role. The public API lists the
        caller's own, to anyone. A token without any catalog, which is how unscoped tokens
        come, leads to no admin API: then the caller's own are listed, with a warning.

        Args:
            limit: How many to return at most, from 0 up; None for all.
            marker: The tenant to start after, or its id; None for the first.
            interface: ``admin`` or ``public``; None for the client's own, which is ``admin``.

        Raises:
            InvalidArgument: If *limit* is negative or no number; nothing is sent.
            BadRequest: If there is no tenant *marker*.
            EndpointNotFound: If the token's catalog does not have this API of the identity
                service in this region; it says what there is. Or if there is no catalog, and
                nothing says where the identity service is.

        Warns:
            OwnTenantsWarning: If the caller's own tenants are listed where all were asked for.
        """
        url = path("tenants") + query(limit=limit, marker=marker)
        chosen: dict[str, Any] = {"endpoint_filter": {"interface": interface}} if interface else {}
        try:
            return self._list(url, "tenants", **chosen)
        except EmptyCatalog:
            pass  # there is one place left to ask
        except EndpointNotFound as cause:
            asked = interface or getattr(self.client, "interface", None)
            if asked in hints.ADMIN and self._has_public_api_only(cause):
                add_hint(cause, _LIST_THE_OWN)
            raise
        own = self._list_own(url)
        if (interface or getattr(self.client, "interface", None)) not in _PUBLIC:
            warnings.warn(
                "The token has no service catalog, so the caller's own tenants are listed, not "
                'all. Use tenants.list(interface="public") if that is what you want.',
                OwnTenantsWarning,
                stacklevel=callers_level(),
            )
        return own

    def _list_own(self, url: str) -> builtins.list[Tenant]:
        """List the caller's own tenants where the login went."""
        try:
            return self._list(url, "tenants", endpoint_filter={"interface": AUTH_INTERFACE})
        except EndpointNotFound as cause:
            raise EndpointNotFound(
                "The token has no service catalog, and it is not known where the identity service "
                "is: give auth_url= to the client, or to the plugin of its session."
            ) from cause

    def update(
        self,
        tenant_id: Tenant | str,
        tenant_name: str | None = None,
        description: str | None = None,
        enabled: bool | None = None,
        **kwargs: Any,
    ) -> Tenant:
        """Change a tenant: ``POST /v2.0/tenants/{id}``; what is None stays as it is.

        Args:
            tenant_id: The tenant's id, or the tenant.
            tenant_name: Its new name.
            description: Its new description.
            enabled: False revokes all tokens for it.
            **kwargs: Further members to keep with it. Names that are arguments above, once
                they are given, are ignored. Keystone keeps any, so a misspelt one is no error.

        Returns:
            The tenant as it is now.

        Raises:
            NotFound: If there is no such tenant.
            Conflict: If the name is taken.
        """
        kwargs = sealed(kwargs)
        said = {"name": tenant_name, "enabled": enabled, "description": description}
        known = {key: value for key, value in said.items() if value is not None}
        body = sealed({"tenant": {**kwargs, **known, "id": known_id(tenant_id, "tenant_id")}})
        tenant: Tenant = self._post(path("tenants", tenant_id), body, "tenant")
        return tenant

    def delete(self, tenant: Tenant | str) -> tuple[Any, Any]:
        """Delete a tenant: ``DELETE /v2.0/tenants/{id}``.

        Roles on it are taken away, and tokens for it revoked.

        Args:
            tenant: The tenant, or its id.

        Returns:
            The response, and None.

        Raises:
            NotFound: If there is no such tenant.
        """
        return self._delete(path("tenants", tenant))

    def list_users(self, tenant: Tenant | str) -> builtins.list[User]:
        """List the users who have a role on a tenant: ``GET /v2.0/tenants/{id}/users``.

        Args:
            tenant: The tenant, or its id.

        Raises:
            NotFound: If there is no such tenant.
        """
        return self.user_manager.list(known_id(tenant, "tenant"))

    def add_user(self, tenant: Tenant | str, user: User | str, role: Role | str) -> Role | None:
        """Give a user a role on a tenant; see `RoleManager.add_user_role`."""
        return self.role_manager.add_user_role(user, role, known_id(tenant, "tenant"))

    def remove_user(
        self, tenant: Tenant | str, user: User | str, role: Role | str
    ) -> tuple[Any, Any]:
        """Take a role on a tenant away; see `RoleManager.remove_user_role`."""
        return self.role_manager.remove_user_role(user, role, known_id(tenant, "tenant"))

    def _has_public_api_only(self, cause: EndpointNotFound) -> bool:
        region_name = getattr(cause, "region_name", self.client.region_name)
        has_it: bool = self.client.has_public_api_only(region_name)
        return has_it
