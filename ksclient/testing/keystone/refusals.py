"""What Keystone answers instead of what it was asked for, in its own words."""

from __future__ import annotations

from http import HTTPStatus

_MALFORMED = (
    "The server could not comply with the request since it is either malformed or otherwise "
    "incorrect. The client is assumed to be in error."
)


class Refusal(Exception):
    """The answer is an error.

    Args:
        status: Its HTTP status.
        message: What the body says.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status = HTTPStatus(status)
        self.message = message


def bad_request(message: str) -> Refusal:
    """Return a 400."""
    return Refusal(400, message)


def missing(what: str, where: str) -> Refusal:
    """Return the 400 for something that the body lacks."""
    return bad_request(f"Expecting to find {what} in {where}. {_MALFORMED}")


def too_long(what: str, most: int) -> Refusal:
    """Return the 400 for a text of more than *most* characters."""
    return bad_request(
        f"Request attribute {what} must be less than or equal to {most}. The server could not "
        "comply with the request because the attribute size is invalid (too large). The client "
        "is assumed to be in error."
    )


def unauthorized(
    message: str = "The request you have made requires authentication.",
) -> Refusal:
    """Return a 401, which says no more than this in nearly all cases."""
    return Refusal(401, message)


def forbidden(action: str | None = None) -> Refusal:
    """Return a 403; *action* is the rule of the policy that said no."""
    what = f": {action}" if action else ""
    return Refusal(403, f"You are not authorized to perform the requested action{what}.")


def not_found(kind: str, identifier: object) -> Refusal:
    """Return the 404 for a thing, whose *kind* is Keystone's word: a tenant is a ``project``."""
    return Refusal(404, f"Could not find {kind}: {identifier}.")


def no_route(url: str) -> Refusal:
    """Return the 404 for a URL, or a method, that leads nowhere."""
    return Refusal(404, f"({url}): The resource could not be found.")


def conflict(kind: str, details: str) -> Refusal:
    """Return a 409."""
    return Refusal(409, f"Conflict occurred attempting to store {kind} - {details}.")


def gone() -> Refusal:
    """Return a 410."""
    return Refusal(410, "The service you have requested is no longer available on this server.")


def broken() -> Refusal:
    """Return the 500 for what Keystone trips over."""
    return Refusal(500, "An unexpected error prevented the server from fulfilling your request.")


def not_implemented(
    message: str = "The action you have requested has not been implemented.",
) -> Refusal:
    """Return a 501."""
    return Refusal(501, message)
