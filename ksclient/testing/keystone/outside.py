"""What is answered before Keystone's routes are asked: the middleware around it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from ksclient.testing.keystone.request import LARGEST_BODY

if TYPE_CHECKING:
    from werkzeug.wrappers import Request as WireRequest

_TOO_LARGE = "413 Request Entity Too Large"

# These are as odd as what they imitate, blanks included.
_TOO_LARGE_TEXT = f"{_TOO_LARGE}\n\nRequest is too large.\n\n   "
_TOO_LARGE_JSON = {
    "message": "Request is too large.<br /><br />\n\n\n",
    "code": _TOO_LARGE,
    "title": _TOO_LARGE.removeprefix("413 "),
}
_TOO_LARGE_HTML = f"""\
<html>
 <head>
  <title>{_TOO_LARGE}</title>
 </head>
 <body>
  <h1>{_TOO_LARGE}</h1>
  Request is too large.<br /><br />



 </body>
</html>"""


def before_routing(wire: WireRequest, *, has_version: bool) -> Response | None:
    """Return the answer of the middleware; None for what the routes answer.

    Such an answer has neither a ``Vary`` nor the id of the request.

    Args:
        wire: The request.
        has_version: Whether its path is the root of a version, which takes any method.
    """
    # Unlike a route's, its path may be doubled in front, and not have a slash at the end.
    if re.sub("/{2,}", "/", wire.path) == "/healthcheck":
        return _healthy(wire)
    if wire.method == "OPTIONS" and not has_version:
        return _without_type("200 OK")
    if wire.content_length is not None and wire.content_length > LARGEST_BODY:
        return _too_large(wire)
    return None


def _healthy(wire: WireRequest) -> Response:
    if wire.method == "HEAD":
        return _without_type("204 No Content")
    if wire.accept_mimetypes.best_match(["text/plain", "application/json"]) == "application/json":
        text = json.dumps({"detailed": False, "reasons": []}, indent=4)
        # The JSON of Python 2 leaves a blank at the end of lines.
        return Response(text.replace(",\n", ", \n"), content_type="application/json")
    return _text("", "plain")


def _too_large(wire: WireRequest) -> Response:
    match wire.accept_mimetypes.best_match(["text/html", "application/json"]):
        case "text/html":
            answer = _text(_TOO_LARGE_HTML, "html")
        case "application/json":
            answer = Response(json.dumps(_TOO_LARGE_JSON), content_type="application/json")
        case _:
            answer = _text(_TOO_LARGE_TEXT, "plain")
    answer.status = _TOO_LARGE
    return answer


def _without_type(status: str) -> Response:
    answer = Response(status=status)
    del answer.headers["Content-Type"]
    return answer


def _text(text: str, subtype: str) -> Response:
    return Response(text, content_type=f"text/{subtype}; charset=UTF-8")
