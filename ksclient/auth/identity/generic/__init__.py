"""Plugins that ask the server which version of Identity it speaks."""

from ksclient.auth.identity.generic.base import BaseGenericPlugin as BaseGenericPlugin
from ksclient.auth.identity.generic.password import Password as Password
from ksclient.auth.identity.generic.token import Token as Token

__all__ = ["BaseGenericPlugin", "Password", "Token"]
