"""Errors, each under the name of its fault."""

from __future__ import annotations

from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.refusals import Refusal

_FAULTS = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    409: "badRequest",
    503: "serviceUnavailable",
}
_ANY_OTHER = "identityFault"

UNREADABLE = "Invalid request body: unable to parse Auth data. Please review XML or JSON formatting"


class UserDisabled(Refusal):
    """The user may not log in any more."""

    def __init__(self, name: str) -> None:
        super().__init__(403, f"User '{name}' is disabled.")


def refusal(refused: Refusal, message: str, _base_url: str) -> Answer:
    """Return the answer that says no: why, and how that is said."""
    is_disabled = isinstance(refused, UserDisabled)
    fault = "userDisabled" if is_disabled else _FAULTS.get(refused.status, _ANY_OTHER)
    error = {"code": refused.status.value, "message": message}
    return Answer({fault: error}, status=refused.status)
