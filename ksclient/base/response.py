"""What ``include_metadata`` wraps around results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.auth._redact import mask_members

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

    def __repr__(self) -> str:
        shown = mask_members(self.data) if isinstance(self.data, Mapping) else self.data
        return f"<{type(self).__name__} data={shown!r} request_ids={self.request_ids!r}>"
