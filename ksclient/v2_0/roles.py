"""Roles, and who has them on which tenant."""

from __future__ import annotations

import builtins
from typing import Any

from ksclient.base import ManagerWithFind, WireResource, path


class Role(WireResource):
    """What a user may be on a tenant, such as ``admin``.

    Attributes:
        id: Its id.
        name: Its name.
        domain_id: None in v2.0; newer servers tell it.
        description: What it is for, where the server tells that.
    """

    id: str
    name: str
    domain_id: str | None
    description: str | None

    manager: RoleManager


class RoleManager(ManagerWithFind[Role]):
    """The roles of an Identity v2.0 service, and their grants (the admin API).

    Every method needs a token with the admin role. Each raises ``Unauthorized`` without a
    token, ``Forbidden`` without that role, and ``InvalidId`` before anything is sent if an id
    cannot be one.
    """

    resource_class = Role

    def get(self, role: Role | str) -> Role:
        """Fetch one role: ``GET /v2.0/OS-KSADM/roles/{id}``.

        Args:
            role: The role, or its id.

        Raises:
            NotFound: If there is no such role.
        """
        return self._get(path("OS-KSADM", "roles", role), "role")

    def create(self, name: str) -> Role:
        """Create a role: ``POST /v2.0/OS-KSADM/roles``.

        Args:
            name: Its name, 1 to 255 characters, not taken yet.

        Raises:
            Conflict: If the name is taken.
        """
        role: Role = self._post(path("OS-KSADM", "roles"), {"role": {"name": name}}, "role")
        return role

    def delete(self, role: Role | str) -> tuple[Any, Any]:
        """Delete a role and all its grants: ``DELETE /v2.0/OS-KSADM/roles/{id}``.

        Tokens of those who had it are revoked.

        Args:
            role: The role, or its id.

        Returns:
            The response, and None.

        Raises:
            NotFound: If there is no such role.
        """
        return self._delete(path("OS-KSADM", "roles", role))

    def list(self) -> builtins.list[Role]:
        """List all roles: ``GET /v2.0/OS-KSADM/roles``."""
        return self._list(path("OS-KSADM", "roles"), "roles")

    def roles_for_user(self, user: Any, tenant: Any = None) -> builtins.list[Role]:
        """List the roles of a user: ``GET /v2.0/tenants/{id}/users/{id}/roles``.

        Args:
            user: The user, or its id.
            tenant: The tenant to look on, or its id. None asks for roles that hold on all
                tenants (``GET /v2.0/users/{id}/roles``), which Keystone does not have.

        Raises:
            NotFound: If there is no such user or tenant.
            HttpNotImplemented: Without a tenant, from Keystone.
        """
        return self._list(path(*_holder(user, tenant)), "roles")

    def add_user_role(self, user: Any, role: Role | str, tenant: Any = None) -> Role | None:
        """Give a user a role: ``PUT /v2.0/tenants/{id}/users/{id}/roles/OS-KSADM/{id}``.

        Args:
            user: The user, or its id. Keystone does not check that there is one.
            role: The role, or its id.
            tenant: The tenant to give it on, or its id. None means all tenants
                (``PUT /v2.0/users/{id}/roles/OS-KSADM/{id}``), which Keystone does not have.

        Returns:
            The role; None if the server answers without a body.

        Raises:
            NotFound: If there is no such tenant or role.
            Conflict: If the user has the role there already.
            HttpNotImplemented: Without a tenant, from Keystone.
        """
        url = path(*_holder(user, tenant), "OS-KSADM", role)
        granted: Role | None = self._update(url, None, "roles" if tenant is None else "role")
        return granted

    def remove_user_role(self, user: Any, role: Role | str, tenant: Any = None) -> tuple[Any, Any]:
        """Take a role away: ``DELETE /v2.0/tenants/{id}/users/{id}/roles/OS-KSADM/{id}``.

        The user's tokens for the tenant are revoked.

        Args:
            user: The user, or its id.
            role: The role, or its id.
            tenant: The tenant to take it away on, or its id. None means all tenants
                (``DELETE /v2.0/users/{id}/roles/OS-KSADM/{id}``), which Keystone does not have.

        Returns:
            The response, and None.

        Raises:
            NotFound: If the user does not have the role there.
            HttpNotImplemented: Without a tenant, from Keystone.
        """
        return self._delete(path(*_holder(user, tenant), "OS-KSADM", role))


def _holder(user: Any, tenant: Any) -> tuple[Any, ...]:
    """Return the segments of what lists a user's roles, on one tenant or on all."""
    on_tenant = () if tenant is None else ("tenants", tenant)
    return (*on_tenant, "users", user, "roles")
