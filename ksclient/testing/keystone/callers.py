"""Who asks, and whether he may."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from ksclient.testing.keystone import access, refusals
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.request import Request
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.tokens import Token
from ksclient.testing.profile import SubjectTokens


@dataclass(frozen=True)
class Caller:
    """Who asks.

    Attributes:
        token: His token. None for the configuration's admin token, and for nobody.
        is_admin_token: Whether he has the configuration's token.
        role_names: The names of the roles that the token has, in lower case.
    """

    token: Token | None = None
    is_admin_token: bool = False
    role_names: frozenset[str] = frozenset()

    @property
    def is_admin(self) -> bool:
        """Return whether he may do everything."""
        return self.is_admin_token or "admin" in self.role_names


def caller_of(request: Request, keystone: Keystone) -> Caller:
    """Return who asks. A token that is not good is as none, unless the profile is strict.

    Raises:
        Refusal: 401, with such a profile.
    """
    token_id = request.token_id
    if not token_id:
        return Caller()
    admin = keystone.settings.admin_token
    if admin and hmac.compare_digest(token_id.encode(), admin.encode()):
        return Caller(is_admin_token=True)
    try:
        token = keystone.tokens.find(token_id)
    except Refusal:
        if keystone.profile.refuses_bad_tokens_everywhere:
            raise refusals.unauthorized() from None
        return Caller()
    role_names = frozenset(role.name.lower() for role in access.roles_of(keystone, token))
    return Caller(token, role_names=role_names)


@dataclass(frozen=True)
class Context:
    """What a route is given: the request, who asks, and the Keystone to answer from."""

    request: Request
    caller: Caller
    keystone: Keystone

    def require_token(self) -> Token:
        """Return the caller's token: any will do.

        Raises:
            Refusal: 401.
        """
        if self.caller.token is None:
            raise refusals.unauthorized()
        return self.caller.token

    def require_admin(self) -> None:
        """See that the caller is an administrator.

        Raises:
            Refusal: 401 or 403.
        """
        self._check_subject("everywhere")
        if self.caller.is_admin:
            return
        token = self.require_token()
        if not token.tenant_id and self.keystone.profile.unscoped_admin_status == 401:
            raise refusals.unauthorized()
        raise refusals.forbidden("admin_required")

    def require_service_or_admin(self, action: str) -> None:
        """See that the caller may do *action*, as a service or an administrator.

        Raises:
            Refusal: 401 or 403.
        """
        self._check_subject("services", "everywhere")
        if self.caller.is_admin:
            return
        self.require_token()
        if "service" not in self.caller.role_names:
            raise refusals.forbidden(f"identity:{action}")

    def require_self_or_admin(self, user_id: str) -> None:
        """See that the caller is this user, or an administrator.

        Raises:
            Refusal: 401 or 403.
        """
        self._check_subject("everywhere")
        if not self.caller.is_admin and self.require_token().user_id != user_id:
            raise refusals.forbidden()

    def _check_subject(self, *where: SubjectTokens) -> None:
        """Trip over ``X-Subject-Token``, a header of v3, if the profile does so on such routes.

        Raises:
            Refusal: 404 if it names no good token; 500 if it does.
        """
        given = self.request.headers.get("X-Subject-Token")
        if self.caller.token is None or given is None:
            return
        if self.keystone.profile.subject_tokens_trip in where:
            self.keystone.tokens.find(given)
            raise refusals.broken()
