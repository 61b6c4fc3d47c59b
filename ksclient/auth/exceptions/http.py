"""Errors that a server answered with: one class a status code."""

from __future__ import annotations

from typing import Any

from ksclient.auth._json import read_json
from ksclient.auth._protocols import Response
from ksclient.auth._redact import hidden, mask_said
from ksclient.auth._text import text_of
from ksclient.auth._time import retry_after as seconds_to_wait
from ksclient.auth.exceptions.auth import MissingAuthMethods
from ksclient.auth.exceptions.base import ClientException

__all__ = [
    "BadGateway",
    "BadRequest",
    "Conflict",
    "ExpectationFailed",
    "Forbidden",
    "GatewayTimeout",
    "Gone",
    "HTTPClientError",
    "HttpError",
    "HttpNotImplemented",
    "HttpServerError",
    "HttpVersionNotSupported",
    "InternalServerError",
    "LengthRequired",
    "MethodNotAllowed",
    "NotAcceptable",
    "NotFound",
    "PaymentRequired",
    "PreconditionFailed",
    "ProxyAuthenticationRequired",
    "RequestEntityTooLarge",
    "RequestTimeout",
    "RequestUriTooLong",
    "RequestedRangeNotSatisfiable",
    "ServiceUnavailable",
    "TooManyRequests",
    "Unauthorized",
    "UnprocessableEntity",
    "UnsupportedMediaType",
    "from_response",
]


class HttpError(ClientException):
    """The server answered with an error.

    Attributes:
        http_status: The status code.
        message: What the server said, or the name of the status; then the status code and the
            request id.
        details: More of what the server said, or None.
        request_id: The server's id of the request, for its operator's logs, or None.
        url: What was asked.
        method: The HTTP method.
        response: The whole answer. It does not travel with a pickled error.
        retry_after: The seconds after which the server wants to be asked again; 0 if it did
            not say.
    """

    http_status = 0
    message = "HTTP Error"

    def __init__(
        self,
        message: str | None = None,
        details: str | None = None,
        response: Response | None = None,
        request_id: str | None = None,
        url: str | None = None,
        method: str | None = None,
        http_status: int | None = None,
        retry_after: int = 0,
    ) -> None:
        self.http_status = http_status or self.http_status
        self.details = details
        self.request_id = request_id
        self.response = response
        self.url = hidden(url)
        self.method = method
        self.retry_after = _whole_seconds(retry_after)
        text = f"{message or self.message} (HTTP {self.http_status})"
        if request_id:
            text += f" (Request-ID: {request_id})"
        super().__init__(text)


class HTTPClientError(HttpError):
    """The request is at fault: a status of 400 to 499."""

    message = "HTTP Client Error"


class HttpServerError(HttpError):
    """The server is at fault: a status of 500 to 599."""

    message = "HTTP Server Error"


class BadRequest(HTTPClientError):
    """HTTP 400: the server cannot make sense of the request."""

    http_status = 400
    message = "Bad Request"


class Unauthorized(HTTPClientError):
    """HTTP 401: the request needs a token, or the token or password given is not accepted."""

    http_status = 401
    message = "Unauthorized"


class PaymentRequired(HTTPClientError):
    """HTTP 402: the service wants to be paid first."""

    http_status = 402
    message = "Payment Required"


class Forbidden(HTTPClientError):
    """HTTP 403: the token is good, and its roles do not allow this."""

    http_status = 403
    message = "Forbidden"


class NotFound(HTTPClientError):
    """HTTP 404: there is no such thing, or it must not be seen."""

    http_status = 404
    message = "Not Found"


class MethodNotAllowed(HTTPClientError):
    """HTTP 405: the resource does not support this method."""

    http_status = 405
    message = "Method Not Allowed"


class NotAcceptable(HTTPClientError):
    """HTTP 406: the server cannot answer in a form that the request accepts."""

    http_status = 406
    message = "Not Acceptable"


class ProxyAuthenticationRequired(HTTPClientError):
    """HTTP 407: the proxy wants a login of its own."""

    http_status = 407
    message = "Proxy Authentication Required"


class RequestTimeout(HTTPClientError):
    """HTTP 408: the server tired of waiting for the request."""

    http_status = 408
    message = "Request Timeout"


class Conflict(HTTPClientError):
    """HTTP 409: the request collides with what is there, such as a name in use."""

    http_status = 409
    message = "Conflict"


class Gone(HTTPClientError):
    """HTTP 410: what was here is here no more, for good."""

    http_status = 410
    message = "Gone"


class LengthRequired(HTTPClientError):
    """HTTP 411: the request must say how long it is."""

    http_status = 411
    message = "Length Required"


class PreconditionFailed(HTTPClientError):
    """HTTP 412: a condition that the request set does not hold."""

    http_status = 412
    message = "Precondition Failed"


class RequestEntityTooLarge(HTTPClientError):
    """HTTP 413: the request is larger than the server takes."""

    http_status = 413
    message = "Request Entity Too Large"


class RequestUriTooLong(HTTPClientError):
    """HTTP 414: the URL is longer than the server takes."""

    http_status = 414
    message = "Request-URI Too Long"


