"""The URL that a plugin logs in at."""

from __future__ import annotations

from ksclient.auth._origin import origin
from ksclient.auth._redact import mask_text


def checked(auth_url: object) -> str:
    """Return *auth_url*, which must be a text that is not empty.

    Raises:
        TypeError: If it is no text.
        ValueError: If it is empty.
    """
    if not isinstance(auth_url, str):
        raise TypeError(
            f"auth_url must be a URL such as 'http://keystone.example:5000/v2.0', not {auth_url!r}"
        )
    if not auth_url.strip():
        raise ValueError(
            "auth_url is empty; give a URL such as 'http://keystone.example:5000/v2.0'"
        )
    return auth_url


def tokens_url(auth_url: str | None) -> str:
    """Return the URL of ``POST /tokens`` below *auth_url*.

    Raises:
        TypeError: If *auth_url* is no text.
        ValueError: If it does not name a server.
    """
    url = checked(auth_url)
    if origin(url) is None:
        raise ValueError(
            f"auth_url {mask_text(url)!r} names no server: it must begin with http:// or https://, "
            "such as 'http://keystone.example:5000/v2.0'"
        )
    return url.rstrip("/") + "/tokens"


def same_cloud(a: str, b: str) -> bool:
    """Tell whether two auth URLs belong to one Identity service, whatever version they name."""
    return origin(a) == origin(b) and _unversioned_path(a) == _unversioned_path(b)


def _unversioned_path(url: str) -> str:
    path = url.partition("://")[2].partition("/")[2].rstrip("/")
    head, _, last = path.rpartition("/")
    return head if last.startswith("v") and last[1:2].isdigit() else path
