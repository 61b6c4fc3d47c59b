"""Errors of a request that nobody answered."""

from __future__ import annotations

from ksclient.auth._deadline import DeadlinePassed
from ksclient.auth.exceptions.base import ClientException

__all__ = [
    "ConnectFailure",
    "ConnectTimeout",
    "ConnectionError",
    "ReadTimeout",
    "RetriableConnectionFailure",
    "SSLError",
    "TotalTimeout",
    "UnknownConnectionError",
    "UnsafeRedirect",
]


class RetriableConnectionFailure(Exception):
    """Marks errors after which the same request may work a moment later.

    Attributes:
        may_have_arrived: Whether the server may have got the request. False only where it is
            certain that nothing was sent.
        was_kept: Whether the connection had been kept from an earlier request: then the server
            has probably closed it for being idle, and is there still.
    """

    may_have_arrived: bool = True
    was_kept: bool = False


class ConnectionError(ClientException):
    """The request got no answer."""

    message = "Cannot connect to API service."


class ConnectTimeout(ConnectionError, RetriableConnectionFailure):
    """The server was not reached in time."""

    message = "Timed out connecting to service."


class ReadTimeout(ConnectTimeout):
    """The server was reached, and did not answer in time.

    A ``ConnectTimeout`` too, since upstream calls both so and handlers rely on it.
    """

    message = "Timed out waiting for the service's answer."


class TotalTimeout(ReadTimeout, DeadlinePassed):
    """The request was given up at its ``total_timeout``, whatever it was about at that moment.

    It may have waited for its answer, or for its turn, or for another thread's login.
    """

    message = "The request took longer than it may."


class ConnectFailure(ConnectionError, RetriableConnectionFailure):
    """The connection could not be made, or broke."""

    message = "Connection failure that may be retried."


class SSLError(ConnectionError):
    """The connection could not be made safe: certificates, protocol or ciphers do not fit."""

    message = "An SSL error occurred."


class UnknownConnectionError(ConnectionError):
    """No answer, for a reason that has no class of its own.

    Attributes:
        original: The error of the library beneath.
    """

    def __init__(self, msg: str, original: Exception) -> None:
        super().__init__(msg)
        self.original = original


class UnsafeRedirect(ConnectionError):
    """A server pointed to another place, and following would have taken a secret there.

    Attributes:
        url: Where the request went.
        location: Where the server pointed.
    """

    message = "The server redirects to a place that must not see this request."

    def __init__(self, message: str | None = None, url: str = "", location: str = "") -> None:
        super().__init__(message)
        self.url = url
        self.location = location
