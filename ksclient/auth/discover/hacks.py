"""Rules that turn a versioned catalog URL of a service into its unversioned one."""

from __future__ import annotations

import re


class DiscoverHacks:
    """The rules, by service type; the first that applies wins."""

    def __init__(self) -> None:
        self._rules: dict[str, list[tuple[re.Pattern[str], str]]] = {}

    def add(self, service_type: str, old: re.Pattern[str], new: str = "") -> None:
        """Replace what *old* matches by *new*, in URLs of *service_type*."""
        self._rules.setdefault(service_type, []).append((old, new))

    def apply(self, service_type: str | None, url: str) -> str:
        """Return the unversioned form of *url*, or *url* itself if no rule applies."""
        for old, new in self._rules.get(service_type or "", ()):
            changed, count = old.subn(new, url)
            if count:
                return changed
        return url


HACKS = DiscoverHacks()
HACKS.add("identity", re.compile("/v2.0/?$"), "/")


def add_catalog_discover_hack(service_type: str, old: re.Pattern[str], new: str) -> None:
    """Add a rule for services whose catalog URL names a version.

    Discovery starts at the unversioned URL. Where cutting the version off the end of the
    catalog's URL does not lead there, a rule can. The rule for Identity is::

        add_catalog_discover_hack("identity", re.compile("/v2.0/?$"), "/")

    Args:
        service_type: The type in the catalog that the rule is for.
        old: What to look for; every match is replaced, so anchor it.
        new: What to put in its place.
    """
    HACKS.add(service_type, old, new)
