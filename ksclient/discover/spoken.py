"""What this library speaks, of what a server speaks."""

from __future__ import annotations

from ksclient.auth import discover
from ksclient.auth.discover import RawVersion, VersionData
from ksclient.auth.discover.versions import (
    normalize_version_number,
    version_in_url,
    version_to_string,
)
from ksclient.exceptions import VersionNotAvailable
from ksclient.v2_0 import client as v2_client

_CLIENTS = {2: v2_client.Client}
"""The clients, by the major version that they speak."""


def client_for(found: VersionData) -> type[v2_client.Client]:
    """Return the class of clients for a version that `spoken_version` has found."""
    return _CLIENTS[found["version"][0]]


def spoken_version(
    document: discover.Discover, version: RawVersion | None, unstable: bool
) -> VersionData:
    """Return the version to make a client for.

    Args:
        document: The versions of the server.
        version: The version needed; a later one of the same major version will do. None for the
            newest that there is a client for.
        unstable: Whether versions will do that are neither stable nor deprecated.

    Raises:
        VersionNotAvailable: If the server has none that will do, or there is no client for it.
        DiscoveryFailure: If the document's version numbers are none.
        TypeError: If *version* is none.
    """
    found = _find(document, version, unstable)
    if found is None:
        raise _nothing_to_speak(document, version)
    return found


def _find(
    document: discover.Discover, version: RawVersion | None, unstable: bool
) -> VersionData | None:
    if version:
        fitting = document.data_for(version, allow_experimental=unstable, allow_unknown=unstable)
        candidates = [fitting] if fitting else []
    else:
        candidates = document.version_data(
            reverse=True, allow_experimental=unstable, allow_unknown=unstable
        )
    return next((each for each in candidates if each["version"][0] in _CLIENTS), None)


def _nothing_to_speak(
    document: discover.Discover, version: RawVersion | None
) -> VersionNotAvailable:
    """Return the error that says what there is, and what to try."""
    asked = f" for {version_to_string(normalize_version_number(version))}" if version else ""
    text = (
        f"Could not find a suitable endpoint{asked}: {document.describe()}, and ksclient speaks "
        "v2.0 only."
    )
    unstable = _find(document, version, unstable=True)
    if unstable:
        status = str(unstable["raw_status"])[:20]
        text += f" With unstable=True it takes a version of the status {status!r}, too."
    elif version_in_url(document.url):
        text += " That URL is of one version: the root of its server may list more."
    elif document.data_for(3) and not document.data_for(2):
        text += " Keystone 13 (Queens) and newer have no v2.0."
    return VersionNotAvailable(text)
