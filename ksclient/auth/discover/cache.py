"""Fetch each version document once, whoever asks."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from ksclient.auth._redact import without_password
from ksclient.auth.discover.chooser import Discover

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session

DiscoveryCache = MutableMapping[str, Discover]
"""Version documents by their URLs. Threads share one: a race costs a request at most."""


def get_discovery(
    session: Session,
    url: str,
    cache: DiscoveryCache | None = None,
    authenticated: bool | None = False,
) -> Discover:
    """Return the version document at *url*, from a cache or from the server.

    Up to three caches are looked into and then filled: the one given, the session's, and the
    one of the session's auth plugin.

    Args:
        session: Sends the request, and lends its cache.
        url: Where the document is.
        cache: A cache of the caller's own.
        authenticated: Whether to send a token; None sends one where there is one.

    Raises:
        DiscoveryFailure: If there is no version document at *url*.
        HttpError: If the server refused.
    """
    asked = _cache_key(url)
    key = without_password(asked)  # which a traceback with locals would show
    caches = _caches(session, cache)
    found = next((known for each in caches if (known := _known(each, key))), None)
    if found is None:
        found = Discover(session, asked, authenticated=authenticated)
    for each in caches:
        each[key] = found
    return found


def _cache_key(url: str) -> str:
    """Return *url*; one without a path is the same with and without a slash."""
    try:
        parsed = urlparse(url)
    except ValueError:
        return url
    return parsed._replace(path="").geturl() if parsed.path == "/" else url


def _caches(session: Session, cache: DiscoveryCache | None) -> list[DiscoveryCache]:
    plugin: Any = getattr(session, "auth", None)
    found = (
        cache,
        getattr(session, "_discovery_cache", None),
        getattr(plugin, "_discovery_cache", None),
    )
    return [each for each in found if each is not None]


def _known(cache: DiscoveryCache, key: str) -> Discover | None:
    # A keystoneauth1 session's cache may hold documents of its own kind.
    found = cache.get(key)
    return found if isinstance(found, Discover) else None
