"""Errors of OpenID Connect plugins; third-party plugins raise them."""

from __future__ import annotations

from ksclient.auth.exceptions.auth_plugins import AuthPluginException

__all__ = [
    "InvalidDiscoveryEndpoint",
    "InvalidOidcDiscoveryDocument",
    "OidcAccessTokenEndpointNotFound",
    "OidcAuthorizationEndpointNotFound",
    "OidcDeviceAuthorizationEndpointNotFound",
    "OidcDeviceAuthorizationTimeOut",
    "OidcInvalidCodeChallengeMethod",
    "OidcPluginNotSupported",
]


class InvalidDiscoveryEndpoint(AuthPluginException):
    """No address of a discovery document was given."""

    message = "OpenID Connect Discovery Document endpoint not set."


class InvalidOidcDiscoveryDocument(AuthPluginException):
    """The discovery document cannot be read."""

    message = "OpenID Connect Discovery Document is not valid JSON."


class OidcAccessTokenEndpointNotFound(AuthPluginException):
    """No address for access tokens was given."""

    message = "OpenID Connect access token endpoint not provided."


class OidcAuthorizationEndpointNotFound(AuthPluginException):
    """No address for authorization was given."""

    message = "OpenID Connect authorization endpoint not provided."


class OidcDeviceAuthorizationEndpointNotFound(AuthPluginException):
    """No address for device authorization was given."""

    message = "OpenID Connect device authorization endpoint not provided."


class OidcDeviceAuthorizationTimeOut(AuthPluginException):
    """The user did not authorize the device in time."""

    message = "Timeout for OpenID Connect device authorization."


class OidcInvalidCodeChallengeMethod(AuthPluginException):
    """The code challenge method is unknown."""

    message = "Invalid code challenge method."


class OidcPluginNotSupported(AuthPluginException):
    """The provider does not support this grant type."""

    message = "OpenID Connect grant type not supported by provider."
