"""Each recorded exchange with the calls that send its request, and how they are replayed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ksclient import exceptions
from ksclient.auth.adapter import Adapter
from ksclient.v2_0.client import Client
from tests.wire import answers, odd_ones
from tests.wire.calls import Call
from tests.wire.recording import Exchange, exchanges
from tests.wire.stand_in import StandIn, client_of
from tests.wire.table import CALLS

if TYPE_CHECKING:
    import requests

REFUSED = {(refusal.call, refusal.exchange): refusal for refusal in odd_ones.REFUSALS}
DIFFERENT = {
    (difference.call, name): difference
    for difference in odd_ones.DIFFERENCES
    for name in difference.exchanges
}


@dataclass(frozen=True)
class Case:
    """A call that sends a recorded request."""

    exchange: Exchange
    call: Call
    arguments: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.exchange.name}: {self.call.name}"

    @property
    def key(self) -> tuple[str, str]:
        """What `odd_ones` calls it: the call's name, and the exchange's."""
        return self.call.name, self.exchange.name

    @property
    def is_mismatch(self) -> bool:
        """Whether the 401 is about the tenant of a token, to a call that knows of that."""
        return self.exchange.name in odd_ones.MISMATCHES and self.call is not BY_HAND

    @property
    def has_dead_token(self) -> bool:
        """Whether the 404 is about the caller's token, to a call that knows of that."""
        return self.exchange.name in odd_ones.DEAD_TOKENS and self.call is not BY_HAND

    @property
    def is_verdict(self) -> bool:
        """Whether the call makes a verdict, rather than an error, of the status."""
        return self.exchange.status in self.call.verdicts or (
            self.is_mismatch and bool(self.call.verdicts)
        )


def by_hand(keystone: Client, exchange: Exchange) -> requests.Response:
    """Send *exchange* as it is; a token goes through the auth plugin, but for an empty one."""
    headers = {k: v for k, v in exchange.headers.items() if k != "X-Auth-Token" or not v}
    body = {} if exchange.body is None else {"data": exchange.body.encode()}
    query = {"params": exchange.query} if exchange.query else {}
    adapter = Adapter(keystone.session)
    return adapter.request(exchange.url, exchange.method, headers=headers, **body, **query)


BY_HAND = Call(
    name="Adapter.request",
    method="*",
    routes=(),
    query={},
    body=None,
    gives=answers.response,
    verdicts={},
    anonymous=False,
    make=by_hand,
)

BY_CALLS = [
    Case(exchange, call, arguments)
    for exchange in exchanges()
    for call in CALLS
    if (arguments := call.arguments(exchange)) is not None
]
SENT_BY_CALLS = [case for case in BY_CALLS if case.key not in REFUSED]
_NAMES = {case.exchange.name for case in SENT_BY_CALLS}
SENT_BY_HAND = [
    Case(exchange, BY_HAND, {"exchange": exchange})
    for exchange in exchanges()
    if exchange.name not in _NAMES
]
SENT = SENT_BY_CALLS + SENT_BY_HAND
SUCCESSES = [case for case in SENT if case.exchange.status < 400]
VERDICTS = [case for case in SENT if case.is_verdict]
FAILURES = [case for case in SENT if case.exchange.status >= 400 and not case.is_verdict]


def replay(case: Case, library: str) -> tuple[Any, list[requests.PreparedRequest]]:
    """Have the call made; return what it returned or raised, and the requests that it sent.

    Args:
        case: What to replay.
        library: Whose session sends it, one of `LIBRARIES`.
    """
    stand_in = StandIn(case.exchange, _proofs_for(case))
    keystone = client_of(stand_in, library)
    try:
        result: Any = case.call.make(keystone, **case.arguments)
    except (exceptions.ClientException, TypeError) as error:
        result = error
    return result, stand_in.requests


def _proofs_for(case: Case) -> tuple[Exchange, ...]:
    """Return what may be asked besides, to find out what the answer means."""
    if case.has_dead_token:
        proof = odd_ones.DEAD_TOKENS[case.exchange.name]
        return tuple(other for other in exchanges() if other.name == proof)
    return _proofs_of_mismatch(case.exchange) if case.is_mismatch else ()


def _proofs_of_mismatch(asked: Exchange) -> tuple[Exchange, Exchange]:
    """Return the same question without the tenant, as it was recorded, by GET and by HEAD."""
    found = next(
        other
        for other in exchanges()
        if (other.method, other.url, other.query) == ("GET", asked.url, ())
        and (other.token, other.status) == (asked.token, 200)
    )
    return found, replace(found, method="HEAD", text="")
