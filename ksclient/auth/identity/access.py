"""Use a login that was made before, or elsewhere."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

import copy
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ksclient.auth import access
from ksclient.auth.access.forms import members_of
from ksclient.auth.identity.base import BaseIdentityPlugin

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo

__all__ = ["AccessInfoPlugin"]


class AccessInfoPlugin(BaseIdentityPlugin):
    """Takes token and catalog from an ``AccessInfo``; it can get no other token.

    Args:
        auth_ref: The access info, of ``ksclient.auth.access``, of ``ksclient.access``, or
            keystoneauth1's for v2.0; or a dictionary: the body of a login's answer, or what one
            of these became in JSON.
        auth_url: Where it came from; needed for endpoints at AUTH_INTERFACE only.

    Raises:
        TypeError: If *auth_ref* is something else.
        InvalidResponse: If it is a dictionary that holds no token of Identity v2.0.
    """

    def __init__(self, auth_ref: AccessInfo | Any, auth_url: str | None = None) -> None:
        super().__init__(auth_url=auth_url, reauthenticate=False)
        self.auth_ref = _access_info(auth_ref)

    def get_auth_ref(self, session: Session) -> AccessInfo:
        """Return the access info, without any I/O."""
        auth_ref: AccessInfo = self._demand("auth_ref")
        return auth_ref

    def invalidate(self) -> bool:
        """Return False, and keep the access info: there is no other one to be had."""
        return False

    def explain_rejection(self) -> str | None:
        """Say that this plugin cannot log in."""
        ended = self.auth_ref is not None and self.auth_ref.will_expire_soon(0)
        return (
            f"{'The token has expired' if ended else 'If it is the token that was refused'}: an "
            "AccessInfoPlugin has no credentials and cannot get another. Log in with a plugin that "
            "has, such as ksclient.auth.identity.v2.Password."
        )


def _access_info(given: Any) -> AccessInfo:
    """Return the access info that *given* is, or is a view of, or stands for elsewhere."""
    found = given if isinstance(given, access.AccessInfo) else getattr(given, "auth_info", None)
    if isinstance(found, access.AccessInfo):
        return found
    theirs = sys.modules.get("keystoneauth1.access.access")
    if theirs is not None and isinstance(given, theirs.AccessInfoV2):
        return access.create(body=given._data, auth_token=given.auth_token)  # noqa: SLF001
    if isinstance(given, Mapping):
        return access.create(body=copy.deepcopy(dict(members_of(given))))
    raise TypeError(
        f"auth_ref must be an AccessInfo, not {type(given).__name__}: pass what "
        "plugin.get_access(session), client.auth_ref or AccessInfo.load(path) gave, or make one "
        "of an 'access' document with ksclient.auth.access.create(body=...)"
    )
