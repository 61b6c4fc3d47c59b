"""OpenStack Identity v2.0: sessions, auth plugins, and a complete client.

Importing this package loads nothing else, so a script pays only for what it uses::

    from ksclient.auth import session
    from ksclient.auth.identity import v2
    from ksclient.v2_0 import client
"""

from ksclient._version import __version__ as __version__
