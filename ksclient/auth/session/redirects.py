"""Follow redirects, keeping the method and leaving secrets at home.

requests would turn a POST into a GET, as browsers do; an API means the same request
elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksclient.auth._redact import hidden, mask_text
from ksclient.auth.session.call import Call, Reply, Send

if TYPE_CHECKING:
    from logging import Logger

    import requests

STATUSES = frozenset({301, 302, 303, 305, 307, 308})
MOST = 30
"""How many redirects are followed where the caller does not say; more are a loop."""

_REQUEST_ID = "x-openstack-request-id"


def redirecting(send: Send, limit: int | bool, logger: Logger) -> Send:
    """Wrap *send* so that it follows redirects.

    Args:
        send: What sends one call.
        limit: How many redirects to follow at most; True for `MOST`, False for none. The answer
            of the redirect that went too far is returned as it is.
        logger: Where to say that a redirect leads nowhere.
    """
    most = int(limit) * MOST if isinstance(limit, bool) else limit

    def follow(call: Call) -> Reply:
        reply = send(call)
        history: list[requests.Response] = []
        while len(history) < most:
            onward = _next_call(reply, logger)
            if onward is None:
                break
            history.append(reply.response)
            reply = send(onward)
        reply.response.history = history + list(reply.response.history or ())
        return reply

    return follow


def _next_call(reply: Reply, logger: Logger) -> Call | None:
    """Return the call that the server asks for instead, or None if it asks for none."""
    response, call = reply.response, reply.call
    if response.status_code not in STATUSES:
        return None
    location = hidden((response.headers.get("location") or "").strip())
    if not location:
        logger.warning(
            "Failed to redirect request to %s as new location was not provided.",
            mask_text(response.url),
        )
        return None
    if not call.can_be_sent_again():
        return None
    return _with_request_id(call.moved_to(_as_utf8(location)), response)


def _with_request_id(call: Call, response: requests.Response) -> Call:
    """Return *call*, told apart in the servers' logs by the id that the first of them gave."""
    given = response.headers.get(_REQUEST_ID)
    if given is None or _REQUEST_ID in (name.lower() for name in call.headers):
        return call
    return call.replaced(headers=call.with_headers({_REQUEST_ID: given}).headers)


def _as_utf8(location: str) -> str:
    """Return *location* as its server meant it: http.client reads every header as Latin-1."""
    try:
        return hidden(location.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return location
