"""Try again after a failure that may pass, and wait in between.

What may have arrived is not sent twice, unless sending it twice does no harm: a POST that
timed out may have created its user already.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from ksclient.auth import exceptions
from ksclient.auth._deadline import Deadline
from ksclient.auth._lazy import later
from ksclient.auth._redact import mask_text
from ksclient.auth._time import retry_after
from ksclient.auth._value import Value
from ksclient.auth.session.call import Call, Reply, Send

if TYPE_CHECKING:
    import random
    from logging import Logger
else:
    random = later("random", __name__)

FIRST_DELAY = 0.5
"""Seconds before the first retry, where no fixed delay is set."""

LONGEST_DELAY = 60.0
"""Seconds that no wait exceeds, whatever the server asks for."""

RETRIABLE_STATUS_CODES = (429, 503)
_SAFE_TO_REPEAT = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"})


class RetryPolicy(Value):
    """What to try again, how often, and after how long.

    Attributes:
        connect_retries: How often to try again after a failed connection.
        connect_delay: Seconds between those; None for 0.5, 1, 2, … up to 60, some of them
            shortened; see `shortened`.
        status_retries: How often to try again after a retriable status code.
        status_delay: Seconds between those; None as above.
        status_codes: The retriable ones; None for 429 and 503.
        idempotent: Whether sending the request twice does no harm; None to judge by its method.
    """

    connect_retries: int = 0
    connect_delay: float | None = None
    status_retries: int = 0
    status_delay: float | None = None
    status_codes: Collection[int] | None = None
    idempotent: bool | None = None

    def may_repeat(self, call: Call) -> bool:
        """Tell whether sending *call* twice does no harm."""
        if self.idempotent is None:
            return call.method.upper() in _SAFE_TO_REPEAT
        return self.idempotent

    def may_retry_failure(self, call: Call, failure: exceptions.RetriableConnectionFailure) -> bool:
        """Tell whether to try *call* again after it got no answer."""
        return self.may_repeat(call) or not failure.may_have_arrived

    def may_retry_status(self, reply: Reply) -> bool:
        """Tell whether to try a call again after the answer that it got.

        A server that answers 429, or says when to come back, has not done the work. Codes
        that the caller named are the caller's word that a repetition does no harm.
        """
        response = reply.response
        if self.status_codes:
            return response.status_code in self.status_codes
        if response.status_code not in RETRIABLE_STATUS_CODES:
            return False
        refused = response.status_code == 429 or "Retry-After" in response.headers
        return refused or self.may_repeat(reply.call)


def retrying(
    send: Send,
    policy: RetryPolicy,
    logger: Logger,
    deadline: Deadline,
    sleep: Callable[[float], None] | None = None,
    chance: Callable[[], float] | None = None,
) -> Send:
    """Wrap *send* so that it tries again as *policy* says.

    The number of tries is for the whole request: redirects do not renew it. A kept connection
    that its server had closed does not count.

    Args:
        send: What sends one call.
        policy: What to try again, how often, after how long.
        logger: Where each wait is announced.
        deadline: When to give up for good.
        sleep: Waits that many seconds; None for ``time.sleep``.
        chance: Returns a number from 0 to 1 that nobody can foretell; None for ``random.random``.
    """
    send = reconnecting(send, policy, logger)
    chance = chance or random.random
    connects_left = policy.connect_retries
    statuses_left = policy.status_retries

    def persist(call: Call) -> Reply:
        nonlocal connects_left, statuses_left
        connect_delays, status_delays = delays(policy.connect_delay), delays(policy.status_delay)
        while True:
            try:
                reply = send(call)
            except exceptions.RetriableConnectionFailure as failure:
                again = connects_left > 0 and policy.may_retry_failure(call, failure)
                delay = next(connect_delays)
                if not policy.connect_delay:
                    delay = shortened(delay, connects_left, policy.connect_retries, chance)
                if not again or not deadline.leaves(delay) or not call.can_be_sent_again():
                    raise
                logger.warning(
                    "Failure: %s. Retrying in %.1fs. %d retries left", failure, delay, connects_left
                )
                connects_left -= 1
            else:
                if statuses_left <= 0 or not policy.may_retry_status(reply):
                    return reply
                connect_delays = delays(policy.connect_delay)
                asked = asked_delay(reply)
                delay = next(status_delays) if asked is None else asked
                if asked is None and not policy.status_delay:
                    delay = shortened(delay, statuses_left, policy.status_retries, chance)
                if not deadline.leaves(delay) or not call.can_be_sent_again():
                    return reply
                logger.warning(
                    "Retriable status code %d from %s. Retrying in %.1fs. %d retries left",
                    reply.response.status_code,
                    mask_text(call.url),
                    delay,
                    statuses_left,
                )
                statuses_left -= 1
            # Looked up when called: tests of users replace time.sleep.
            (sleep or time.sleep)(delay)

    return persist


def reconnecting(send: Send, policy: RetryPolicy, logger: Logger) -> Send:
    """Wrap *send* so that a kept connection which its server has closed is replaced at once.

    That is no retry yet: the server is there. It ends, since a connection that breaks is not
    kept, so that at last there is a new one.
    """

    def reconnect(call: Call) -> Reply:
        while True:
            try:
                return send(call)
            except exceptions.RetriableConnectionFailure as failure:
                may_repeat = policy.may_repeat(call) and call.can_be_sent_again()
                if not failure.was_kept or not may_repeat:
                    raise
                logger.debug("A kept connection was closed, another is tried: %s", failure)

    return reconnect


def delays(fixed: float | None) -> Iterator[float]:
    """Yield the seconds to wait before each retry: *fixed*, or growing by doubling."""
    delay = fixed or FIRST_DELAY
    while True:
        yield delay
        if not fixed:
            delay = min(delay * 2, LONGEST_DELAY)


def shortened(delay: float, left: int, retries: int, chance: Callable[[], float]) -> float:
    """Return *delay*, cut by up to a half at random.

    A server that comes back would else meet all its clients at once, and so again at each of
    their retries. The last wait of several is left whole: it is the last chance, and starts at
    a time of each client's own already.

    Args:
        delay: In seconds.
        left: How many retries there are still, this one included.
        retries: How many there were at first.
        chance: Returns a number from 0 to 1.
    """
    is_last_of_several = left == 1 < retries
    return delay if is_last_of_several else delay * (1 - chance() / 2)


def asked_delay(reply: Reply) -> float | None:
    """Return the seconds to wait that the server asks for, at most `LONGEST_DELAY`; or None."""
    asked = retry_after(reply.response.headers.get("Retry-After"))
    return None if asked is None else min(asked, LONGEST_DELAY)
