"""What stands in for the recorded server, and who asks it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import keystoneauth1.session
import keystoneauth1.token_endpoint
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse
from urllib3._collections import HTTPHeaderDict

from ksclient.auth import session, token_endpoint
from ksclient.v2_0.client import Client
from tests.wire.recording import SERVERS, Exchange

_of_urllib3 = HTTPAdapter().build_response


class StandIn(BaseAdapter):
    """Answers one request as it was recorded, byte for byte, and refuses every other.

    Args:
        exchange: What was recorded.
        proofs: Other exchanges whose requests may follow.
    """

    def __init__(self, exchange: Exchange, proofs: tuple[Exchange, ...] = ()) -> None:
        super().__init__()
        self.exchange = exchange
        self.known = (exchange, *proofs)
        self.requests: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.requests.append(request)
        for exchange in self.known:
            asked = (exchange.method, exchange.url, exchange.query)
            if asked == (request.method, *target_of(request)):
                return _answer(request, exchange)
        raise AssertionError(f"{request.method} {request.url} was not recorded here")

    def close(self) -> None:
        pass


def target_of(request: requests.PreparedRequest) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the URL of a *request* without its query, and what the query says."""
    url = urlsplit(request.url)
    query = parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query))
    return f"{url.scheme}://{url.netloc}{url.path}", tuple(query)


def _answer(request: requests.PreparedRequest, exchange: Exchange) -> requests.Response:
    """Return what requests makes of the recorded answer when it comes in over a socket."""
    raw = HTTPResponse(
        BytesIO(exchange.text.encode()),
        HTTPHeaderDict(exchange.response_headers),
        exchange.status,
        reason=exchange.reason,
        preload_content=False,
        request_method=request.method,
    )
    return _of_urllib3(request, raw)


class OurToken(token_endpoint.Token):
    """A token and an endpoint, and whose the token is."""

    user_id: str | None = None

    def get_user_id(self, session: Any, **kwargs: Any) -> str | None:
        return self.user_id


class TheirToken(keystoneauth1.token_endpoint.Token):
    """The same for keystoneauth1's sessions."""

    user_id: str | None = None

    def get_user_id(self, session: Any, **kwargs: Any) -> str | None:
        return self.user_id


LIBRARIES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "ksclient": (session.Session, OurToken),
    "keystoneauth1": (keystoneauth1.session.Session, TheirToken),
}
"""Whose session sends the requests, and whose plugin gives the token."""


def client_of(stand_in: StandIn, library: str) -> Client:
    """Return a client that talks to *stand_in* as the recorded caller, over that session.

    A request without a token goes out without an auth plugin, so the client is told the endpoint.
    """
    make_session, make_token = LIBRARIES[library]
    http = requests.Session()
    http.trust_env = False
    http.mount("http://", stand_in)
    endpoint = SERVERS[stand_in.exchange.server] + "/v2.0"
    token = stand_in.exchange.token
    if not token:
        return Client(session=make_session(session=http), endpoint_override=endpoint)
    return Client(session=make_session(session=http, auth=make_token(endpoint, token)))
