"""Whom a persistence manager asks about users, tenants and trusts.

Only what they are asked is named here, with the names that Keystone's managers have. What
they return are dictionaries, of which the named members are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class IdentityAPI(Protocol):
    """Knows the users."""

    def list_users(self, domain_id: str) -> Iterable[Mapping[str, Any]]:
        """Return the users of a domain: ``id``."""


class ResourceAPI(Protocol):
    """Knows the tenants."""

    def list_projects(self) -> Iterable[Mapping[str, Any]]:
        """Return all tenants: ``id``, ``domain_id``."""


class AssignmentAPI(Protocol):
    """Knows who has a role where."""

    def list_user_ids_for_project(self, project_id: str) -> Iterable[str]:
        """Return the ids of the users who have a role on a tenant."""


class TrustAPI(Protocol):
    """Knows who trusts whom."""

    def list_trusts_for_trustee(self, user_id: str) -> Iterable[Mapping[str, Any]]:
        """Return the trusts by which this user acts for others: ``id``."""

    def list_trusts_for_trustor(self, user_id: str) -> Iterable[Mapping[str, Any]]:
        """Return the trusts by which others act for this user: ``id``, ``trustee_user_id``."""
