"""Which tokens has this cloud issued, and which are revoked?

The contract is that of ``keystone.token.persistence`` in Keystone's Newton release.
"""

from ksclient.token.persistence.core import Driver as Driver
from ksclient.token.persistence.core import Manager as Manager
