"""Let a call wait its turn."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ksclient.auth._deadline import holding, in_force
from ksclient.auth.session.call import Call, Reply, Send

NoOpSemaphore = nullcontext
"""Lets everyone through at once: the default."""


def throttled(send: Send, semaphore: AbstractContextManager[Any]) -> Send:
    """Wrap *send* so that each call holds *semaphore* while it is on the wire.

    The wait ends with the deadline in force, if the semaphore knows how: ours does, and all
    that have ``acquire`` with a timeout, such as those of `threading`.
    """

    def wait(call: Call) -> Reply:
        with _turn_of(semaphore):
            return send(call)

    return wait


def _turn_of(semaphore: AbstractContextManager[Any]) -> AbstractContextManager[Any]:
    can_give_up = hasattr(semaphore, "acquire") and hasattr(semaphore, "release")
    return holding(semaphore) if can_give_up and in_force().is_set else semaphore
