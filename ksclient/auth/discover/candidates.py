"""Where a service's version document may be, guessed from its catalog URL. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import ParseResult, urlparse

from ksclient.auth._value import Value
from ksclient.auth.discover.versions import Version, normalize_version_number

if TYPE_CHECKING:
    from ksclient.auth.discover.ranges import VersionRange


class CatalogUrl(Value):
    """A service's URL, taken apart.

    Attributes:
        base: The URL without version and project.
        versioned: The URL without the project; None if it names no version.
        version: The version it names, or None.
        project_id: The project that was cut off its end, or None.
    """

    base: str
    versioned: str | None
    version: Version | None
    project_id: str | None

    @classmethod
    def parse(cls, url: str, project_id: str | None = None) -> CatalogUrl:
        """Take *url* apart; without a *project_id*, what follows a version is taken for one.

        Raises:
            ValueError: If *url* cannot be read as a URL.
        """
        parsed = urlparse(url.rstrip("/"))
        parts = parsed.path.split("/")
        has_project = parts[-1] == project_id if project_id else _version_at(parts, -2) is not None
        cut = parts.pop() if has_project else None
        version = _version_at(parts, -1)
        if version is None:
            return cls(_with_path(parsed, parts), None, None, cut)
        return cls(_with_path(parsed, parts[:-1]), _with_path(parsed, parts), version, cut)

    def matches(self, versions: VersionRange) -> bool:
        """Tell whether the URL's version is within the range."""
        return self.version is not None and versions.includes(self.version)

    def matches_exactly(self, versions: VersionRange) -> bool:
        """Tell whether it is, and has the major version of the range's upper end."""
        return bool(
            self.version
            and versions.highest
            and self.matches(versions)
            and versions.highest[0] == self.version[0]
        )


def discovery_urls(
    url: CatalogUrl,
    versions: VersionRange,
    *,
    catalog_url: str | None,
    may_leave_catalog: bool,
    unversioned: Callable[[], str],
) -> Iterator[str]:
    """Yield the places to look for a version document, the likeliest first.

    A URL may come twice.

    Args:
        url: The service's URL.
        versions: The versions asked for.
        catalog_url: The URL as the catalog has it; the last resort.
        may_leave_catalog: Whether to look at URLs that the catalog does not name.
        unversioned: Gives the URL that the registered hacks make of the service's.
    """
    in_range = url.versioned.rstrip("/") + "/" if url.versioned and url.matches(versions) else None
    likeliest = url.matches_exactly(versions)
    if in_range and likeliest:
        yield in_range
    if may_leave_catalog:
        # A URL made here gets a slash at its end; one from the catalog stays as it is.
        yield url.base if url.base == catalog_url else url.base.strip("/") + "/"
        if in_range and not likeliest:
            yield in_range
        yield unversioned()
    elif url.versioned and url.project_id:
        yield url.versioned
    if catalog_url:
        yield catalog_url


def _version_at(parts: list[str], index: int) -> Version | None:
    try:
        return normalize_version_number(parts[index])
    except (IndexError, TypeError):
        return None


def _with_path(url: ParseResult, parts: list[str]) -> str:
    return url._replace(path="/".join(parts)).geturl()
