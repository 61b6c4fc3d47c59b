"""The one list of what is secret, and how it is hidden.

Secrets become digests rather than stars, so that two lines of a log can still be seen to be
about the same token. The digests are salted anew in every process: a weak admin token or a
password cannot be guessed from them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from typing import Any

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "cookie",
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

_SECRET_KEYS = frozenset(
    {
        "adminpass",
        "apikey",
        "api_key",
        "assertion",
        "auth_token",
        "client_secret",
        "original_password",
        "os-ksadm:password",
        "passcode",
        "password",
        "refresh_token",
        "access_token",
        "secret",
        "signature",
        "trust_id",
    }
)
"""Members of a JSON document whose string values are secret wherever they stand."""

_SECRET_IDS = frozenset({"token", "trust", "os-trust:trust"})
"""Objects whose ``id`` is what grants access, such as ``access.token.id``."""

_TOKEN_LISTS = frozenset({"revoked"})
"""What follows ``/tokens/`` in a URL and is a route, not a token."""

_IN_URL = re.compile(r"(?P<before>/tokens/)(?P<secret>[^/?#\s\"'<>)]+)")
_USERINFO = re.compile(r"(?P<before>[a-z][a-z0-9+.-]*://[^/?#\s@:]*:)(?P<secret>[^/?#\s@]+)(?=@)")
_SALT = os.urandom(16)


def digest(secret: str | bytes) -> str:
    """Return what to show instead of *secret*: the same for the same one in this process."""
    raw = secret.encode("utf-8", "surrogateescape") if isinstance(secret, str) else secret
    return "{SHA256}" + hashlib.sha256(_SALT + raw).hexdigest()


def is_secret_header(name: str) -> bool:
    """Tell whether the header *name* carries a credential."""
    return name.lower() in SECRET_HEADERS


def mask_header(name: str, value: str) -> str:
    """Return the header's *value* as it may be shown."""
    return digest(value) if is_secret_header(name) else mask_text(value)


def mask_text(text: str) -> str:
    """Return *text* with the tokens and passwords inside its URLs hidden.

    v2.0 puts tokens into paths (``/v2.0/tokens/{id}``), and a URL may name a password before
    its host.
    """
    return _USERINFO.sub(_mask_match, _IN_URL.sub(_mask_match, text))


def _mask_match(found: re.Match[str]) -> str:
    secret = found["secret"]
    return found[0] if secret in _TOKEN_LISTS else found["before"] + digest(secret)


def token_in(url: str) -> str | None:
    """Return the token that the path of *url* names, or None."""
    found = _IN_URL.search(url)
    return found["secret"] if found and found["secret"] not in _TOKEN_LISTS else None


def mask(document: Any) -> Any:
    """Return a JSON-like *document* with every secret in it replaced by its digest.

    What holds no secret is returned as it is, the very same object.
    """
    return _mask_value(document, ())


def _mask_value(value: Any, path: tuple[str, ...]) -> Any:
    """Return *value*, which stands at *path* in its document, as it may be shown."""
    if isinstance(value, Mapping):
        masked = {key: _mask_value(item, (*path, str(key).lower())) for key, item in value.items()}
        return masked if any(masked[key] is not value[key] for key in value) else value
    if isinstance(value, list | tuple):
        items = [_mask_value(item, path) for item in value]
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return digest(value) if _is_secret(path) and isinstance(value, str | bytes) and value else value


def _is_secret(path: tuple[str, ...]) -> bool:
    """Tell whether what stands at *path* is secret: ``auth.passwordCredentials.password``."""
    if not path:
        return False
    return path[-1] in _SECRET_KEYS or (
        len(path) > 2 and path[-1] == "id" and path[-2] in _SECRET_IDS
    )


def mask_body(text: str) -> str:
    """Return a body's *text* as it may be shown; the text itself when nothing was secret."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return mask_text(text)
    try:
        masked = mask(document)
    except RecursionError:
        return "<nested too deep to be shown>"
    return text if masked is document else json.dumps(masked)


def has_secret(body: Any) -> bool:
    """Tell whether a request's *body*, a document or its text, holds a secret."""
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return False
    try:
        return mask(body) is not body
    except RecursionError:
        return True


class SecretDict(dict[str, Any]):
    """A dictionary that hides its secrets from ``repr``, and so from tracebacks with locals."""

    def __repr__(self) -> str:
        shown = {
            key: digest(value) if isinstance(value, str) and is_secret_header(key) else value
            for key, value in self.items()
        }
        return repr(mask(shown))
