"""Read the entries of a version document, which any server may have written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ksclient.auth._value import Value
from ksclient.auth.discover import links
from ksclient.auth.discover.version_data import Status, VersionData
from ksclient.auth.discover.versions import Version, normalize_version_number


class Malformed(ValueError):
    """An entry, or a link of one, cannot be used; the text says why."""


class NoVersion(Malformed):
    """An entry cannot be used because something in it that should be a version is none."""


class Allow(Value):
    """Which versions a caller accepts besides the stable ones, by status."""

    allow_experimental: bool = False
    allow_deprecated: bool = True
    allow_unknown: bool = False

    def accepts(self, raw_status: Any) -> bool:
        """Tell whether versions with the status that a document calls so will do."""
        if not isinstance(raw_status, str):
            return False
        return {
            Status.CURRENT: True,
            Status.SUPPORTED: True,
            Status.DEPRECATED: self.allow_deprecated,
            Status.EXPERIMENTAL: self.allow_experimental,
        }.get(Status.normalize(raw_status), self.allow_unknown)


def read_entry(entry: Any, document_url: str) -> VersionData:
    """Read one entry of the version document at *document_url*.

    Raises:
        Malformed: If the entry cannot be used.
    """
    if not isinstance(entry, dict):
        raise Malformed("it is not an object")
    status = entry.get("status")
    if not isinstance(status, str):
        raise Malformed("its status is missing or not a string")
    version_id = entry.get("id")
    if not isinstance(version_id, str):
        raise Malformed("its id is missing or not a string")
    urls = dict(_links_of(entry, document_url))
    if not urls.get("self"):
        raise Malformed("it has no link to its endpoint")
    not_before = entry.get("not_before")
    return VersionData(
        version=_read_version("id", version_id),
        url=urls["self"],
        collection=urls.get("collection"),
        min_microversion=_microversion(entry, "min_version"),
        max_microversion=_microversion(entry, "max_version", "version"),
        next_min_version=_microversion(entry, "next_min_version"),
        not_before=not_before if not_before and isinstance(not_before, str) else None,
        status=Status.normalize(status),
        raw_status=status,
    )


def stray_link(entry: Any, document_url: str) -> str | None:
    """Return where the entry's first link to another server leads, or None."""
    for _, href in _hrefs_of(entry):
        try:
            if links.strays(document_url, href):
                return links.target_of(document_url, href)
        except ValueError:
            continue
    return None


def _links_of(entry: Any, document_url: str) -> Iterator[tuple[str, str]]:
    """Yield relation and URL of each link that can be read."""
    for rel, href in _hrefs_of(entry):
        try:
            yield rel, links.resolve(document_url, href)
        except ValueError:
            continue


def _hrefs_of(entry: Any) -> Iterator[tuple[str, str]]:
    """Yield the links that lead to versions; others, as to documentation, may lead anywhere."""
    found = entry.get("links") if isinstance(entry, dict) else None
    for link in found if isinstance(found, list) else ():
        rel, href = (link.get("rel"), link.get("href")) if isinstance(link, dict) else (None, None)
        if isinstance(rel, str) and isinstance(href, str) and rel.lower() in _VERSION_LINKS:
            yield rel.lower(), href


_VERSION_LINKS = ("self", "collection")


def _microversion(entry: dict[str, Any], *names: str) -> Version | None:
    """Return the first of the named members that is not empty; some servers send ``""``."""
    name = next((name for name in names if entry.get(name)), None)
    return None if name is None else _read_version(name, entry[name])


def _read_version(name: str, value: Any) -> Version:
    if not isinstance(value, str | int | float):
        raise NoVersion(f"its {name} is not a version")
    try:
        return normalize_version_number(value)
    except TypeError as cause:
        raise NoVersion(f"its {name} is not a version: {str(value)[:40]!r}") from cause
