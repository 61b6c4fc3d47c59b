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
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import unquote

T = TypeVar("T")

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

_SECRET_KEYS = frozenset(
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
    }
)
"""Members of a JSON document whose values are secret wherever they stand."""

_SECRET_IDS = frozenset({"token", "trust", "os-trust:trust"})
"""Objects whose ``id`` is what grants access, such as ``access.token.id``."""

_TOKEN_LISTS = frozenset({"revoked"})
"""What follows ``/tokens/`` in a URL and is a route, not a token."""

_IN_URL = re.compile(r"(?P<before>/tokens/)(?P<secret>[^/?#\s\"'<>)]+)")
_IN_QUERY = re.compile(
    rf"(?P<before>(?<![\w.-])(?:token|{'|'.join(sorted(_SECRET_KEYS))})=)"
    r"(?P<secret>[^&#\s\"'<>]+)",
    re.IGNORECASE,
)
_USERINFO = re.compile(r"(?P<before>://[^/?#\s@:\"'<>]*:)(?P<secret>[^/?#\s\"'<>]+)(?=@)")
_IN_BROKEN_JSON = re.compile(
    rf"(?P<before>\"(?:id|{'|'.join(sorted(_SECRET_KEYS))})\"\s*:\s*\")"
    r"(?P<secret>(?:[^\"\\]|\\.)+)",
    re.IGNORECASE,
)
_SHORTEST_QUOTED = 8
"""Characters of the shortest secret looked for in a server's words; a shorter one is a word."""

_TOO_DEEP = "<nested too deep to be shown>"
_SALT = os.urandom(16)


def digest(secret: str | bytes) -> str:
    """Return what to show instead of *secret*: the same for the same one in this process."""
    raw = secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret
    return "{SHA256}" + hashlib.sha256(_SALT + raw).hexdigest()


def is_secret_header(name: str) -> bool:
    """Tell whether the header *name* carries a credential."""
    return name.lower() in SECRET_HEADERS


def mask_header(name: str, value: object) -> str:
    """Return the header's *value* as it may be shown."""
    text = str(value)
    return digest(text) if is_secret_header(name) and value is not None else mask_text(text)


def mask_text(text: str) -> str:
    """Return *text* with the tokens and passwords inside its URLs hidden.

    v2.0 puts tokens into paths (``/v2.0/tokens/{id}``), and a URL may name a password before
    its host or in its query.
    """
    for where in (_IN_URL, _IN_QUERY, _USERINFO):
        text = where.sub(_mask_match, text)
    return text


def _mask_match(found: re.Match[str]) -> str:
    secret = found["secret"]
    return found[0] if secret in _TOKEN_LISTS else found["before"] + digest(secret)


def token_in(url: str) -> str | None:
    """Return the token that the path of *url* names, or None."""
    found = _IN_URL.search(url)
    return found["secret"] if found and found["secret"] not in _TOKEN_LISTS else None


def mask_quotes(text: str, url: str, headers: Mapping[str, Any], body: Any = None) -> str:
    """Return *text*, which a server sent, without the secrets of the request that it answers.

    Servers quote them: "Could not find token: …".

    Args:
        text: What the server said.
        url: What was asked.
        headers: The headers of the request.
        body: What was sent with it.
    """
    token = token_in(url)
    quoted = {token, unquote(token)} if token else set()
    quoted |= {_header_text(v) for name, v in headers.items() if is_secret_header(name)}
    quoted |= _secrets_in(body)
    text = mask_text(text)
    for secret in quoted:
        if len(secret) >= _SHORTEST_QUOTED:
            text = text.replace(secret, digest(secret))
    return text


def _secrets_in(body: Any) -> set[str]:
    """Return the secret texts in the JSON document that a *body* holds, as far as it does."""
    found: set[str] = set()

    def collect(value: Any, path: tuple[str, ...]) -> None:
        for key, item in value.items() if isinstance(value, dict) else ():
            collect(item, (*path, str(key).lower()))
        for item in value if isinstance(value, list) else ():
            collect(item, path)
        if isinstance(value, str) and _is_secret(path):
            found.add(value)

    try:
        collect(json.loads(body), ())
    except (TypeError, ValueError, RecursionError):
        return found
    return found


def _header_text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def mask(document: Any) -> Any:
    """Return a JSON-like *document* with every secret in it replaced by its digest.

    What holds no secret is returned as it is, the very same object.
    """
    return _mask_value(document, (), str)


