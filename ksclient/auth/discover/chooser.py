"""Choose among the versions that a document lists."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from ksclient.auth import exceptions
from ksclient.auth._redact import mask_text
from ksclient.auth.discover.document import get_version_data
from ksclient.auth.discover.entries import Allow, Malformed, NoVersion, read_entry, stray_link
from ksclient.auth.discover.ranges import VersionRange
from ksclient.auth.discover.version_data import VersionData
from ksclient.auth.discover.versions import (
    RawVersion,
    Version,
    is_latest_match,
    normalize_version_number,
    version_match,
    version_to_string,
)

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session

LOG = logging.getLogger("ksclient.auth.discover")


class UnreadableVersions(exceptions.DiscoveryFailure, TypeError):
    """No entry of a version document can be used, since its version numbers are none.

    A TypeError too, which is what keystoneauth1 raises here.
    """


class Discover:
    """The version document at a URL, fetched once, when this is made.

    Threads may share one; nothing in it changes, and every answer is a fresh object.

    Args:
        session: Sends the request.
        url: Where the document is.
        authenticated: Whether to send a token; see `get_version_data`.

    Raises:
        DiscoveryFailure: If there is no version document at *url*.
        HttpError: If the server refused.
    """

    CURRENT_STATUSES = ("stable", "current", "supported")
    DEPRECATED_STATUSES = ("deprecated",)
    EXPERIMENTAL_STATUSES = ("experimental",)

    def __init__(self, session: Session, url: str, authenticated: bool | None = None) -> None:
        self._url = url
        self._hold(url, get_version_data(session, url, authenticated=authenticated))
        _tell_of_strays(self._data, url)

    @classmethod
    def known(cls, url: str, entries: list[Any]) -> Self:
        """Return the document at *url* without a request: *entries* were read there before."""
        document = cls.__new__(cls)
        document._hold(url, entries)  # noqa: SLF001 - its own
        return document

    def _hold(self, url: str, entries: list[Any]) -> None:
        self._url = url
        self._data = entries
        self._versions, self._problem = _read(entries, url)

    def __repr__(self) -> str:
        kind = type(self).__name__
        if "_versions" not in vars(self):  # a traceback shows one whose making has failed
            return f"<{kind}>"
        return f"<{kind} {mask_text(self._url)}: {self._listed()}>"

    @property
    def url(self) -> str:
        """Where the document was read from."""
        return self._url

    def raw_version_data(
        self,
        allow_experimental: bool = False,
        allow_deprecated: bool = True,
        allow_unknown: bool = False,
    ) -> list[dict[str, Any]]:
        """Return the document's entries as they are, but for those with other statuses.

        Args:
            allow_experimental: Whether experimental versions will do.
            allow_deprecated: Whether deprecated versions will do.
            allow_unknown: Whether versions with a status nobody knows will do.
        """
        allow = Allow(allow_experimental, allow_deprecated, allow_unknown)
        return copy.deepcopy([entry for entry in self._data if _is_allowed(entry, allow)])

    def version_data(
        self,
        reverse: bool = False,
        *,
        allow_experimental: bool = False,
        allow_deprecated: bool = True,
        allow_unknown: bool = False,
    ) -> list[VersionData]:
        """Return the versions in order, the lowest first.

        Entries that cannot be read are left out.

        Args:
            reverse: Whether the highest comes first.
            allow_experimental: Whether experimental versions will do.
            allow_deprecated: Whether deprecated versions will do.
            allow_unknown: Whether versions with a status nobody knows will do.

        Raises:
            DiscoveryFailure: If no entry of the document could be read, for their version
                numbers are none.
        """
        return self._ordered(Allow(allow_experimental, allow_deprecated, allow_unknown), reverse)

    def version_string_data(
        self,
        reverse: bool = False,
        *,
        allow_experimental: bool = False,
        allow_deprecated: bool = True,
        allow_unknown: bool = False,
    ) -> list[VersionData]:
        """Return what `version_data` does, with the versions written as text."""
        allow = Allow(allow_experimental, allow_deprecated, allow_unknown)
        return [version.as_text() for version in self._ordered(allow, reverse)]

    def data_for(
        self,
        version: RawVersion,
        *,
        allow_experimental: bool = False,
        allow_deprecated: bool = True,
        allow_unknown: bool = False,
    ) -> VersionData | None:
        """Return the newest version that will do for who needs *version*, or None.

        It will do if it has the same major version and is not lower. New code is better
        served by `versioned_data_for`.

        Args:
            version: The version needed.
            allow_experimental: Whether experimental versions will do.
            allow_deprecated: Whether deprecated versions will do.
            allow_unknown: Whether versions with a status nobody knows will do.

        Raises:
            TypeError: If *version* is None, or no version.
        """
        required = normalize_version_number(version)
        allow = Allow(allow_experimental, allow_deprecated, allow_unknown)
        for found in self._ordered(allow, newest_first=True):
            number = found["version"]
            if is_latest_match(required, number) or version_match(required, number):
                return found
        return None

    def url_for(
        self,
        version: RawVersion,
        *,
        allow_experimental: bool = False,
        allow_deprecated: bool = True,
        allow_unknown: bool = False,
    ) -> str | None:
        """Return the URL of what `data_for` finds, or None."""
        found = self.data_for(
            version,
            allow_experimental=allow_experimental,
            allow_deprecated=allow_deprecated,
            allow_unknown=allow_unknown,
        )
        return found["url"] if found else None

    def versioned_data_for(
        self,
        url: str | None = None,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
        *,
        allow_experimental: bool = False,
        allow_deprecated: bool = True,
        allow_unknown: bool = False,
    ) -> VersionData | None:
        """Return the newest version between two bounds, or the one served at a URL, or None.

        Without bounds, and where no version is served at *url*, it is the newest of all.

        Args:
            url: Where the version is served; with or without a slash at its end.
            min_version: The lowest version that will do; alone, it means this up to the latest.
            max_version: The highest version that will do.
            allow_experimental: Whether experimental versions will do.
            allow_deprecated: Whether deprecated versions will do.
            allow_unknown: Whether versions with a status nobody knows will do.

        Raises:
            DiscoveryFailure: If the newest is asked for and there is none.
        """
        asked = VersionRange.asked(min_version=min_version, max_version=max_version)
        allow = Allow(allow_experimental, allow_deprecated, allow_unknown)
        found = self.choose(asked, allow, url)
        if found is None and (asked.is_newest or (asked.is_open and not url)):
            raise exceptions.DiscoveryFailure(
                f"No version data found remotely at all: {mask_text(self._url)} lists no version "
                "that can be used."
            )
        return found

    def versioned_url_for(
        self,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
        *,
        allow_experimental: bool = False,
        allow_deprecated: bool = True,
        allow_unknown: bool = False,
    ) -> str | None:
        """Return the URL of what `versioned_data_for` finds, or None."""
        found = self.versioned_data_for(
            min_version=min_version,
            max_version=max_version,
            allow_experimental=allow_experimental,
            allow_deprecated=allow_deprecated,
            allow_unknown=allow_unknown,
        )
        return found["url"] if found else None

    def choose(self, asked: VersionRange, allow: Allow, url: str | None) -> VersionData | None:
        """Return the version that fits best, or None; see `versioned_data_for`."""
        versions = self._ordered(allow, newest_first=True)
        newest = versions[0] if versions else None
        if asked.is_newest:
            return newest
        for found in versions:
            number: Version = found["version"]
            if (
                (url and found["url"].rstrip("/") == url.rstrip("/"))
                or is_latest_match(asked.lowest, number)
                or asked.includes(number)
            ):
                return found
        return newest if asked.is_open else None

    def describe(self) -> str:
        """Say which versions there are, for an error's text."""
        return f"{mask_text(self._url)} offers {self._listed()}"

    def _listed(self) -> str:
        listed = [version_to_string(version["version"]) for version in self._versions]
        return ", ".join(listed[:10]) or "none"

    def _ordered(self, allow: Allow, newest_first: bool) -> list[VersionData]:
        if not self._versions and self._problem:
            raise UnreadableVersions(self._problem)
        fitting = (VersionData(**found) for found in self._versions if _is_allowed(found, allow))
        return sorted(fitting, key=_number, reverse=newest_first)


def _number(version: VersionData) -> Any:
    return version["version"]


def _is_allowed(entry: Any, allow: Allow) -> bool:
    return isinstance(entry, dict) and allow.accepts(entry.get("status"))


def _read(entries: Iterable[Any], url: str) -> tuple[list[VersionData], str | None]:
    """Return the versions that can be read, and what was wrong with the version numbers."""
    versions, problem = [], None
    for entry in entries:
        try:
            versions.append(read_entry(entry, url))
        except Malformed as malformed:
            text = f"An entry of the version document at {mask_text(url)} is skipped: {malformed}"
            LOG.info("%s", text)
            problem = text if isinstance(malformed, NoVersion) else problem
    return versions, problem


def _tell_of_strays(entries: Iterable[Any], url: str) -> None:
    """Warn once if the document names another server than it was read from."""
    stray = next((link for entry in entries if (link := stray_link(entry, url))), None)
    if stray is not None:
        LOG.warning(
            "The version document at %s leads to another server, as with %s: its paths are used, "
            "on the server that was asked.",
            mask_text(url),
            mask_text(stray),
        )
