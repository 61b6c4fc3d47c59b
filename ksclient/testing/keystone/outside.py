"""What is answered before Keystone's routes are asked: the middleware around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksclient.testing.keystone import answer
from ksclient.testing.keystone.request import LARGEST_BODY

if TYPE_CHECKING:
    from werkzeug.wrappers import Request as WireRequest
    from werkzeug.wrappers import Response


def before_routing(wire: WireRequest) -> Response | None:
    """Return the answer of the middleware; None for what the routes answer."""
    if wire.method == "OPTIONS":
        return answer.rendered(answer.Answer(text="", varies=False), with_request_id=False)
    if wire.content_length is not None and wire.content_length > LARGEST_BODY:
        return _too_large(wire)
    return None


def _too_large(wire: WireRequest) -> Response:
    raise NotImplementedError
