"""Identity v2.0: its client, and a manager for each kind of thing."""

from typing import TYPE_CHECKING

from ksclient.auth._lazy import door
from ksclient.v2_0.client import Client as Client

if not TYPE_CHECKING:
    # Whoever has imported the client has its managers' modules, as with upstream.
    __getattr__ = door(
        __name__,
        {
            name: name
            for name in (
                "certificates",
                "ec2",
                "endpoints",
                "extensions",
                "roles",
                "services",
                "tenants",
                "tokens",
                "users",
            )
        },
    )
