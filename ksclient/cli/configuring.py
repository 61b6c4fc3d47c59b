"""What the options of a command line say, as a configuration has it."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Mapping

from ksclient.auth._redact import SecretDict, secret

_OVERRIDES = {
    "os_auth_url": "auth_url",
    "os_username": "username",
    "os_password": "password",
    "os_tenant_name": "tenant_name",
    "os_tenant_id": "tenant_id",
    "os_auth_type": "auth_type",
    "os_region_name": "region_name",
    "os_interface": "identity_interface",
    "os_token": "token",
    "os_endpoint": "endpoint",
    "os_cacert": "cacert",
    "os_cert": "cert",
    "os_key": "key",
    "timeout": "api_timeout",
}
"""Which key of a configuration each option is."""

OPTIONS = {key: f"--{name.replace('_', '-')}" for name, key in _OVERRIDES.items()} | {
    "insecure": "--insecure"
}
"""Which option says what a configuration has under a key."""

TOKEN_VARIABLES = ("OS_SERVICE_TOKEN", "SERVICE_TOKEN")
ENDPOINT_VARIABLES = ("OS_SERVICE_ENDPOINT", "SERVICE_ENDPOINT")
_VERSION_VARIABLES = ("OS_IDENTITY_API_VERSION", "KEYSTONE_VERSION")
_LOGIN_VARIABLES = ("OS_AUTH_URL", "OS_USERNAME", "OS_PASSWORD")


def environment(said: argparse.Namespace, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without a version of the API; warn if it is another one."""
    version = said.os_identity_api_version or _first(environ, _VERSION_VARIABLES)
    if version and version.lower().removeprefix("v") not in {"2", "2.0"}:
        warnings.warn(
            f"unsupported identity-api-version {version}, falling back to 2.0", stacklevel=2
        )
    return {name: value for name, value in environ.items() if name not in _VERSION_VARIABLES}


def overrides(said: argparse.Namespace, environ: Mapping[str, str]) -> SecretDict:
    """Return what options say, by the keys of a configuration."""
    found = SecretDict(
        {
            key: getattr(said, name)
            for name, key in _OVERRIDES.items()
            if getattr(said, name) is not None
        }
    )
    if said.insecure:
        found["insecure"] = True
    if said.os_cache:
        found["cache"] = True
    return _with_admin_token(found, said, environ)


def _with_admin_token(
    found: SecretDict, said: argparse.Namespace, environ: Mapping[str, str]
) -> SecretDict:
    """Return *found* for a token that is used as it is, if there are one and an endpoint."""
    is_named = said.os_cloud or environ.get("OS_CLOUD")
    if is_named and not (said.os_token or said.os_endpoint):
        return found
    token = secret(said.os_token or _first(environ, TOKEN_VARIABLES))
    endpoint = said.os_endpoint or _first(environ, ENDPOINT_VARIABLES)
    if not (token and endpoint):
        return found
    logins = {"auth_url", "username", "password"}
    if logins & found.keys() or _first(environ, _LOGIN_VARIABLES):
        warnings.warn(
            "Bypassing authentication using a token & endpoint (authentication credentials are "
            "being ignored).",
            stacklevel=2,
        )
    scopes = {"tenant_name", "tenant_id"}
    kept = {name: value for name, value in found.items() if name not in logins | scopes}
    return SecretDict({**kept, "auth_type": "admin_token", "token": token, "endpoint": endpoint})


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((environ[name] for name in names if environ.get(name)), None)
