"""EC2 credentials: access keys for the APIs that speak Amazon's protocol."""

from __future__ import annotations

import builtins
from typing import Any

from ksclient.base import ManagerWithFind, WireResource, known_id, path
from ksclient.exceptions import InvalidArgument


class EC2(WireResource):
    """An access key and its secret, for one user on one tenant.

    `ksclient.contrib.ec2.utils.Ec2Signer` signs requests with it.

    Attributes:
        access: The access key, which names it.
        secret: What requests are signed with. Keep it private.
        user_id: The id of the user whose requests these are.
        tenant_id: The id of the tenant that they are for.
        trust_id: The id of the trust that they are made under; None for none.
    """

    access: str
    secret: str
    user_id: str
    tenant_id: str
    trust_id: str | None

    manager: CredentialsManager

    @property
    def id(self) -> str:
        """What names it in URLs: its access key."""
        return self.access

    def delete(self) -> tuple[Any, Any]:
        """Delete it on the server; see `CredentialsManager.delete`."""
        return self.manager.delete(self.user_id, self)

    def _fetched(self) -> Any:
        return self.manager.get(self.user_id, self)


class CredentialsManager(ManagerWithFind[EC2]):
    """The EC2 credentials of users (the admin API).

    A user may do all of this for himself, whoever has the admin role for anyone. Each method
    raises ``Unauthorized`` without a token, ``Forbidden`` for another user's credentials, and
    ``InvalidId`` before anything is sent if an id cannot be one. Secrets never reach a log.
    """

    resource_class = EC2

    def create(self, user_id: Any, tenant_id: Any) -> EC2:
        """Create a credential: ``POST /v2.0/users/{id}/credentials/OS-EC2``.

        Args:
            user_id: The id of the user it is for, or the user.
            tenant_id: The id of the tenant it is for, or the tenant. Keystone does not check
                that the user has a role there; a request that is signed with it then fails.

        Raises:
            NotFound: If there is no such user or tenant.
        """
        members = {"tenant_id": known_id(tenant_id, "tenant_id")}
        credential: EC2 = self._post(_credentials_of(user_id), members, "credential")
        return credential

    def list(self, user_id: Any) -> builtins.list[EC2]:  # type: ignore[override]  # per user only
        """List a user's credentials: ``GET /v2.0/users/{id}/credentials/OS-EC2``.

        Args:
            user_id: The id of the user, or the user.

        Raises:
            NotFound: If there is no such user.
        """
        return self._list(_credentials_of(user_id), "credentials")

    def get(self, user_id: Any, access: EC2 | str) -> EC2:
        """Fetch a credential: ``GET /v2.0/users/{id}/credentials/OS-EC2/{access}``.

        Args:
            user_id: The id of the user, or the user.
            access: The access key, or the credential.

        Raises:
            NotFound: If there is no such access key.
        """
        return self._get(_credentials_of(user_id, access), "credential")

    def delete(self, user_id: Any, access: EC2 | str) -> tuple[Any, Any]:
        """Delete a credential: ``DELETE /v2.0/users/{id}/credentials/OS-EC2/{access}``.

        Args:
            user_id: The id of the user, or the user.
            access: The access key, or the credential.

        Returns:
            The response, and None.

        Raises:
            NotFound: If there is no such access key.
        """
        return self._delete(_credentials_of(user_id, access))

    def _candidates(self, wanted: dict[str, Any]) -> builtins.list[EC2]:
        if "user_id" not in wanted:
            raise InvalidArgument(
                "Credentials are listed by user, so nothing was sent: name the user, too, as in "
                'ec2.find(user_id="…", tenant_id="…").'
            )
        # Whoever is listed is the user's: a server may leave the id out, or a caller give the user.
        return self.list(wanted.pop("user_id"))


def _credentials_of(user: Any, *access: Any) -> str:
    return path("users", user, "credentials", "OS-EC2", *access)
