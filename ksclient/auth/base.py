"""The contract of auth plugins, at the path that keystoneclient has it at."""

from ksclient.auth.plugin import AUTH_INTERFACE, IDENTITY_AUTH_HEADER_NAME, BaseAuthPlugin

__all__ = ["AUTH_INTERFACE", "IDENTITY_AUTH_HEADER_NAME", "BaseAuthPlugin"]
