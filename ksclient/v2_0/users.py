"""Users: those who log in."""

from __future__ import annotations

import builtins
from typing import Any

from ksclient.auth._redact import has_secret, sealed, secret
from ksclient.base import ManagerWithFind, WireResource, known_id, path, query
from ksclient.exceptions import InvalidId, ValidationError
from ksclient.v2_0 import own_password
from ksclient.v2_0.roles import Role, RoleManager


class User(WireResource):
    """Someone who can log in, and who holds roles on tenants.

    What a server leaves out, as Keystone does with an e-mail address that is not set, is no
    attribute of the object.

    Attributes:
        id: Its id.
        name: The name that it logs in with.
        username: The same name; Keystone tells both.
        enabled: Whether it can log in.
        email: Its e-mail address; None if null was sent.
        tenantId: The id of its own tenant.
    """

    id: str
    name: str
    username: str
    enabled: bool
    email: str | None
    tenantId: str  # noqa: N815 - the server's spelling

    manager: UserManager

    _repeats = ("username", "name")

    def list_roles(self, tenant: Any = None) -> list[Role]:
        """List this user's roles on a tenant; see `RoleManager.roles_for_user`."""
        return self.manager.list_roles(self, tenant)


class UserManager(ManagerWithFind[User]):
    """The users of an Identity v2.0 service (the admin API).

    Every method but `update_own_password` needs a token with the admin role. Each raises
    ``Unauthorized`` without a token, ``Forbidden`` without that role, and ``InvalidId`` before
    anything is sent if an id cannot be one. Passwords never reach a log.

    Attributes:
        role_manager: Who knows about roles.
    """

    resource_class = User

    def __init__(self, client: Any, role_manager: RoleManager) -> None:
        super().__init__(client)
        self.role_manager = role_manager

    def get(self, user: User | str) -> User:
        """Fetch one user: ``GET /v2.0/users/{id}``.

        Args:
            user: The user, or its id.

        Raises:
            NotFound: If there is no such user.
        """
        return self._get(path("users", user), "user")

    def create(
        self,
        name: str,
        password: str | None = None,
        email: str | None = None,
        tenant_id: Any = None,
        enabled: bool = True,
    ) -> User:
        """Create a user: ``POST /v2.0/users``.

        Args:
            name: The name to log in with, 1 to 255 characters, not taken yet.
            password: The password. None for a user who cannot log in by password.
            email: The e-mail address. None is sent as null.
            tenant_id: The id of the user's tenant, or the tenant; the user is made a member
                of it. None for no tenant.
            enabled: Whether the user can log in.

        Raises:
            Conflict: If the name is taken.
            NotFound: If there is no such tenant.
        """
        password = secret(password)  # here as below: from tracebacks with locals
        user = {
            "name": name,
            "password": password,
            "tenantId": None if tenant_id is None else known_id(tenant_id, "tenant_id"),
            "email": email,
            "enabled": enabled,
        }
        made: User = self._post(path("users"), {"user": user}, "user", log=not password)
        return made

    def update(self, user: User | str, **kwargs: Any) -> User:
        """Change a user: ``PUT /v2.0/users/{id}``; what is not named stays as it is.

        Args:
            user: The user, or its id.
            **kwargs: Members of the user, such as ``name``, ``email``, ``enabled``. Keystone
                keeps any others with it, so a misspelt one is no error and changes nothing else.

        Returns:
            The user as it is now.

        Raises:
            NotFound: If there is no such user.
            Conflict: If the name is taken.
        """
        kwargs = sealed(kwargs)
        return self._change(path("users", user), kwargs)

    def update_enabled(self, user: User | str, enabled: bool) -> User:
        """Let a user log in, or not: ``PUT /v2.0/users/{id}/OS-KSADM/enabled``.

        Args:
            user: The user, or its id.
            enabled: False revokes all the user's tokens.

        Returns:
            The user as it is now.

        Raises:
            NotFound: If there is no such user.
        """
        return self._change(path("users", user, "OS-KSADM", "enabled"), {"enabled": enabled})

    def update_password(self, user: User | str, password: str) -> User:
        """Set a user's password: ``PUT /v2.0/users/{id}/OS-KSADM/password``.

        All the user's tokens are revoked.

        Args:
            user: The user, or its id.
            password: The new password.

        Returns:
            The user as it is now.

        Raises:
            NotFound: If there is no such user.
        """
        password = secret(password)
        return self._change(path("users", user, "OS-KSADM", "password"), {"password": password})

    def update_own_password(self, origpasswd: str, passwd: str) -> User:
        """Change the caller's password: ``PATCH /v2.0/OS-KSCRUD/users/{id}``, public API.

        Any user may do this. All the user's tokens are revoked, the one in use included; the
        server answers with a new one. The session's plugin still has the old password: go on
        with a new session.

        Args:
            origpasswd: The password until now.
            passwd: The new password.

        Returns:
            The server's answer: an object with the new ``token``, and ``user``.

        Raises:
            Unauthorized: If *origpasswd* is wrong. This is not tried again: it says nothing
                about the token.
            NotFound: If there is no such route or user, and if the token is dead and cannot be
                replaced. Where it can, the change is sent once more.
            InvalidId: If the login has no user: an admin token's has none. Nothing is sent.
            ValidationError: If the login is for no tenant, which Keystone fails on after it has
                changed the password. Nothing is sent.
        """
        origpasswd, passwd = secret(origpasswd), secret(passwd)
        user_id = self.client.user_id
        if user_id is None:
            raise InvalidId(
                "This login has no user, as an admin token has none; so there is no own password, "
                "and nothing was sent. Log in as the user, or use "
                "users.update_password(user, password)."
            )
        if self.client.has_unscoped_token():
            raise ValidationError(
                "The token is for no tenant. Keystone would change the password and then fail with "
                "an error 500, so nothing was sent. Scope the login to a tenant: tenant_name=."
            )
        response, body = own_password.change(self.client, user_id, origpasswd, passwd)
        changed: User = self._made_of_any(response, body, "access")  # type: ignore[assignment]
        return self._prepare_return_value(response, changed)

    def update_tenant(self, user: User | str, tenant: Any) -> User:
        """Set a user's own tenant: ``PUT /v2.0/users/{id}/OS-KSADM/tenant``.

        The user becomes a member of it, and is no member of the former one any more.

        Args:
            user: The user, or its id.
            tenant: The tenant, or its id. None leaves it as it is: v2.0 cannot clear it.

        Returns:
            The user as it is now.

        Raises:
            NotFound: If there is no such user or tenant.
        """
        members = {"tenantId": None if tenant is None else known_id(tenant, "tenant")}
        return self._change(path("users", user, "OS-KSADM", "tenant"), members)

    def delete(self, user: User | str) -> tuple[Any, Any]:
        """Delete a user: ``DELETE /v2.0/users/{id}``.

        The user's roles and credentials go, too, and the tokens are revoked.

        Args:
            user: The user, or its id.

        Returns:
            The response, and None.

        Raises:
            NotFound: If there is no such user.
        """
        return self._delete(path("users", user))

    def list(
        self, tenant_id: Any = None, limit: int | None = None, marker: Any = None
    ) -> builtins.list[User]:
        """List users: ``GET /v2.0/users``, or ``GET /v2.0/tenants/{id}/users``.

        Args:
            tenant_id: The id of a tenant, or the tenant, to list those who have a role on it.
                None for all users.
            limit: How many to return at most, from 0 up; None for all. Keystone ignores it.
            marker: The user to start after, or its id. Keystone ignores it.

        Raises:
            InvalidArgument: If *limit* is negative or no number; nothing is sent.
            NotFound: If there is no such tenant.
        """
        of_tenant = () if tenant_id is None else ("tenants", tenant_id)
        return self._list(path(*of_tenant, "users") + query(limit=limit, marker=marker), "users")

    def list_roles(self, user: User | str, tenant: Any = None) -> builtins.list[Role]:
        """List a user's roles on a tenant; see `RoleManager.roles_for_user`."""
        return self.role_manager.roles_for_user(user, tenant)

    def _change(self, url: str, members: dict[str, Any]) -> User:
        members = sealed(members)
        quiet: dict[str, Any] = {"log": False} if has_secret(members) else {}
        changed: User = self._update(url, {"user": members}, "user", **quiet)
        return changed
