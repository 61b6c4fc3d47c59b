"""Find out which versions an identity service speaks, and make a client for one of them.

These are keystoneclient's names; `ksclient.auth.discover` has what they stand on, for services of
any kind.
"""

from ksclient.auth.discover import add_catalog_discover_hack as add_catalog_discover_hack
from ksclient.auth.discover import normalize_version_number as normalize_version_number
from ksclient.auth.discover import version_match as version_match
from ksclient.discover.chooser import Discover as Discover
from ksclient.discover.document import available_versions as available_versions

__all__ = [
    "Discover",
    "add_catalog_discover_hack",
    "available_versions",
    "normalize_version_number",
    "version_match",
]
