"""The range of versions that a caller accepts, as one value."""

from __future__ import annotations

from typing import Self

from ksclient.auth import _service_types, exceptions
from ksclient.auth._value import Value
from ksclient.auth.discover.versions import (
    LATEST,
    RawVersion,
    Version,
    normalize_version_number,
    version_to_string,
)


class VersionRange(Value):
    """The versions from *lowest* to *highest*; None stands for no bound."""

    lowest: Version | None = None
    highest: Version | None = None

    @classmethod
    def asked(
        cls,
        version: RawVersion | None = None,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
        service_type: str | None = None,
    ) -> Self:
        """Make the range that these keywords of the public API ask for.

        Args:
            version: This version, or a later one of the same major version.
            min_version: The lowest version; without a highest, the latest is meant.
            max_version: The highest version.
            service_type: A type such as ``volumev2`` asks for a major version by its name.

        Raises:
            ValueError: If the keywords contradict each other.
            ImpliedVersionMismatch: If they contradict the service type.
            TypeError: If one of them is no version.
        """
        if version and (min_version or max_version):
            raise ValueError("version is mutually exclusive with min_version and max_version")
        if version:
            return cls._from_version(normalize_version_number(version), service_type)
        lowest = normalize_version_number(min_version) if min_version else None
        highest = normalize_version_number(max_version) if max_version else None
        if lowest and not highest:
            highest = (LATEST, LATEST)
        if lowest and highest and highest < lowest:
            raise ValueError("min_version cannot be greater than max_version")
        return cls(*_within_type(lowest, highest, service_type))

    @classmethod
    def _from_version(cls, version: Version, service_type: str | None) -> Self:
        major = _service_types.implied_major_version(service_type)
        if service_type and major is not None and version[0] != major:
            raise exceptions.ImpliedVersionMismatch(
                service_type=service_type,
                implied=(major, 0),
                given=version_to_string(version),
            )
        return cls(version, (version[0], LATEST))

    @property
    def is_open(self) -> bool:
        """Whether any version will do."""
        return not self.lowest and not self.highest

    @property
    def is_newest(self) -> bool:
        """Whether the newest version of all is asked for, whatever it is."""
        newest = (LATEST, LATEST)
        return self.highest == newest and self.lowest in (None, newest)

    def includes(self, version: Version) -> bool:
        """Tell whether *version* lies between two bounds; without both, none does."""
        return bool(self.lowest and self.highest and self.lowest <= version <= self.highest)

    def __str__(self) -> str:
        lowest = version_to_string(self.lowest) if self.lowest else "any"
        highest = version_to_string(self.highest) if self.highest else "any"
        return f"{lowest} - {highest}"


def _within_type(
    lowest: Version | None, highest: Version | None, service_type: str | None
) -> tuple[Version | None, Version | None]:
    """Return the part of a range that the service type's name allows, by its two ends."""
    major = _service_types.implied_major_version(service_type)
    if not service_type or major is None:
        return lowest, highest
    if lowest and lowest[0] != major:
        raise exceptions.ImpliedMinVersionMismatch(
            service_type=service_type, implied=(major, 0), given=version_to_string(lowest)
        )
    # The latest of `volumev2` is the latest 2.x, not the latest of block storage.
    if not highest or highest[0] == LATEST:
        highest = (major, LATEST)
    if highest[0] != major:
        raise exceptions.ImpliedMaxVersionMismatch(
            service_type=service_type, implied=(major, 0), given=version_to_string(highest)
        )
    return lowest or (major, 0), highest
