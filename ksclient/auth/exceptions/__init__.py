"""Everything that can go wrong, as a tree.

::

    ClientException
    ├── ConnectionError                  nobody answered
    │   ├── ConnectTimeout               (retriable) not reached in time
    │   │   └── ReadTimeout              (retriable) reached, no answer in time
    │   │       └── TotalTimeout         total_timeout is over
    │   ├── ConnectFailure               (retriable) refused, reset, not found in DNS
    │   ├── SSLError                     certificates or ciphers do not fit
    │   ├── UnknownConnectionError
    │   └── UnsafeRedirect               following would have given a secret away
    ├── HttpError                        somebody answered no
    │   ├── HTTPClientError              400-499: BadRequest, Unauthorized, Forbidden,
    │   │                                NotFound, Conflict, TooManyRequests, …
    │   └── HttpServerError              500-599: InternalServerError, BadGateway,
    │                                    ServiceUnavailable, …
    ├── InvalidResponse                  somebody answered nonsense; names the field
    ├── UnusableFile                     no login can be saved there, or loaded from there
    ├── DiscoveryFailure                 no version of a service fits
    │   └── VersionNotAvailable
    ├── CatalogException
    │   └── EndpointNotFound             names what does exist
    │       └── EmptyCatalog             the token has no catalog
    ├── AuthorizationFailure             no token could be had
    ├── MissingAuthMethods               the server wants more factors
    ├── AuthPluginException
    │   ├── MissingAuthPlugin
    │   ├── NoMatchingPlugin
    │   ├── OptionError
    │   │   └── MissingRequiredOptions
    │   ├── UnsupportedParameters
    │   └── (OpenID Connect's)
    └── ServiceProviderNotFound
    RetriableConnectionFailure           marks what may work a moment later
    ImpliedVersionMismatch (ValueError)  the service type names another version

Catch ``ConnectionError`` for "nobody answered" and ``HttpError`` for "somebody answered no".
"""

from ksclient.auth.exceptions._borders import adopted
from ksclient.auth.exceptions.auth import (
    AuthorizationFailure,
    MissingAuthMethods,
)
from ksclient.auth.exceptions.auth_plugins import (
    AuthPluginException,
    MissingAuthPlugin,
    MissingRequiredOptions,
    NoMatchingPlugin,
    OptionError,
    UnsupportedParameters,
)
from ksclient.auth.exceptions.base import (
    ClientException,
)
from ksclient.auth.exceptions.catalog import (
    CatalogException,
    EmptyCatalog,
    EndpointNotFound,
)
from ksclient.auth.exceptions.connection import (
    ConnectFailure,
    ConnectionError,
    ConnectTimeout,
    ReadTimeout,
    RetriableConnectionFailure,
    SSLError,
    TotalTimeout,
    UnknownConnectionError,
    UnsafeRedirect,
)
from ksclient.auth.exceptions.discovery import (
    DiscoveryFailure,
    ImpliedMaxVersionMismatch,
    ImpliedMinVersionMismatch,
    ImpliedVersionMismatch,
    VersionNotAvailable,
)
from ksclient.auth.exceptions.files import UnusableFile
from ksclient.auth.exceptions.hints import add_hint
from ksclient.auth.exceptions.http import (
    BadGateway,
    BadRequest,
    Conflict,
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
    LengthRequired,
    MethodNotAllowed,
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
    TooManyRequests,
    Unauthorized,
    UnprocessableEntity,
    UnsupportedMediaType,
    from_response,
)
from ksclient.auth.exceptions.oidc import (
    InvalidDiscoveryEndpoint,
    InvalidOidcDiscoveryDocument,
    OidcAccessTokenEndpointNotFound,
    OidcAuthorizationEndpointNotFound,
    OidcDeviceAuthorizationEndpointNotFound,
    OidcDeviceAuthorizationTimeOut,
    OidcInvalidCodeChallengeMethod,
    OidcPluginNotSupported,
)
from ksclient.auth.exceptions.response import (
    InvalidResponse,
)
from ksclient.auth.exceptions.service_providers import (
    ServiceProviderNotFound,
)

__all__ = [
    "AuthPluginException",
    "AuthorizationFailure",
    "BadGateway",
    "BadRequest",
    "CatalogException",
    "ClientException",
    "Conflict",
    "ConnectFailure",
    "ConnectTimeout",
    "ConnectionError",
    "DiscoveryFailure",
    "EmptyCatalog",
    "EndpointNotFound",
    "ExpectationFailed",
    "Forbidden",
    "GatewayTimeout",
    "Gone",
    "HTTPClientError",
    "HttpError",
    "HttpNotImplemented",
    "HttpServerError",
    "HttpVersionNotSupported",
    "ImpliedMaxVersionMismatch",
    "ImpliedMinVersionMismatch",
    "ImpliedVersionMismatch",
    "InternalServerError",
    "InvalidDiscoveryEndpoint",
    "InvalidOidcDiscoveryDocument",
    "InvalidResponse",
    "LengthRequired",
    "MethodNotAllowed",
    "MissingAuthMethods",
    "MissingAuthPlugin",
    "MissingRequiredOptions",
    "NoMatchingPlugin",
    "NotAcceptable",
    "NotFound",
    "OidcAccessTokenEndpointNotFound",
    "OidcAuthorizationEndpointNotFound",
    "OidcDeviceAuthorizationEndpointNotFound",
    "OidcDeviceAuthorizationTimeOut",
    "OidcInvalidCodeChallengeMethod",
    "OidcPluginNotSupported",
    "OptionError",
    "PaymentRequired",
    "PreconditionFailed",
    "ProxyAuthenticationRequired",
    "ReadTimeout",
    "RequestEntityTooLarge",
    "RequestTimeout",
    "RequestUriTooLong",
    "RequestedRangeNotSatisfiable",
    "RetriableConnectionFailure",
    "SSLError",
    "ServiceProviderNotFound",
    "ServiceUnavailable",
    "TooManyRequests",
    "TotalTimeout",
    "Unauthorized",
    "UnknownConnectionError",
    "UnprocessableEntity",
    "UnsafeRedirect",
    "UnsupportedMediaType",
    "UnsupportedParameters",
    "UnusableFile",
    "VersionNotAvailable",
    "add_hint",
    "adopted",
    "from_response",
]
