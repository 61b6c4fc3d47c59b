"""How long the server took to answer, call by call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from ksclient.auth.session.call import Call, Reply, Send


class RequestTiming:
    """How long one HTTP request took.

    Attributes:
        method: The HTTP method.
        url: What was asked.
        elapsed: From sending the request to having read the answer's headers.
    """

    def __init__(self, method: str | None, url: str | None, elapsed: timedelta) -> None:
        self.method = method
        self.url = url
        self.elapsed = elapsed


def timed(send: Send, record: Callable[[RequestTiming], None]) -> Send:
    """Wrap *send* so that each answer's time is recorded, whatever its status."""

    def measure(call: Call) -> Reply:
        reply = send(call)
        asked = reply.response.request
        record(RequestTiming(asked.method, asked.url, reply.response.elapsed))
        return reply

    return measure
