"""The adapter that keeps idle connections alive, or finds out soon that they are dead."""

from __future__ import annotations

import ssl
from typing import Any, Literal

from requests.adapters import HTTPAdapter

TLSVersion = Literal["1.2", "1.3"]
_TLS_VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class TCPKeepAliveAdapter(HTTPAdapter):
    """Sends small requests at once, and probes connections that have gone quiet.

    After a minute of silence the other side is probed every 15 seconds, four times: a dead
    connection fails after two minutes instead of hanging for ever.

    Args:
        tls_ciphers: An OpenSSL cipher string; None for OpenSSL's own choice.
        tls_min_version: The lowest TLS version to accept; None for the system's policy.
        args: As `requests.adapters.HTTPAdapter` takes them.
        kwargs: As `requests.adapters.HTTPAdapter` takes them.

    Raises:
        ValueError: If *tls_min_version* is neither "1.2" nor "1.3".
    """

    # What of an adapter is pickled.
    __attrs__ = [*HTTPAdapter.__attrs__, "tls_ciphers", "tls_min_version"]  # noqa: RUF012

    def __init__(
        self,
        *args: Any,
        tls_ciphers: str | None = None,
        tls_min_version: TLSVersion | None = None,
        **kwargs: Any,
    ) -> None:
        self.tls_ciphers = tls_ciphers
        self.tls_min_version = tls_min_version
        super().__init__(*args, **kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool, with our options on every socket."""
        kwargs.setdefault("socket_options", _socket_options())
        if self.tls_ciphers or self.tls_min_version:
            kwargs["ssl_context"] = self._ssl_context()
        super().init_poolmanager(*args, **kwargs)

    def _ssl_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.tls_min_version:
            if self.tls_min_version not in _TLS_VERSIONS:
                raise ValueError(
                    f"Unknown TLS version: {self.tls_min_version}. "
                    f"Supported values are {', '.join(_TLS_VERSIONS)}"
                )
            context.minimum_version = _TLS_VERSIONS[self.tls_min_version]
        if self.tls_ciphers:
            context.set_ciphers(self.tls_ciphers)
        return context


def _socket_options() -> list[tuple[int, int, int]]:
    """Return what to set on every socket; systems differ in what they know."""
    # Through the door, where upstream's users find and replace them.
    from ksclient.auth import session as door  # noqa: PLC0415

    socket, utils = door.socket, door.utils

    options = [
        (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
        (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    ]
    if hasattr(socket, "TCP_KEEPIDLE"):
        options.append((socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60))
    if hasattr(socket, "TCP_KEEPCNT") and not utils.is_windows_linux_subsystem:
        options.append((socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4))
    if hasattr(socket, "TCP_KEEPINTVL"):
        options.append((socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 15))
    return options
