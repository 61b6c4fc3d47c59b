"""Let a call wait its turn."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ksclient.auth.session.call import Call, Reply, Send

NoOpSemaphore = nullcontext
"""Lets everyone through at once: the default."""


def throttled(send: Send, semaphore: AbstractContextManager[Any]) -> Send:
    """Wrap *send* so that each call holds *semaphore* while it is on the wire."""

    def wait(call: Call) -> Reply:
        with semaphore:
            return send(call)

    return wait