def _mask_value(value: Any, path: tuple[str, ...], shown: Callable[[str], str]) -> Any:
    """Return *value*, which stands at *path* in its document, as it may be shown.

    Texts that are not secret as a whole are passed through *shown*.
    """
    if isinstance(value, Mapping):
        masked = {
            key: _mask_value(item, (*path, str(key).lower()), shown) for key, item in value.items()
        }
        return masked if any(masked[key] is not value[key] for key in value) else value
    if isinstance(value, list | tuple):
        items = [_mask_value(item, path, shown) for item in value]
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if _is_secret(path):
        return _mask_leaf(value)
    if not isinstance(value, str):
        return value
    text = shown(value)
    return value if text == value else text


def _mask_leaf(value: Any) -> Any:
    """Return what to show instead of the secret *value*; of a number, too, which a PIN may be."""
    if not value or isinstance(value, bool) or not isinstance(value, str | bytes | int | float):
        return value
    return digest(value if isinstance(value, str | bytes) else str(value))


def _is_secret(path: tuple[str, ...]) -> bool:
    """Tell whether what stands at *path* is secret: ``auth.passwordCredentials.password``."""
    if not path:
        return False
    return (
        path[-1] in _SECRET_KEYS
        or path[-1] in SECRET_HEADERS
        or (len(path) > 2 and path[-1] == "id" and path[-2] in _SECRET_IDS)
    )


def mask_members(members: Mapping[str, Any]) -> Any:
    """Return *members*, which are those of one thing inside a document, as they may be shown.

    So a token that a thing has, ``{"token": {"id": ...}}``, is hidden as in a whole document.
    """
    try:
        return _mask_value(members, ("",), str)
    except RecursionError:
        return {"": _TOO_DEEP}


def mask_body(text: str) -> str:
    """Return a body's *text* as it may be shown; the text itself when nothing was secret."""
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return mask_text(_IN_BROKEN_JSON.sub(_mask_match, text))
    try:
        masked = _mask_value(document, (), mask_text)
        return text if masked is document else json.dumps(masked)
    except RecursionError:
        return _TOO_DEEP


def has_secret(body: Any) -> bool:
    """Tell whether a request's *body*, a document, a form or the text of one, holds a secret."""
    try:
        if isinstance(body, bytes | bytearray):
            body = body.decode("utf-8", "replace")
        if isinstance(body, str):
            return mask_body(body) != body
        if isinstance(body, list | tuple):
            body = dict(body)  # a form's pairs
        return mask(body) is not body
    except RecursionError:
        return True
    except (ValueError, TypeError):
        return False


class SecretDict(dict[str, Any]):
    """A dictionary that hides its secrets from ``repr``, and so from tracebacks with locals."""

    def __repr__(self) -> str:
        try:
            values = {name: _mask_argument(name, value) for name, value in self.items()}
            return repr(_mask_value(values, ("",), mask_body))
        except RecursionError:
            return _TOO_DEEP


def _mask_argument(name: str, value: Any) -> Any:
    """Return *value* as it may be shown, where requests takes credentials by that *name*."""
    if name in {"auth", "requests_auth"} and isinstance(value, tuple):
        return tuple(_mask_leaf(part) for part in value)
    if name == "cookies" and isinstance(value, Mapping):
        return {key: _mask_leaf(cookie) for key, cookie in value.items()}
    return value


class SecretList(list[Any]):
    """A list that hides the secrets in it from ``repr``."""

    def __repr__(self) -> str:
        try:
            return repr(_mask_value(list(self), ("",), mask_body))
        except RecursionError:
            return _TOO_DEEP


class Secret(str):
    """A text, such as a password, that is secret as a whole: its ``repr`` is its digest."""

    __slots__ = ()

    def __repr__(self) -> str:
        return digest(str(self))


class SecretText(str):
    """A text, such as a URL or a body, that hides the secrets in it from ``repr``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(mask_body(str(self)))


def hidden(value: T) -> T:
    """Return an equal of *value* whose ``repr`` hides its secrets: of a text, a dict or a list.

    Where a caller's arguments stay in sight, a traceback with locals shows them.
    """
    if type(value) is str:
        return cast("T", SecretText(value))
    if type(value) is dict:
        return cast("T", SecretDict(cast("dict[str, Any]", value)))
    if type(value) is list:
        return cast("T", SecretList(cast("list[Any]", value)))
    return value


def secret(value: T) -> T:
    """Return an equal of *value*, a password or a token, whose ``repr`` does not show it.

    What is no text, such as None, stays itself.
    """
    return cast("T", Secret(value)) if type(value) is str else value
