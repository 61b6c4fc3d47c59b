"""The one list of what is secret, and what is shown instead."""

from __future__ import annotations

import hashlib
import os

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "cookie",
        "openstack-auth-receipt",
        "proxy-authorization",
        "set-cookie",
        "x-auth-key",
        "x-auth-token",
        "x-service-token",
        "x-storage-token",
        "x-subject-token",
    }
)
"""Names of headers that carry a credential, in lower case."""

SECRET_KEYS = frozenset(
    {
        "admin_password",
        "adminpass",
        "apikey",
        "api_key",
        "assertion",
        "auth_token",
        "client_secret",
        "new_password",
        "original_password",
        "os-ksadm:password",
        "passcode",
        "passwd",
        "password",
        "private_key",
        "refresh_token",
        "access_token",
        "secret",
        "secret_key",
        "secretkey",
        "signature",
        "trust_id",
        "user_password",
        "x-amz-signature",
    }
)
"""Members of a JSON document whose values are secret wherever they stand."""

_SECRET_IDS = frozenset({"token", "trust", "os-trust:trust"})
"""Objects whose ``id`` is what grants access, such as ``access.token.id``."""

NO_TOKENS = ("revoked", "tokens")
"""What follows ``/tokens/`` in a URL and is no token: a route, and a path appended twice."""

_SALT = os.urandom(16)


def digest(secret: str | bytes) -> str:
    """Return what to show instead of *secret*: the same for the same one in this process."""
    raw = secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret
    return "{SHA256}" + hashlib.sha256(_SALT + raw).hexdigest()


def is_secret_header(name: str) -> bool:
    """Tell whether the header *name* carries a credential."""
    return name.lower() in SECRET_HEADERS


def is_secret(path: tuple[str, ...]) -> bool:
    """Tell whether what stands at *path* is secret: ``auth.passwordCredentials.password``."""
    if not path:
        return False
    return (
        path[-1] in SECRET_KEYS
        or path[-1] in SECRET_HEADERS
        or (len(path) > 2 and path[-1] == "id" and path[-2] in _SECRET_IDS)
    )
