"""Plugins that log in at an Identity service.

Those for v2.0 are loaded with the package; the others when they are asked for.
"""

from typing import TYPE_CHECKING

from ksclient.auth._lazy import door
from ksclient.auth.identity import base as base
from ksclient.auth.identity import v2 as v2
from ksclient.auth.identity.base import BaseIdentityPlugin as BaseIdentityPlugin
from ksclient.auth.identity.v2 import Password as V2Password
from ksclient.auth.identity.v2 import Token as V2Token

if TYPE_CHECKING:
    from ksclient.auth.identity import access as access
    from ksclient.auth.identity import generic as generic
    from ksclient.auth.identity import rackspace as rackspace
    from ksclient.auth.identity.access import AccessInfoPlugin as AccessInfoPlugin
    from ksclient.auth.identity.generic import Password as Password
    from ksclient.auth.identity.generic import Token as Token
else:
    __getattr__ = door(
        __name__,
        {
            "AccessInfoPlugin": "access",
            "Password": "generic",
            "Token": "generic",
            "access": "access",
            "generic": "generic",
            "rackspace": "rackspace",
        },
    )

__all__ = [
    "AccessInfoPlugin",
    "BaseIdentityPlugin",
    "Password",
    "Token",
    "V2Password",
    "V2Token",
]
