"""Which tokens has this cloud issued, and which are revoked?

The contract is that of ``keystone.token.persistence`` in Keystone's Newton release.
"""

from ksclient.token.persistence.core import Driver, Manager

__all__ = ["Driver", "Manager"]
