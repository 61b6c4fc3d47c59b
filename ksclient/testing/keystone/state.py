"""All that Keystone stores but tokens, and questions that span its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ksclient.testing.keystone.tables import (
    Credential,
    Endpoint,
    Grant,
    Role,
    Service,
    Table,
    Tenant,
    Trust,
    User,
)

DEFAULT_DOMAIN = "default"
MEMBER_ROLE_ID = "9fe2ff9ee4384b1894a90878d3e92bab"
MEMBER_ROLE_NAME = "_member_"


class State:
    """The tables. It is also whom the persistence manager of tokens asks who is who.

    Nothing here locks: `Keystone.lock` is held by who reads or changes it.
    """

    def __init__(self) -> None:
        self.tenants: Table[Tenant] = Table("project")
        self.users: Table[User] = Table("user")
        self.roles: Table[Role] = Table("role")
        self.services: Table[Service] = Table("service")
        self.endpoints: Table[Endpoint] = Table("endpoint")
        self.credentials: Table[Credential] = Table("credential")
        self.trusts: Table[Trust] = Table("trust")
        self.grants: dict[Grant, None] = {}  # in order

    def roles_of(self, user_id: str, tenant_id: str) -> list[Role]:
        """Return the roles that a user has on a tenant."""
        found = (
            self.roles.find(grant.role_id)
            for grant in self.grants
            if grant.user_id == user_id and grant.tenant_id == tenant_id
        )
        return [role for role in found if role]

    def tenants_of(self, user_id: str) -> list[Tenant]:
        """Return the tenants on which a user has a role, in the order of all tenants."""
        ids = {grant.tenant_id for grant in self.grants if grant.user_id == user_id}
        return [tenant for tenant in self.tenants if tenant.id in ids]

    def users_on(self, tenant_id: str) -> list[User]:
        """Return the users who have a role on a tenant, each once."""
        ids = dict.fromkeys(self.list_user_ids_for_project(tenant_id))
        return [user for user in map(self.users.find, ids) if user]

    def member_role(self) -> Role:
        """Return the role that a user's default tenant gives, which is made when it is needed."""
        return self.roles.find(MEMBER_ROLE_ID) or self.roles.add(
            Role(MEMBER_ROLE_NAME, id=MEMBER_ROLE_ID)
        )

    def forget_user(self, user_id: str) -> None:
        """Remove the grants, EC2 credentials and trusts of a user who is gone."""
        self._remove_what(user_id=user_id)
        for trust in self.trusts:
            if user_id in {trust.trustor_user_id, trust.trustee_user_id}:
                self.trusts.remove(trust.id)

    def forget_tenant(self, tenant_id: str) -> None:
        """Remove the grants, EC2 credentials and trusts for a tenant that is gone.

        Users whose default tenant it was have none, then.
        """
        self._remove_what(tenant_id=tenant_id)
        for trust in self.trusts:
            if trust.tenant_id == tenant_id:
                self.trusts.remove(trust.id)
        for user in self.users:
            if user.tenant_id == tenant_id:
                user.tenant_id = None

    def _remove_what(self, *, user_id: str | None = None, tenant_id: str | None = None) -> None:
        """Remove the grants and EC2 credentials of a user, or for a tenant."""
        for grant in list(self.grants):
            if user_id == grant.user_id or tenant_id == grant.tenant_id:
                del self.grants[grant]
        for credential in self.credentials:
            if user_id == credential.user_id or tenant_id == credential.tenant_id:
                self.credentials.remove(credential.id)

    # --- what `ksclient.token.persistence` asks --------------------------------------------

    def list_users(self, domain_id: str) -> Iterable[Mapping[str, Any]]:
        """Return the users of a domain; v2.0 has one domain."""
        return [{"id": user.id} for user in self.users] if domain_id == DEFAULT_DOMAIN else []

    def list_projects(self) -> Iterable[Mapping[str, Any]]:
        """Return all tenants."""
        return [{"id": tenant.id, "domain_id": DEFAULT_DOMAIN} for tenant in self.tenants]

    def list_user_ids_for_project(self, project_id: str) -> list[str]:
        """Return the ids of those who have a role on a tenant, each once."""
        return list(dict.fromkeys(g.user_id for g in self.grants if g.tenant_id == project_id))

    def list_trusts_for_trustee(self, user_id: str) -> Iterable[Mapping[str, Any]]:
        """Return the trusts by which a user acts for others."""
        return [t.wire() for t in self.trusts if t.trustee_user_id == user_id]

    def list_trusts_for_trustor(self, user_id: str) -> Iterable[Mapping[str, Any]]:
        """Return the trusts by which others act for a user."""
        return [t.wire() for t in self.trusts if t.trustor_user_id == user_id]
