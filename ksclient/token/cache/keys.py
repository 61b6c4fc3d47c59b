"""Where in a store a login is kept: by whose it is and what it is for."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from ksclient.auth._redact import SecretDict, secret
from ksclient.auth.identity import BaseIdentityPlugin
from ksclient.auth.identity.auth_url import cloud_of

FORMAT = 1
"""The version of keys and records. Programs with another one do not see what these wrote."""

SALT_KEY = hashlib.sha256(b"ksclient.token.cache: salt").hexdigest()
"""Where the salt of a store is kept."""

_SCOPE = (
    "tenant_id",
    "tenant_name",
    "trust_id",
    "include_catalog",
    "project_domain_id",
    "project_domain_name",
    "domain_id",
    "domain_name",
)
_USER = ("username", "user_id", "user_domain_id", "user_domain_name")


def check_cacheable(plugin: object) -> None:
    """Refuse a plugin whose logins cannot be told from those of others.

    Raises:
        TypeError: If it is such a one.
    """
    if not isinstance(plugin, BaseIdentityPlugin):
        raise TypeError(
            "A token cache takes a plugin of ksclient.auth.identity that logs in, such as "
            f"v2.Password, not {type(plugin).__name__}"
        )
    elements = _elements_of(plugin)
    if not (elements.get("username") or elements.get("user_id") or "token" in elements):
        raise TypeError(
            f"{type(plugin).__name__} cannot be cached: it does not say whose logins it makes, "
            "by username, user_id or token"
        )


def key_of(plugin: BaseIdentityPlugin, salt: bytes, kind: str) -> str:
    """Return the key of what a store holds for a plugin's logins: 64 hex digits.

    It depends on no password: whoever can read a weak one's hash can guess it. A token that is
    exchanged is its own user, and too long to guess.

    Args:
        plugin: Makes the logins.
        salt: The store's.
        kind: What is held.

    Raises:
        AuthorizationFailure: If the plugin lost its trust or its token in a pickle.
    """
    _demand_all(plugin)
    written = secret(json.dumps([FORMAT, kind, sorted(_named(plugin).items())]))
    return hmac.new(salt, written.encode(), hashlib.sha256).hexdigest()


def _named(plugin: BaseIdentityPlugin) -> dict[str, Any]:
    """Return all that makes a login another one, each under its name: a name is no id."""
    elements = _elements_of(plugin)
    elements["tenant_id"] = elements.get("tenant_id") or elements.get("project_id")
    elements["tenant_name"] = elements.get("tenant_name") or elements.get("project_name")
    if elements["tenant_id"]:
        elements["tenant_name"] = None  # it is not sent, either
    if elements.get("username"):
        elements["user_id"] = None
    wanted = (*_USER, *_SCOPE, "token")
    named = SecretDict({name: elements[name] for name in wanted if elements.get(name)})
    named["auth_url"] = cloud_of(plugin.auth_url or "")
    return named


def _elements_of(plugin: BaseIdentityPlugin) -> dict[str, Any]:
    try:
        return SecretDict(plugin.get_cache_id_elements())
    except NotImplementedError:
        return {}


def _demand_all(plugin: BaseIdentityPlugin) -> None:
    """Refuse to name a login by less than all of it."""
    plugin._demand_trust()  # noqa: SLF001 - without it, the key would be that of another login
    for name in {"token", "_token"} & vars(plugin).keys():
        plugin._demand(name)  # noqa: SLF001 - nor without the token that is exchanged
