"""What a session looks like from below: all that plugins and discovery ask of one.

keystoneauth1's ``Session`` fits too, so our plugins work in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Response(Protocol):
    """An answer, as far as this library reads one; ``requests.Response`` fits."""

    status_code: int
    url: str

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def text(self) -> str: ...

    @property
    def content(self) -> bytes: ...

    def json(self) -> Any: ...


class Session(Protocol):
    """Sends requests; adds a token unless ``authenticated`` is False."""

    auth: Any

    def request(self, url: str, method: str, **kwargs: Any) -> Any: ...

    def get(self, url: str, **kwargs: Any) -> Any: ...

    def post(self, url: str, **kwargs: Any) -> Any: ...
