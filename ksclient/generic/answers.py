"""Read version documents and lists of extensions, as servers of all ages write them. No I/O."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from ksclient.auth._redact import mask_text
from ksclient.auth.discover.links import target_of

LOG = logging.getLogger(__name__)


def version_entries(entries: list[Any], document_url: str) -> dict[str, dict[str, Any]]:
    """Return id, status and URL of each version in *entries*, by id.

    What is no version is left out, and the log says so. The URLs are those that the server tells,
    made absolute.

    Args:
        entries: The entries of a version document.
        document_url: Where the document was read.
    """
    found = {}
    for entry in entries:
        version_id, status = _texts(entry, "id", "status")
        if version_id is None or status is None:
            LOG.info("A version without id or status at %s is skipped", mask_text(document_url))
            continue
        url = _self_link(entry, document_url) or _beneath(document_url, version_id)
        found[version_id] = {"id": version_id, "status": status, "url": url}
    return found


def extension_names(body: Any) -> dict[str, Any] | None:
    """Return the names of the extensions in a document, by alias; None if it is none.

    ``extensions`` holds ``values``, or, in servers that got it wrong, is the list itself. What is
    no extension is left out, and the log says so.
    """
    listed = body.get("extensions") if isinstance(body, dict) else None
    if isinstance(listed, dict):
        listed = listed.get("values")
    if not isinstance(listed, list):
        return None
    found = {}
    for extension in listed:
        alias, name = _texts(extension, "alias", "name")
        if alias is None or name is None:
            LOG.info("An extension without alias or name is skipped")
            continue
        found[alias] = name
    return found


def _texts(thing: Any, *names: str) -> list[str | None]:
    """Return the members of *thing* by these names; None for each that is no text."""
    values = [thing.get(name) if isinstance(thing, dict) else None for name in names]
    return [value if isinstance(value, str) else None for value in values]


def _self_link(entry: dict[str, Any], document_url: str) -> str | None:
    links = entry.get("links")
    for link in links if isinstance(links, list) else ():
        rel, href = _texts(link, "rel", "href")
        if rel is not None and rel.lower() == "self" and href:
            return _absolute(document_url, href)
    return None


def _beneath(document_url: str, version_id: str) -> str:
    """Return where a version without a link is: below the document, or where that was read."""
    try:
        path = urlsplit(document_url).path
    except ValueError:
        return document_url
    if path.rstrip("/").endswith(f"/{version_id}"):
        return document_url
    return _absolute(document_url, version_id) or document_url


def _absolute(document_url: str, href: str) -> str | None:
    try:
        return target_of(document_url, href)
    except ValueError:
        return None
