"""Find out which versions a service speaks, and where."""

from ksclient.auth.discover.cache import get_discovery
from ksclient.auth.discover.chooser import Discover
from ksclient.auth.discover.document import get_version_data
from ksclient.auth.discover.endpoint import EndpointData
from ksclient.auth.discover.hacks import add_catalog_discover_hack
from ksclient.auth.discover.ranges import VersionRange
from ksclient.auth.discover.version_data import Status, VersionData
from ksclient.auth.discover.versions import (
    LATEST,
    RawVersion,
    Version,
    normalize_version_number,
    version_between,
    version_match,
    version_to_string,
)

__all__ = [
    "LATEST",
    "Discover",
    "EndpointData",
    "RawVersion",
    "Status",
    "Version",
    "VersionData",
    "VersionRange",
    "add_catalog_discover_hack",
    "get_discovery",
    "get_version_data",
    "normalize_version_number",
    "version_between",
    "version_match",
    "version_to_string",
]
