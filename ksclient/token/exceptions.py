"""What can go wrong with stored tokens.

::

    ClientException
    ├── NotFound
    │   └── TokenNotFound            no such token, or it has expired or was revoked
    └── TokenStoreError              the store, not the token
        ├── TokenExists              an id was used twice
        ├── InvalidTokenRef (ValueError, KeyError)   what is to be stored is no token
        ├── DriverNotFound           no driver of that name is installed, or it lacks a library
        ├── StoreUnavailable         not to be reached, full, read-only or forbidden: may pass
        └── StoreUnusable            never will do as it is
            ├── StoreCorrupted       not a token store, or a broken one
            └── StoreTooNew          written by a later release

None of them shows a token or its id: where one must be told apart from another, its digest
stands in the message.
"""

from __future__ import annotations

from typing import Any

from ksclient.auth._redact import digest
from ksclient.auth.exceptions import ClientException, NotFound


class TokenNotFound(NotFound):
    """There is no such token; or it has expired, or was revoked.

    Args:
        token_id: The token's id, which is kept as a digest only.
    """

    def __init__(self, token_id: Any = None, **kwargs: Any) -> None:
        shown = f" {digest(token_id)}" if isinstance(token_id, str) and token_id else ""
        kwargs.setdefault("message", f"Could not find the token{shown}")
        super().__init__(**kwargs)


class TokenStoreError(ClientException):
    """A store of tokens cannot do what it was asked to."""

    message = "The token store failed."


class TokenExists(TokenStoreError):
    """There is, or was, a token of this id."""

    message = "There is a token of this id already."


class InvalidTokenRef(TokenStoreError, ValueError, KeyError):
    """What was to be stored lacks something that a token has, or holds what cannot be stored."""

    message = "This is no token."

    def __str__(self) -> str:
        return self.message  # not in quotes, as a KeyError's


class DriverNotFound(TokenStoreError):
    """No driver of that name is installed, or the library that it stands on is not."""

    message = "There is no such driver."


class StoreUnavailable(TokenStoreError):
    """The store cannot be reached, read or written now. What was acknowledged before is safe."""

    message = "The token store is not available."


class StoreUnusable(TokenStoreError):
    """The store will not do as it is, however often it is tried."""

    message = "The token store cannot be used."


class StoreCorrupted(StoreUnusable):
    """What is there is no token store, or a broken one. It is left as it is."""

    message = "This is no token store, or a broken one."


class StoreTooNew(StoreUnusable):
    """A later release of ksclient wrote the store. It is left as it is."""

    message = "The token store was written by a later release."
