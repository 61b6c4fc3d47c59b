"""Everything that can go wrong, under the names that ``keystoneclient.exceptions`` has.

The classes of ``ksclient.auth.exceptions`` are here as the very same objects. What the managers
add to that tree:

::

    ClientException
    ├── ValidationError              refused before anything was sent
    │   └── InvalidArgument (ValueError)
    │       └── InvalidId            an id that cannot stand in a URL
    ├── NoUniqueMatch                find() found more than one; says how many
    ├── DetachedResource (AttributeError)
    ├── CommandError, UnsupportedVersion, MethodNotImplemented
    ├── AuthorizationFailure
    │   ├── AuthPluginOptionsMissing
    │   └── AuthSystemNotFound
    ├── EndpointException
    │   └── AmbiguousEndpoints
    ├── InvalidResponse
    │   └── UnrecognizedAccess (NotImplementedError)
    └── HttpError
        ├── NotFound
        │   └── TokenNotFound        in ksclient.token.persistence
        ├── Unauthorized
        │   └── TenantMismatch       a token is good, but not for the tenant asked about
        └── HTTPRedirection
            └── MultipleChoices
    CertificateConfigError, CMSError
    IgnoredOptionsWarning (UserWarning)
    OwnTenantsWarning (UserWarning)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ksclient.auth.exceptions import (
    AuthorizationFailure,
    BadGateway,
    BadRequest,
    ClientException,
    Conflict,
    ConnectionError,
    DiscoveryFailure,
    EmptyCatalog,
    EndpointNotFound,
    ExpectationFailed,
    Forbidden,
    GatewayTimeout,
    Gone,
    HTTPClientError,
    HttpError,
    HttpNotImplemented,
    HttpServerError,
    HttpVersionNotSupported,
    InternalServerError,
    InvalidResponse,
    LengthRequired,
    MethodNotAllowed,
    MissingAuthPlugin,
    NoMatchingPlugin,
    NotAcceptable,
    NotFound,
    PaymentRequired,
    PreconditionFailed,
    ProxyAuthenticationRequired,
    RequestedRangeNotSatisfiable,
    RequestEntityTooLarge,
    RequestTimeout,
    RequestUriTooLong,
    ServiceUnavailable,
    SSLError,
    Unauthorized,
    UnprocessableEntity,
    UnsupportedMediaType,
    UnsupportedParameters,
    UnusableFile,
    VersionNotAvailable,
    from_response,
)
from ksclient.auth.exceptions import CatalogException as EndpointException
from ksclient.auth.exceptions import ConnectFailure as ConnectionRefused
from ksclient.auth.exceptions import HttpError as HTTPError
from ksclient.auth.exceptions import HttpNotImplemented as HTTPNotImplemented
from ksclient.auth.exceptions import RequestTimeout as Timeout
from ksclient.token.exceptions import TokenNotFound

__all__ = [
    "AmbiguousEndpoints",
    "AuthPluginOptionsMissing",
    "AuthSystemNotFound",
    "AuthorizationFailure",
    "BadGateway",
    "BadRequest",
    "CMSError",
    "CertificateConfigError",
    "ClientException",
    "CommandError",
    "Conflict",
    "ConnectionError",
    "ConnectionRefused",
    "DetachedResource",
    "DiscoveryFailure",
    "EmptyCatalog",
    "EndpointException",
    "EndpointNotFound",
    "ExpectationFailed",
    "Forbidden",
    "GatewayTimeout",
    "Gone",
    "HTTPClientError",
    "HTTPError",
    "HTTPNotImplemented",
    "HTTPRedirection",
    "HttpError",
    "HttpNotImplemented",
    "HttpServerError",
    "HttpVersionNotSupported",
    "IgnoredOptionsWarning",
    "InternalServerError",
    "InvalidArgument",
    "InvalidId",
    "InvalidResponse",
    "LengthRequired",
    "MethodNotAllowed",
    "MethodNotImplemented",
    "MissingAuthPlugin",
    "MultipleChoices",
    "NoMatchingPlugin",
    "NoUniqueMatch",
    "NotAcceptable",
    "NotFound",
    "OwnTenantsWarning",
    "PaymentRequired",
    "PreconditionFailed",
    "ProxyAuthenticationRequired",
    "RequestEntityTooLarge",
    "RequestTimeout",
    "RequestUriTooLong",
    "RequestedRangeNotSatisfiable",
    "SSLError",
    "ServiceUnavailable",
    "TenantMismatch",
    "Timeout",
    "TokenNotFound",
    "Unauthorized",
    "UnprocessableEntity",
    "UnrecognizedAccess",
    "UnsupportedMediaType",
    "UnsupportedParameters",
    "UnsupportedVersion",
    "UnusableFile",
    "ValidationError",
    "VersionNotAvailable",
    "from_response",
]


class ValidationError(ClientException):
    """Something is wrong with what the caller gave; nothing was sent."""

    message = "Invalid input."


class InvalidArgument(ValidationError, ValueError):
    """An argument has a value that no server could accept."""

    message = "Invalid argument."


class InvalidId(InvalidArgument):
    """What was given as an id cannot stand in a URL, or would mean another thing there.

    Attributes:
        id: What was given; the name of its type where it is neither text nor a number.
    """

    message = "Invalid id."

    def __init__(self, message: str | None = None, id: object = None) -> None:
        super().__init__(message)
        self.id = id


class NoUniqueMatch(ClientException):
    """More than one thing matches where one was asked for.

    Attributes:
        count: How many match; None if it is not known.
    """

    message = "More than one match."

    def __init__(self, message: str | None = None, count: int | None = None) -> None:
        super().__init__(message)
        self.count = count


class DetachedResource(ClientException, AttributeError):
    """A resource was asked to act, and it came out of a pickle: data, and no connection."""

    message = "This resource has no connection to a server."


class CommandError(ClientException):
    """A command cannot do what it was told."""

    message = "Command failed."


class UnsupportedVersion(ClientException):
    """The version of the API is not supported."""

    message = "Unsupported version."


class MethodNotImplemented(ClientException):
    """This client does not have the method."""

    message = "Method not implemented."


class AuthPluginOptionsMissing(AuthorizationFailure):
    """An auth plugin lacks options.

    Attributes:
        opt_names: Their names.
    """

    def __init__(self, opt_names: Sequence[str]) -> None:
        super().__init__(f"Authentication failed. Missing options: {', '.join(opt_names)}")
        self.opt_names = opt_names


class AuthSystemNotFound(AuthorizationFailure):
    """The auth system that was asked for is not installed.

    Attributes:
        auth_system: Its name.
    """

    def __init__(self, auth_system: str) -> None:
        super().__init__(f"AuthSystemNotFound: {auth_system!r}")
        self.auth_system = auth_system


class AmbiguousEndpoints(EndpointException):
    """More than one endpoint in the catalog fits.

    Attributes:
        endpoints: Those that fit.
    """

    def __init__(self, endpoints: Any = None) -> None:
        super().__init__(f"AmbiguousEndpoints: {endpoints!r}")
        self.endpoints = endpoints


class UnrecognizedAccess(InvalidResponse, NotImplementedError):
    """A token document is not one of Identity v2.0."""

    message = "Unrecognized auth response."


class TenantMismatch(Unauthorized):
    """A token was to be of a certain tenant, and is good, but not for that tenant.

    The server says 401 for this, too, though nothing is wrong with who asked.
    """

    message = "The token is not for this tenant."


class HTTPRedirection(HttpError):
    """The server pointed elsewhere, and the client did not follow."""

    message = "HTTP Redirection"


class MultipleChoices(HTTPRedirection):
    """HTTP 300: there is more than one thing at this URL."""

    http_status = 300
    message = "Multiple Choices"


class CertificateConfigError(Exception):
    """A certificate cannot be loaded.

    Attributes:
        output: What the tool said that tried.
    """

    def __init__(self, output: Any) -> None:
        super().__init__("Unable to load certificate.")
        self.output = output


class CMSError(Exception):
    """A message cannot be signed, or its signature not verified.

    Attributes:
        output: What the tool said that tried.
    """

    def __init__(self, output: Any) -> None:
        super().__init__("Unable to sign or verify data.")
        self.output = output


class IgnoredOptionsWarning(UserWarning):
    """A client over a session was told of its connections what only a session can be told."""


class OwnTenantsWarning(UserWarning):
    """``tenants.list()`` lists the caller's own tenants, since the token has no catalog."""
