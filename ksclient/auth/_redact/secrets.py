"""The one list of what is secret, and what is shown instead."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import Any

from ksclient.auth._pattern import Pattern

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "cookie",
        "openstack-auth-receipt",
        "proxy-authorization",
        "set-cookie",
        "x-auth-key",
        "x-auth-receipt",
        "x-auth-token",
        "x-service-token",
        "x-sessionid",
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

ANY_SECRET_KEY = (
    rf"(?:{'|'.join(map(re.escape, sorted(SECRET_KEYS)))}"
    r"|[\w:.-]{0,64}?(?:password|passwd|passphrase|secret|api_?key|private_?key))"
)
"""A pattern of all their names: those above, and whatever ends as they do (``newPassword``)."""

_IS_SECRET_KEY = Pattern(ANY_SECRET_KEY, re.IGNORECASE)

_SECRET_TEXTS = frozenset({"auth_token", "authtoken", "token"})
"""Members that are secret where they are a text; a token may be an object with public parts."""

_SECRET_IDS = frozenset({"token", "trust", "os-trust:trust"})
"""Objects whose ``id`` is what grants access, such as ``access.token.id``."""

NO_TOKENS = ("revoked", "tokens")
"""What follows ``/tokens/`` in a URL and is no token: a route, and a path appended twice."""

_SALT = os.urandom(16)
_DIGEST = Pattern(r"\{SHA256\}[0-9a-f]{64}")


def digest(secret: str | bytes) -> str:
    """Return what to show instead of *secret*: the same for the same one in this process."""
    import hashlib  # noqa: PLC0415 - slow to import; requests has it loaded

    raw = secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret
    return "{SHA256}" + hashlib.sha256(_SALT + raw).hexdigest()


def is_digest(text: str) -> bool:
    """Tell whether *text* is what `digest` returned."""
    return _DIGEST.compiled.fullmatch(text) is not None


def is_secret_header(name: str) -> bool:
    """Tell whether the header *name* carries a credential."""
    return name.lower() in SECRET_HEADERS


def is_secret(path: tuple[str, ...], value: Any = None) -> bool:
    """Tell whether *value*, at *path*, is secret: ``auth.passwordCredentials.password``."""
    if not path:
        return False
    name = path[-1]
    return (
        _is_secret_key(name)
        or name in SECRET_HEADERS
        or (name in _SECRET_TEXTS and isinstance(value, str | bytes))
        or (len(path) > 2 and name == "id" and path[-2] in _SECRET_IDS)
    )


@lru_cache(maxsize=1024)
def _is_secret_key(name: str) -> bool:
    return _IS_SECRET_KEY.compiled.fullmatch(name) is not None
