"""Tell whether two URLs belong to one server: the same scheme, host and port."""

from __future__ import annotations

from urllib.parse import urlsplit

from ksclient.auth._pattern import Pattern

Origin = tuple[str, str, int | None]
"""Scheme, host and port; the port is None where the scheme has no usual one."""

_USUAL_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> Origin | None:
    """Return the scheme, host and port that *url* names, or None if it names no server.

    Scheme and host are in lower case, the usual port of the scheme is filled in, and a user
    name or password before the host is ignored. A relative URL, a host that cannot be read
    and a port that is no port number all give None.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not parts.scheme or not host:
        return None
    return parts.scheme, host, _USUAL_PORTS.get(parts.scheme) if port is None else port


def names_server(url: str) -> bool:
    """Tell whether *url* has an origin; in a fraction of the time that it takes to tell which."""
    if is_plain(url):
        return True
    return not is_path(url) and origin(url) is not None


def is_path(url: object) -> bool:
    """Tell whether *url* is an absolute path, and so without a server."""
    return isinstance(url, str) and url.startswith("/")


def is_plain(url: object) -> bool:
    """Tell whether *url* names a server as most do: no user, no IPv6, nothing to be decoded."""
    return isinstance(url, str) and _PLAIN.compiled.match(url) is not None


_PLAIN = Pattern(r"https?://[A-Za-z0-9.-]+(?::[1-5]?[0-9]{1,4})?(?:/|\Z)")


def same_origin(a: str, b: str) -> bool:
    """Tell whether the URLs *a* and *b* are served from one origin.

    A URL without a readable origin equals nothing, not even itself.
    """
    found = origin(a)
    return found is not None and found == origin(b)
