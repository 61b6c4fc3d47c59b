"""What is known of an endpoint: from the catalog first, then from its version document."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._redact import mask_text
from ksclient.auth.discover.cache import DiscoveryCache, get_discovery
from ksclient.auth.discover.candidates import CatalogUrl, discovery_urls
from ksclient.auth.discover.entries import Allow
from ksclient.auth.discover.hacks import HACKS
from ksclient.auth.discover.ranges import VersionRange
from ksclient.auth.discover.search import Question
from ksclient.auth.discover.version_data import VersionData
from ksclient.auth.discover.versions import (
    RawVersion,
    Version,
    version_in_url,
    version_to_string,
)

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover.chooser import Discover

LOG = logging.getLogger("ksclient.auth.discover")


class EndpointData:
    """An endpoint of a service: where it is, which versions it speaks, how it was found.

    Discovery never changes one; it returns another. Callers may change theirs.

    Attributes:
        catalog_url: The URL in the catalog.
        service_url: The URL that discovery found; it goes before the catalog's.
        service_type: The service's type, such as ``identity``.
        service_name: Its name, such as ``keystone``; None if the catalog does not say.
        service_id: Its id; v2.0 catalogs have none.
        region_name: The region.
        interface: The interface, as the catalog calls it: ``publicURL``.
        endpoint_id: The endpoint's id; None if the catalog does not say.
        raw_endpoint: The endpoint's entry in the catalog.
        api_version: The major version, from the version document or else the URL.
        major_version: The major version as text; for callers' use.
        min_microversion: The lowest microversion.
        max_microversion: The highest microversion.
        next_min_version: The lowest microversion to come.
        not_before: The day before which that will not come.
        status: How stable the version is, one of the values of `Status`.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the mirrored signature
        self,
        catalog_url: str | None = None,
        service_url: str | None = None,
        service_type: str | None = None,
        service_name: str | None = None,
        service_id: str | None = None,
        region_name: str | None = None,
        interface: str | None = None,
        endpoint_id: str | None = None,
        raw_endpoint: dict[str, Any] | None = None,
        api_version: Version | None = None,
        major_version: str | None = None,
        min_microversion: Version | None = None,
        max_microversion: Version | None = None,
        next_min_version: Version | None = None,
        not_before: str | None = None,
        status: str | None = None,
    ) -> None:
        self.catalog_url = catalog_url
        self.service_url = service_url
        self.service_type = service_type
        self.service_name = service_name
        self.service_id = service_id
        self.region_name = region_name
        self.interface = interface
        self.endpoint_id = endpoint_id
        self.raw_endpoint = raw_endpoint
        self.api_version = api_version or version_in_url(service_url or catalog_url)
        self.major_version = major_version
        self.min_microversion = min_microversion
        self.max_microversion = max_microversion
        self.next_min_version = next_min_version
        self.not_before = not_before
        self.status = status
        self._disc: Discover | None = None
        self._saved_project_id: str | None = None

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{name}={value!r}" for name, value in vars(self).items() if name not in _UNSHOWN
        )
        return f"{type(self).__qualname__}({shown})"

    def __copy__(self) -> EndpointData:
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        return twin

    def fresh(self) -> EndpointData:
        """Return another one that shares nothing with this one that callers may change."""
        twin = self.__copy__()
        if self.raw_endpoint is not None:
            twin.raw_endpoint = {
                name: value if isinstance(value, str) else copy.deepcopy(value)
                for name, value in self.raw_endpoint.items()
            }
        return twin

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)}" for name in _SHOWN)
        return f"{type(self).__name__}{{{shown}}}"

    @property
    def url(self) -> str | None:
        """Where to send requests."""
        return self.service_url or self.catalog_url

    def get_current_versioned_data(
        self,
        session: Session,
        allow: Mapping[str, bool] | None = None,
        cache: DiscoveryCache | None = None,
        project_id: str | None = None,
    ) -> EndpointData:
        """Learn more about the version that this endpoint has; may send requests.

        Args:
            session: Sends them.
            allow: Which statuses will do: ``allow_experimental``, ``allow_deprecated``,
                ``allow_unknown``.
            cache: A cache of the caller's own.
            project_id: The project that the URL may end with.

        Returns:
            A new EndpointData.

        Raises:
            DiscoveryFailure: If the version could not be found.
        """
        versions = VersionRange.asked(self.api_version)
        return self.get_versioned_data(
            session,
            allow=allow,
            cache=cache,
            project_id=project_id,
            min_version=versions.lowest,
            max_version=versions.highest,
        )

    def get_versioned_data(
        self,
        session: Session,
        allow: Mapping[str, bool] | None = None,
        cache: DiscoveryCache | None = None,
        allow_version_hack: bool = True,
        project_id: str | None = None,
        discover_versions: bool = True,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
    ) -> EndpointData:
        """Find the service's endpoint for a range of versions; may send requests.

        Args:
            session: Sends them.
            allow: Which statuses will do: ``allow_experimental``, ``allow_deprecated``,
                ``allow_unknown``.
            cache: A cache of the caller's own.
            allow_version_hack: Whether to look at URLs that the catalog does not name.
            project_id: The project that the URL may end with.
            discover_versions: Whether to read the version document even where the URL alone
                answers the question.
            min_version: The lowest version that will do; alone, it means this up to the latest.
            max_version: The highest version that will do.

        Returns:
            A new EndpointData.

        Raises:
            DiscoveryFailure: If no such version could be found.
        """
        versions = VersionRange.asked(min_version=min_version, max_version=max_version)
        found = copy.copy(self)
        if discover_versions or not versions.is_open:
            found._answer(  # noqa: SLF001 - a copy of itself
                Question(
                    session=session,
                    versions=versions,
                    allow=Allow(**(allow or {})),
                    cache=cache,
                    project_id=project_id,
                    # Who names no version wants to know about the endpoint of the catalog.
                    may_leave_catalog=allow_version_hack and not versions.is_open,
                    needs_document=discover_versions,
                )
            )
        return found

    def suffices(self, versions: VersionRange, project_id: str | None) -> bool:
        """Tell whether the URL itself says that it serves *versions*, or any will do.

        Args:
            versions: What will do.
            project_id: The project that the URL may end with.
        """
        if versions.is_open:
            return True
        url = self._taken_apart(project_id)
        return url is not None and url.matches_exactly(versions)

    def get_all_version_string_data(
        self, session: Session, project_id: str | None = None
    ) -> list[VersionData]:
        """Return every version that the service offers, the lowest first; may send requests.

        Where there is no version document, the endpoint's own URL has to do.

        Args:
            session: Sends them.
            project_id: The project that the URL may end with.
        """
        for url in self._get_discovery_url_choices(project_id=project_id):
            try:
                versions = get_discovery(session, url).version_string_data()
            except Exception as error:  # noqa: BLE001 - one bad service must not hide the others
                LOG.debug("No version document at %s: %s", mask_text(url), error)
                continue
            return versions or self._infer_version_data(project_id)
        return self._infer_version_data(project_id)

    def _infer_version_data(self, project_id: str | None) -> list[VersionData]:
        """Return the one version that the URL itself tells of."""
        url = (self.url or "").rstrip("/")
        if project_id and url.endswith(project_id):
            url = url.rpartition("/")[0]
        version = version_to_string(self.api_version) if self.api_version else None
        return [VersionData(version=version, url=f"{url}/")]

    def _get_discovery_url_choices(
        self,
        project_id: str | None,
        allow_version_hack: bool = True,
        min_version: Version | None = None,
        max_version: Version | None = None,
    ) -> Iterator[str]:
        """Yield where the version document may be, the likeliest first."""
        versions = VersionRange(min_version, max_version)
        return self._choices(self._taken_apart(project_id), versions, allow_version_hack)

    def _choices(
        self, url: CatalogUrl | None, versions: VersionRange, may_leave_catalog: bool
    ) -> Iterator[str]:
        if url is None:
            return iter([self.url] if self.url else [])
        return discovery_urls(
            url,
            versions,
            catalog_url=self.catalog_url,
            may_leave_catalog=may_leave_catalog,
            unversioned=lambda: HACKS.apply(self.service_type, self.url or ""),
        )

    def _taken_apart(self, project_id: str | None) -> CatalogUrl | None:
        """Return the URL's parts, and keep the project for later; None if it has no parts."""
        try:
            url = CatalogUrl.parse(self.url or "", project_id)
        except ValueError:
            return None
        self._saved_project_id = url.project_id or self._saved_project_id
        return url

    def _answer(self, question: Question) -> None:
        """Take on what discovery finds; stay as it is where the catalog has to do."""
        version = self._choose(question)
        if version is None:
            url = self._taken_apart(question.project_id)
            if url and url.matches_exactly(question.versions) and not question.needs_document:
                return
            choices = self._choices(url, question.versions, question.may_leave_catalog)
            self._disc = question.find_document(choices) or self._disc
            if self._disc is None:
                self._do_without_document(question, url)
                return
            version = self._choose(question)
            if version is None:
                raise question.unanswered(self._disc)
        self._take(version)

    def _choose(self, question: Question) -> VersionData | None:
        if self._disc is None:
            return None
        url = self.url if question.versions.is_open else None
        return self._disc.choose(question.versions, question.allow, url)

    def _take(self, version: VersionData) -> None:
        self.min_microversion = version["min_microversion"]
        self.max_microversion = version["max_microversion"]
        self.next_min_version = version["next_min_version"]
        self.not_before = version["not_before"]
        self.api_version = version["version"]
        self.status = version["status"]
        self.service_url = version["url"]
        if self._saved_project_id:
            self.service_url = f"{version['url'].rstrip('/')}/{self._saved_project_id}"

    def _do_without_document(self, question: Question, url: CatalogUrl | None) -> None:
        shown = mask_text(str(self.url))
        if url and url.matches(question.versions):
            self.service_url = self.catalog_url or self.service_url
        elif question.may_leave_catalog:
            LOG.warning("Found no version document for %s; that URL is used as it is.", shown)
        else:
            raise exceptions.DiscoveryFailure(
                f"Unable to find a version discovery document at {shown}, the service is "
                "unavailable or misconfigured. "
                f"Required version range ({question.versions}), version hack disabled."
            )


_UNSHOWN = frozenset({"raw_endpoint", "_disc", "_saved_project_id"})
"""Attributes that ``repr`` leaves out."""

_SHOWN = (
    "api_version",
    "catalog_url",
    "endpoint_id",
    "interface",
    "major_version",
    "max_microversion",
    "min_microversion",
    "next_min_version",
    "not_before",
    "raw_endpoint",
    "region_name",
    "service_id",
    "service_name",
    "service_type",
    "service_url",
    "url",
)
"""What the text of an EndpointData shows."""