class UnsupportedMediaType(HTTPClientError):
    """HTTP 415: the server does not read this type of content."""

    http_status = 415
    message = "Unsupported Media Type"


class RequestedRangeNotSatisfiable(HTTPClientError):
    """HTTP 416: the part asked for lies outside of what there is."""

    http_status = 416
    message = "Requested Range Not Satisfiable"


class ExpectationFailed(HTTPClientError):
    """HTTP 417: the server cannot do what the Expect header asks."""

    http_status = 417
    message = "Expectation Failed"


class UnprocessableEntity(HTTPClientError):
    """HTTP 422: the request is well-formed and makes no sense."""

    http_status = 422
    message = "Unprocessable Entity"


class TooManyRequests(HTTPClientError):
    """HTTP 429: too many requests came in too short a time."""

    http_status = 429
    message = "Too Many Requests"


class InternalServerError(HttpServerError):
    """HTTP 500: something broke inside the server."""

    http_status = 500
    message = "Internal Server Error"


class HttpNotImplemented(HttpServerError):
    """HTTP 501: the server does not do this."""

    http_status = 501
    message = "Not Implemented"


class BadGateway(HttpServerError):
    """HTTP 502: a proxy got nonsense from the server behind it."""

    http_status = 502
    message = "Bad Gateway"


class ServiceUnavailable(HttpServerError):
    """HTTP 503: the server cannot answer now."""

    http_status = 503
    message = "Service Unavailable"


class GatewayTimeout(HttpServerError):
    """HTTP 504: a proxy got no answer from the server behind it in time."""

    http_status = 504
    message = "Gateway Timeout"


class HttpVersionNotSupported(HttpServerError):
    """HTTP 505: the server does not speak this version of HTTP."""

    http_status = 505
    message = "HTTP Version Not Supported"


_UNRECOGNIZED = "Unrecognized schema in response body."

_BY_STATUS: dict[int, type[HttpError]] = {
    cls.http_status: cls
    for cls in (*HTTPClientError.__subclasses__(), *HttpServerError.__subclasses__())
}


def from_response(response: Response, method: str, url: str) -> HttpError | MissingAuthMethods:
    """Return the error that an answer stands for.

    Args:
        response: An answer with a status of 400 or more.
        method: The HTTP method of the request.
        url: What was asked.
    """
    if response.status_code == 401 and "Openstack-Auth-Receipt" in response.headers:
        return MissingAuthMethods(response)
    message, details = _explanation(response)
    return _class_for(response.status_code)(
        message=mask_said(message, response, url),
        details=mask_said(details, response, url),
        response=response,
        request_id=mask_said(response.headers.get("x-openstack-request-id"), response, url),
        url=url,
        method=method,
        http_status=response.status_code,
        retry_after=_whole_seconds(seconds_to_wait(response.headers.get("retry-after"))),
    )


def _class_for(status: int) -> type[HttpError]:
    """Return the narrowest class for a status code."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 400 <= status < 500:
        return HTTPClientError
    return HttpServerError if 500 <= status < 600 else HttpError


def _explanation(response: Response) -> tuple[str | None, str | None]:
    """Return what the body of an answer says went wrong: a message, and details."""
    content_type = response.headers.get("Content-Type") or ""
    try:
        if content_type.startswith("text/"):
            return None, text_of(response)
        if not content_type.startswith("application/json"):
            return None, None
        return _explanation_in(read_json(response))
    except (ValueError, OSError):  # a body that is streamed may break off when it is read here
        return None, None


def _explanation_in(body: Any) -> tuple[str | None, str | None]:
    """Return what a JSON *body* says went wrong: a message, and details."""
    if not isinstance(body, dict):
        return _UNRECOGNIZED, None
    if isinstance(body.get("error"), dict):
        return _text(body["error"].get("message")), _text(body["error"].get("details"))
    if isinstance(body.get("errors"), list):
        return _first_of(body["errors"])
    return _text_of_fault(body) or _UNRECOGNIZED, None


def _text_of_fault(body: dict[str, Any]) -> str | None:
    """Return the message of a *body* that calls its fault otherwise than Keystone; or None.

    Rackspace names it after what went wrong: ``{"unauthorized": {"message": …}}``. What stands in
    front of Keystone has no name for it: the body itself has the message.
    """
    faults = [fault for fault in (*body.values(), body) if isinstance(fault, dict)]
    message = faults[0].get("message")
    return message.strip() if isinstance(message, str) else None


def _first_of(errors: list[Any]) -> tuple[str | None, str | None]:
    """Return the first of a list of errors, and say so when there are more."""
    if not errors or not isinstance(errors[0], dict):
        return None, None
    more = "Multiple error responses, showing first only: " if len(errors) > 1 else ""
    return f"{more}{errors[0].get('title')}", _text(errors[0].get("detail"))


def _text(value: object) -> str | None:
    """Return *value* as text, whatever a server put there; None for what is empty."""
    return str(value) if value else None


def _whole_seconds(value: object) -> int:
    """Return *value* as seconds that are neither broken nor negative; 0 if it is no number."""
    try:
        return max(0, int(value))  # type: ignore[call-overload, no-any-return]  # any value at all
    except (TypeError, ValueError, OverflowError):
        return 0
