"""What an auth plugin is: the contract between a session and whatever gives it tokens."""

from typing import TYPE_CHECKING

from ksclient.auth._lazy import door
from ksclient.auth.plugin.base import (
    IDENTITY_AUTH_HEADER_NAME as IDENTITY_AUTH_HEADER_NAME,
)
from ksclient.auth.plugin.base import BaseAuthPlugin as BaseAuthPlugin
from ksclient.auth.plugin.fixed import FixedEndpointPlugin as FixedEndpointPlugin
from ksclient.auth.plugin.interface import AUTH_INTERFACE as AUTH_INTERFACE
from ksclient.auth.plugin.interface import interface_for as interface_for
from ksclient.auth.plugin.interface import is_auth_interface as is_auth_interface
from ksclient.auth.plugin.pickling import secrets_kept as secrets_kept
from ksclient.auth.plugin.renewal import AdoptedHeaders as AdoptedHeaders
from ksclient.auth.plugin.renewal import renew_headers as renew_headers

if TYPE_CHECKING:
    from ksclient.auth.plugin.connection_params import ConnectionParams as ConnectionParams
else:
    __getattr__ = door(__name__, {"ConnectionParams": "connection_params"})

__all__ = [
    "AUTH_INTERFACE",
    "IDENTITY_AUTH_HEADER_NAME",
    "AdoptedHeaders",
    "BaseAuthPlugin",
    "ConnectionParams",
    "FixedEndpointPlugin",
    "interface_for",
    "is_auth_interface",
    "renew_headers",
    "secrets_kept",
]
