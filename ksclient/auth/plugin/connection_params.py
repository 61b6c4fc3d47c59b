"""What a plugin may change about connections, as a type: few programs name it."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class ConnectionParams(TypedDict):
    """What a plugin may say about the connection; both are passed to requests."""

    cert: NotRequired[str | tuple[str, str] | None]
    verify: NotRequired[bool | str | None]
