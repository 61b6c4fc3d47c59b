"""Version numbers: read them, write them, compare them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard
from urllib.parse import urlsplit

LATEST = float("inf")
"""Stands in a version for *as high as there is*; its text is ``latest``."""

Version = tuple[int | float, ...]
"""A version that can be compared: at least major and minor, each a number or LATEST."""

RawVersion = str | int | float | Iterable[str | int | float]
"""A version as callers and servers write it: ``2``, ``"v2.0"``, ``(2, "latest")``."""


def normalize_version_number(version: RawVersion) -> Version:
    """Read a version, however it is written.

    ``1``, ``"1"``, ``"v1"``, ``1.0``, ``[1]`` and ``("1", 0)`` are all ``(1, 0)``;
    ``"v2.latest"`` and ``(2, LATEST)`` are ``(2, LATEST)``; ``"latest"`` is
    ``(LATEST, LATEST)``. A float is read digit by digit: ``2.1`` is ``(2, 1)``.

    Raises:
        TypeError: If *version* is no version.
    """
    if _is_read(version):
        return version
    try:
        parts = tuple(_read_part(part) for part in _as_text(version).split("."))
    except (TypeError, ValueError, OverflowError) as cause:
        raise TypeError(f"Invalid version specified: {version}") from cause
    if parts == (LATEST,):
        return (LATEST, LATEST)
    return parts if len(parts) > 1 else (*parts, 0)


def _is_read(version: RawVersion) -> TypeGuard[Version]:
    """Tell whether *version* was read before, as most have been."""
    if type(version) is not tuple or len(version) != 2 or type(version[0]) is not int:
        return False
    return type(version[1]) is int or version[1] is LATEST


def _as_text(version: RawVersion) -> str:
    if isinstance(version, str):
        return version.lstrip("v")
    if isinstance(version, int | float):
        return _write_part(version if version == LATEST else float(version))
    return ".".join(_write_part(part) for part in version)


def _read_part(text: str) -> int | float:
    return LATEST if text == "latest" else int(text)


def _write_part(part: str | float) -> str:
    return "latest" if part == LATEST else str(part)


def version_to_string(version: Version) -> str:
    """Write a version as text: ``2.0``, ``2.latest``, or ``latest`` alone."""
    if all(part == LATEST for part in version):
        return "latest"
    return ".".join(_write_part(part) for part in version)


def version_between(
    min_version: RawVersion | None, max_version: RawVersion | None, candidate: RawVersion
) -> bool:
    """Tell whether *candidate* lies within two bounds, both included.

    Args:
        min_version: The lower bound; None or empty for none.
        max_version: The upper bound; None or empty for none.
        candidate: The version to look at.

    Raises:
        ValueError: If *candidate* is empty.
        TypeError: If one of the three is no version.
    """
    if not candidate:
        raise ValueError("candidate is required.")
    found = normalize_version_number(candidate)
    lowest = normalize_version_number(min_version) if min_version else found
    highest = normalize_version_number(max_version) if max_version else found
    return lowest <= found <= highest


def version_match(required: Version, candidate: Version) -> bool:
    """Tell whether *candidate* will do for who needs *required*.

    It does within one major version: 3.3 serves who needs 3.1, 4.1 does not.
    """
    return candidate[0] == required[0] and candidate >= required


def is_latest_match(required: Version | None, candidate: Version) -> bool:
    """Tell whether *required* asks for the latest, of all or of the candidate's major version.

    The caller looks at candidates from the newest down, so the first that matches is it.
    """
    if not required or LATEST not in required:
        return False
    if all(part == LATEST for part in required):
        return True
    return required[0] == candidate[0] and required[1] == LATEST


def version_in_url(url: str | None) -> Version | None:
    """Return the version that the path of *url* names last, or None.

    Only a part that begins with ``v`` counts: a tenant's id can be all digits.
    """
    for part in reversed(_path_parts(url)):
        if part.startswith("v"):
            try:
                return normalize_version_number(part)
            except TypeError:
                continue
    return None


def _path_parts(url: str | None) -> list[str]:
    try:
        return urlsplit(url or "").path.split("/")
    except ValueError:
        return []
