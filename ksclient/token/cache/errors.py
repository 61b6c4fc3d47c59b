"""What can go wrong with a token cache. None of it reaches a program that has credentials."""

from __future__ import annotations

from ksclient.auth.exceptions import ClientException


class StoreFailed(ClientException):
    """A store cannot do what it was asked to; the message says why, and what to do."""

    message = "The token cache failed."


class LockTimeout(StoreFailed):
    """Somebody else is at it for too long."""

    message = "The token cache is locked for too long."
