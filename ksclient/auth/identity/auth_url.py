"""The URL that a plugin logs in at."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ksclient.auth._origin import Origin, is_plain, names_server, origin
from ksclient.auth._redact import kind_of, mask_url, secret, veiled_url

_DIGITS = re.compile(r"[0-9]{1,5}")
_LAST_PORT = 65535


def checked(auth_url: object) -> str:
    """Return *auth_url*, which must be a text that is not empty, without space around it.

    Raises:
        TypeError: If it is no text.
        ValueError: If it is empty.
    """
    if not isinstance(auth_url, str):
        raise TypeError(
            "auth_url must be a URL such as 'http://keystone.example:5000/v2.0', not "
            f"{kind_of(auth_url)}"
        )
    if not auth_url.strip():
        raise ValueError(
            "auth_url is empty; give a URL such as 'http://keystone.example:5000/v2.0'"
        )
    return veiled_url(auth_url.strip())


def tokens_url(auth_url: str | None) -> str:
    """Return the URL of ``POST /tokens`` below *auth_url*.

    Raises:
        TypeError: If *auth_url* is no text.
        ValueError: If it does not name a server, or a port that cannot be.
    """
    url = auth_url = checked(auth_url)
    check_port(url)
    if not names_server(url):
        raise ValueError(
            f"auth_url {mask_url(url)!r} names no server: it must begin with http:// or https://, "
            "such as 'http://keystone.example:5000/v2.0'"
        )
    return veiled_url(url.rstrip("/") + "/tokens")


def check_port(url: str) -> None:
    """Refuse a *url* with a port that is no port.

    Raises:
        ValueError: If it has such a one.
    """
    if is_plain(url):
        return
    url = veiled_url(url)  # here as below: from tracebacks with locals
    try:
        netloc = secret(urlsplit(url).netloc)
    except ValueError:  # a broken IPv6 address, say; it names no server
        return
    _, colon, port = netloc.rpartition("@")[2].rpartition("]")[2].rpartition(":")
    port = secret(port)
    if colon and port and not (_DIGITS.fullmatch(port) and int(port) <= _LAST_PORT):
        # A password with a slash in it looks like a port, and is not shown.
        shown = "auth_url" if "@" in url else f"auth_url {mask_url(url)!r}"
        raise ValueError(f"{shown} has a bad port: a port is a number of {_LAST_PORT} at most")


def same_cloud(a: str, b: str) -> bool:
    """Tell whether two auth URLs belong to one Identity service, whatever version they name."""
    return cloud_of(a) == cloud_of(b)


def cloud_of(url: str) -> tuple[Origin | None, str]:
    """Return what tells the Identity service of an auth URL from others, whatever the version."""
    return origin(url), _unversioned_path(url)


def _unversioned_path(url: str) -> str:
    path = url.partition("://")[2].partition("/")[2].rstrip("/")
    head, _, last = path.rpartition("/")
    return head if last.startswith("v") and last[1:2].isdigit() else path
