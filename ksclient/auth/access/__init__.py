"""Read what a server tells with a token: whose it is, what for, and the service catalog."""

from ksclient.auth.access.access import AccessInfo, AccessInfoV2, create, read
from ksclient.auth.access.life import Life
from ksclient.auth.access.reading import check

__all__ = ["AccessInfo", "AccessInfoV2", "Life", "check", "create", "read"]
