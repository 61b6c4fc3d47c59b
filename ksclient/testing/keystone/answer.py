"""What Keystone answers, and how that goes over the wire."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response

from ksclient.testing.keystone.refusals import Refusal

_NO_TEXT = frozenset({204})


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        document: What the body says, as JSON. None for no body, if there is no *text*.
        text: A body that is no JSON; *content_type* says what it is.
        headers: More headers.
        varies: Whether it says that it hangs on the token, as all but a few do.
    """

    document: Any = None
    status: int = 200
    text: str | None = None
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    varies: bool = True


NOTHING = Answer(status=204)
"""Done, and there is nothing to say."""


def refusal(refused: Refusal, message: str, base_url: str) -> Answer:
    """Return the answer that says no.

    Args:
        refused: Why.
        message: How that is said.
        base_url: Where the server is, for who is to log in.
    """
    error = {"message": message, "code": refused.status.value, "title": refused.status.phrase}
    headers = {"WWW-Authenticate": f'Keystone uri="{base_url}"'} if refused.status == 401 else {}
    return Answer({"error": error}, status=refused.status, headers=headers)


def rendered(answer: Answer, *, with_request_id: bool = True) -> Response:
    """Return what is sent."""
    body = answer.text
    if body is None:
        body = "" if answer.document is None else json.dumps(answer.document)
    status = f"{int(answer.status)} {HTTPStatus(answer.status).phrase}"
    response = Response(body, status=status, content_type=answer.content_type)
    if answer.status in _NO_TEXT:
        del response.headers["Content-Type"]
    response.headers.update(answer.headers)
    if answer.varies:
        response.headers["Vary"] = "X-Auth-Token"
    if with_request_id:
        response.headers["x-openstack-request-id"] = f"req-{uuid.uuid4()}"
    return response
