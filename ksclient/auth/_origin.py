"""Tell whether two URLs belong to one server: the same scheme, host and port."""

from __future__ import annotations

from urllib.parse import urlsplit

Origin = tuple[str, str, int | None]
"""Scheme, host and port; the port is None where the scheme has no usual one."""

_USUAL_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> Origin | None:
    """Return the scheme, host and port that *url* names, or None if it names no server.

    Scheme and host are in lower case, the usual port of the scheme is filled in, and a user
    name or password before the host is ignored. A relative URL, a host that cannot be read
    and a port that is no port number all give None.
    """
    if isinstance(url, str) and url.startswith("/"):
        return None  # a path, as most of what is asked about
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not parts.scheme or not host:
        return None
    return parts.scheme, host, _USUAL_PORTS.get(parts.scheme) if port is None else port


def same_origin(a: str, b: str) -> bool:
    """Tell whether the URLs *a* and *b* are served from one origin.

    A URL without a readable origin equals nothing, not even itself.
    """
    found = origin(a)
    return found is not None and found == origin(b)
