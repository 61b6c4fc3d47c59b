"""Sessions, at the path that keystoneclient has them at."""

from typing import Any

from ksclient.auth import session as _session
from ksclient.auth.session import Session

__all__ = ["Session", "TCPKeepAliveAdapter"]  # noqa: F822 - loaded when asked for


def __getattr__(name: str) -> Any:
    return getattr(_session, name)
