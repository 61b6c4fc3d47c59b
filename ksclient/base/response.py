"""What ``include_metadata`` wraps around results."""

from __future__ import annotations

from typing import Any

_REQUEST_ID = "x-openstack-request-id"


class Response:
    """A result together with the ids that the server gave the requests for it.

    Attributes:
        data: What the method returns without ``include_metadata``.
        request_ids: One an HTTP request, for the server's operator to find it in the logs;
            None where the server named none.
    """

    def __init__(self, http_response: Any, data: Any) -> None:
        answers = http_response if isinstance(http_response, list) else [http_response]
        self.request_ids: list[str | None] = [answer.headers.get(_REQUEST_ID) for answer in answers]
        self.data = data
