"""The adapter that keeps idle connections alive, or finds out soon that they are dead."""

from __future__ import annotations

import ssl
from contextlib import suppress
from queue import Empty
from typing import Any, Literal
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from requests.models import Response
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3.util.ssl_ import create_urllib3_context

from ksclient.auth.session.prompt import make_prompt

TLSVersion = Literal["1.2", "1.3"]
_MOST_POOL_KEYS = 100
_TLS_VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class TCPKeepAliveAdapter(HTTPAdapter):
    """Sends small requests at once, and probes connections that have gone quiet.

    After a minute of silence the other side is probed every 15 seconds, four times: a dead
    connection fails after two minutes instead of hanging for ever. A server that sends a byte
    now and then cannot outlast a ``total_timeout``.

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
        self._contexts: dict[Any, ssl.SSLContext] = {}
        self._pool_keys: dict[Any, Any] = {}
        if self._has_wishes:
            kwargs["ssl_context"] = self._restricted(ssl.create_default_context())
        super().init_poolmanager(*args, **kwargs)
        if hasattr(self, "poolmanager"):  # tests of users replace what makes it
            make_prompt(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Return the pool for *proxy*, with our options on every socket."""
        proxy_kwargs.setdefault("socket_options", _socket_options())
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        if not proxy.lower().startswith("socks"):  # which has connections of its own kind
            make_prompt(manager)
        return manager

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """Return the pool of connections for *request*.

        What tells pools apart is worked out once for each origin. The pools themselves stay with
        urllib3, which closes those that have not been used for long.
        """
        if proxies:
            return super().get_connection_with_tls_context(request, verify, proxies, cert)
        parts, pools = urlsplit(request.url), self.poolmanager.pools
        is_checked = parts.scheme != "http"
        place = (parts.scheme, parts.netloc, *((verify, cert) if is_checked else ()))
        pool = pools.get(self._pool_keys.get(place))
        if pool is None:
            pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
            if len(self._pool_keys) >= _MOST_POOL_KEYS:
                self._pool_keys = {}
            keys = [key for key in pools.keys() if pools.get(key) is pool]  # noqa: SIM118
            self._pool_keys.update((place, key) for key in keys)
        return pool

    def request_url(self, request: Any, proxies: Any) -> str:
        """Return what of the URL is sent."""
        return super().request_url(request, proxies) if proxies else request.path_url

    def build_response(self, req: Any, resp: Any) -> Any:
        """Return the answer as requests would, which looks for cookies where none are set, too."""
        if "Set-Cookie" in resp.headers:
            return super().build_response(req, resp)
        response = Response()
        response.status_code, response.reason = resp.status, resp.reason
        response.headers = CaseInsensitiveDict(resp.headers.itermerged())
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw, response.url = resp, req.url
        response.request, response.connection = req, self
        return response

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Return what tells pools apart: our TLS context too, through proxies as well."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        if self._has_wishes and host["scheme"] == "https":
            pool["ssl_context"] = self._context_for(verify, cert)
        return host, pool

    def send(
        self,
        request: Any,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> Any:
        """Send a request; see `requests.adapters.HTTPAdapter.send`."""
        if isinstance(cert, str) and cert:
            # Said twice, urllib3 looks whether the key is encrypted. Otherwise OpenSSL would ask
            # whoever sits at the terminal, and wait.
            cert = (cert, cert)
        return super().send(request, stream, timeout, verify, cert, proxies)

    def close(self) -> None:
        """Close the connections that nobody uses, though somebody may keep an answer of theirs."""
        pools = self._pools()
        super().close()
        for pool in pools:
            _close_idle(pool)

    def _pools(self) -> list[Any]:
        """Return the pools of connections, those to proxies included."""
        managers = [self.poolmanager, *self.proxy_manager.values()]
        # They cannot be iterated over: other threads may add to them.
        found = [m.pools.get(key) for m in managers for key in m.pools.keys()]  # noqa: SIM118
        return [pool for pool in found if pool is not None]

    @property
    def _has_wishes(self) -> bool:
        return bool(self.tls_ciphers or self.tls_min_version)

    def _context_for(self, verify: Any, cert: Any) -> ssl.SSLContext:
        """Return the context for connections that trust and show the same certificates.

        urllib3 loads both into the context that it is given, and switches checks off in it. One
        context for all would show a client certificate to whoever is next, trust every bundle
        ever named, and check nothing while another thread does not want to.
        """
        known = self._contexts.get((verify, cert))
        if known is not None:
            return known
        if verify is True or verify is None:
            context = ssl.create_default_context()
        else:  # without the system's authorities, which a bundle is there to replace
            level = ssl.CERT_NONE if verify is False else ssl.CERT_REQUIRED
            context = create_urllib3_context(cert_reqs=level)
        return self._contexts.setdefault((verify, cert), self._restricted(context))

    def _restricted(self, context: ssl.SSLContext) -> ssl.SSLContext:
        """Return *context*, as strict as this adapter is told to be."""
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


def _close_idle(pool: Any) -> None:
    """Close the connections in *pool* that nobody uses.

    Not the pool: a thread that has just been given it would find it closed.
    """
    with suppress(Empty, AttributeError):  # it is empty, or closed, by now
        while True:
            connection = pool.pool.get_nowait()
            if connection is not None:
                with suppress(OSError):
                    connection.close()


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
