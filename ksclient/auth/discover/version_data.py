"""One version that a service offers."""

from __future__ import annotations

from typing import Any, cast

from ksclient.auth.discover.versions import Version, version_to_string


class Status:
    """How stable a version is, in one spelling for all services."""

    CURRENT = "CURRENT"
    SUPPORTED = "SUPPORTED"
    DEPRECATED = "DEPRECATED"
    EXPERIMENTAL = "EXPERIMENTAL"
    UNKNOWN = "UNKNOWN"
    KNOWN = (CURRENT, SUPPORTED, DEPRECATED, EXPERIMENTAL)

    @classmethod
    def normalize(cls, raw_status: str) -> str:
        """Return the status that a document calls *raw_status*; UNKNOWN for any other word."""
        status = raw_status.upper()
        if status == "STABLE":
            return cls.CURRENT
        return status if status in cls.KNOWN else cls.UNKNOWN


class VersionData(dict[str, Any]):
    """One version that a service offers: a dictionary, with attributes for its members."""

    def __init__(  # noqa: PLR0913, PLR0917 - upstream's signature
        self,
        version: Version | str | None,
        url: str,
        collection: str | None = None,
        max_microversion: Version | str | None = None,
        min_microversion: Version | str | None = None,
        next_min_version: Version | str | None = None,
        not_before: str | None = None,
        status: str = Status.CURRENT,
        raw_status: str | None = None,
    ) -> None:
        super().__init__(
            version=version,
            url=url,
            collection=collection,
            max_microversion=max_microversion,
            min_microversion=min_microversion,
            next_min_version=next_min_version,
            not_before=not_before,
            status=status,
            raw_status=raw_status,
        )

    @property
    def version(self) -> Version | None:
        """The version, in numbers."""
        return cast("Version | None", self.get("version"))

    @property
    def url(self) -> str:
        """Where this version is served."""
        return cast("str", self.get("url"))

    @property
    def collection(self) -> str | None:
        """Where the list of all versions is; None if the document does not say."""
        return cast("str | None", self.get("collection"))

    @property
    def min_microversion(self) -> Version | None:
        """The lowest microversion; None if there are none."""
        return cast("Version | None", self.get("min_microversion"))

    @property
    def max_microversion(self) -> Version | None:
        """The highest microversion; None if there are none."""
        return cast("Version | None", self.get("max_microversion"))

    @property
    def status(self) -> str:
        """One of the values of `Status`."""
        return cast("str", self.get("status"))

    @property
    def raw_status(self) -> str | None:
        """The status as the server calls it."""
        return cast("str | None", self.get("raw_status"))

    def as_text(self) -> VersionData:
        """Return a copy with version and microversions written as text."""
        copy = VersionData(**self)
        for name in ("version", "min_microversion", "max_microversion"):
            if copy[name]:
                copy[name] = version_to_string(copy[name])
        return copy


VersionsByRegion = dict[str, dict[str, dict[str, list[VersionData]]]]
"""The versions of services, by region, interface and service type."""
