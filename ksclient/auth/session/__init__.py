"""Sessions: the mirror of ``keystoneauth1.session``.

`Session.request` turns keywords into one ``Call``; these rooms take it from there, from the
outside in: ``redirects``, ``retries``, ``http_log``, ``timing``, ``unverified``, ``throttle``,
``transport``. That sends by way of requests, or past it (``direct``), and its errors become ours in
``failures``. A 401 is answered in ``recovery``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth import _utils as utils
from ksclient.auth.session.http_log import LOGGED_CONTENT_TYPES
from ksclient.auth.session.session import Session
from ksclient.auth.session.throttle import NoOpSemaphore
from ksclient.auth.session.timing import RequestTiming

if TYPE_CHECKING:
    import socket as socket

    from ksclient.auth.session.keepalive import TCPKeepAliveAdapter

    DEFAULT_USER_AGENT: str

__all__ = [
    "DEFAULT_USER_AGENT",
    "NoOpSemaphore",
    "RequestTiming",
    "Session",
    "TCPKeepAliveAdapter",
    "socket",
    "utils",
]

_LOG_CONTENT_TYPES = LOGGED_CONTENT_TYPES  # upstream's name for it


def __getattr__(name: str) -> Any:
    """Give what takes long to load, requests most of all, when it is asked for."""
    if name == "TCPKeepAliveAdapter":
        from ksclient.auth.session.keepalive import TCPKeepAliveAdapter  # noqa: PLC0415

        return TCPKeepAliveAdapter
    if name == "DEFAULT_USER_AGENT":
        from ksclient.auth.session.user_agent import default_user_agent  # noqa: PLC0415

        return default_user_agent()
    if name == "socket":
        import socket  # noqa: PLC0415

        return socket
    if name == "requests":
        import requests  # noqa: PLC0415

        return requests
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
