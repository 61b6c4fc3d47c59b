"""From a WSGI request to an answer."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request as WireRequest
from werkzeug.wrappers import Response

from ksclient.testing.keystone import answer, refusals
from ksclient.testing.keystone.callers import Context, caller_of
from ksclient.testing.keystone.flavours import FLAVOURS, Flavour
from ksclient.testing.keystone.outside import before_routing
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.request import Api, base_url_of, path_of, read
from ksclient.testing.keystone.routes import ROUTES, versions
from ksclient.testing.keystone.routing import Router, call
from ksclient.testing.keystone.service import Keystone
from ksclient.testing.keystone.wording import worded

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Application:
    """One of Keystone's two WSGI applications. Threads may share it.

    Args:
        keystone: What it answers from.
        api: Which of the two it is.
    """

    def __init__(self, keystone: Keystone, api: Api) -> None:
        self._keystone = keystone
        self._api = api
        self._flavour = FLAVOURS[keystone.profile.flavour]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        response = self.respond(WireRequest(environ))
        return response(environ, start_response)

    def respond(self, wire: WireRequest) -> Response:
        """Return what is sent for a request."""
        is_root = versions.is_root(self._keystone.profile, path_of(wire))
        special = before_routing(wire, has_version=is_root)
        if special is not None:
            return special
        try:
            answered = self._answer(wire)
        except Refusal as refused:
            answered = self._refusal(refused, wire)
        except ClientDisconnected:
            raise  # there is nobody to answer
        except Exception as error:  # noqa: BLE001 - Keystone says no more of what it trips over either
            wire.environ["wsgi.errors"].write(traceback.format_exc())
            answered = self._refusal(_tripped(error), wire)
        return answer.rendered(answered, with_request_id=self._is_in_a_version(wire))

    def _is_in_a_version(self, wire: WireRequest) -> bool:
        return versions.has_path(self._keystone.profile, path_of(wire))

    def _answer(self, wire: WireRequest) -> answer.Answer:
        if not self._is_in_a_version(wire):
            return versions.above(wire, self._keystone.profile)
        request = read(wire, self._api)
        with self._keystone.lock:
            caller = caller_of(request, self._keystone)
            route, values = _router(self._flavour, self._api).find(request)
            return call(route, Context(request, caller, self._keystone), values)

    def _refusal(self, refused: Refusal, wire: WireRequest) -> answer.Answer:
        message = worded(refused.message, self._keystone.profile)
        return self._flavour.refusal(refused, message, base_url_of(wire))


def _tripped(error: Exception) -> Refusal:
    """Return what Keystone answers where it trips: a wrong type is the client's mistake to it."""
    return refusals.bad_request(str(error)) if isinstance(error, TypeError) else refusals.broken()


@cache
def _router(flavour: Flavour, api: Api) -> Router:
    """Return what finds the routes of an application: the same for all, and slow to make."""
    return Router(flavour.instead_of(ROUTES), api)
