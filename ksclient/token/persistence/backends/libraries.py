"""Libraries that drivers stand on, and from which release on they will do."""

from __future__ import annotations

import re


def need(name: str, found: str, wanted: str) -> None:
    """See to it that a library is of a release that will do.

    Args:
        name: The library, as pip names it.
        found: The version that is installed.
        wanted: The first version that will do: numbers with dots between them.

    Raises:
        ImportError: If it is older.
    """
    if _numbers(found) < _numbers(wanted):
        raise ImportError(
            f"{name} {found} is installed, and {wanted} or later is needed: "
            f"pip install --upgrade '{name}>={wanted}'"
        )


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)[:2]]
