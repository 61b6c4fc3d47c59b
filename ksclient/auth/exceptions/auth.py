"""Errors of logging in."""

from __future__ import annotations

from ksclient.auth._json import read_json
from ksclient.auth._protocols import Response
from ksclient.auth._time import parse_isotime
from ksclient.auth.exceptions.base import ClientException
from ksclient.auth.exceptions.response import InvalidResponse, source_of

__all__ = ["AuthorizationFailure", "MissingAuthMethods"]


class AuthorizationFailure(ClientException):
    """No token could be had, for a reason that is not the server's refusal."""

    message = "Cannot authorize API client."


class MissingAuthMethods(ClientException):
    """The server wants further authentication methods before it gives a token.

    Attributes:
        receipt: What to send back with the missing methods.
        methods: The methods done so far.
        required_auth_methods: Lists of methods, one of which must be complete.
        expires_at: When the receipt ends.
    """

    message = "Not all required auth rules were satisfied"

    def __init__(self, response: Response) -> None:
        self.response = response
        self.receipt = response.headers.get("Openstack-Auth-Receipt")
        try:
            body = read_json(response)
            self.methods = body["receipt"]["methods"]
            self.required_auth_methods = body["required_auth_methods"]
            self.expires_at = parse_isotime(body["receipt"]["expires_at"])
        except (ValueError, KeyError, TypeError, OSError) as cause:
            raise InvalidResponse(
                response,
                "The server wants more auth methods, and its 'receipt', which says which, cannot "
                f"be read{source_of(response)}",
                field="receipt",
            ) from cause
        super().__init__(f"{self.message}: {self.required_auth_methods!s:.{_SHOWN}}")


_SHOWN = 500
"""How much of what a server wants an error shows, in characters."""
