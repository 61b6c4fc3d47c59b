"""What clients did before managers sent their requests by an adapter. All deprecated."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from ksclient.auth._redact import hidden, sealed

if TYPE_CHECKING:
    from ksclient.httpclient.adapter import KeystoneAdapter


class DeprecatedRequests:
    """Requests to the identity service, and the settings of the session, as a client's own."""

    session: Any
    _adapter: KeystoneAdapter

    def request(self, url: str, method: str, **kwargs: Any) -> Any:
        """Send a request without a token; return the response and its JSON."""
        url, kwargs = hidden(url), sealed(kwargs)
        _warn("request()", "the session")
        kwargs.setdefault("authenticated", False)
        return self._adapter.request(url, method, **kwargs)

    def get(self, url: str, **kwargs: Any) -> Any:
        """GET *url* of the admin API; with ``management=False``, of the public one."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self._send("GET", url, **kwargs)

    def head(self, url: str, **kwargs: Any) -> Any:
        """HEAD *url* of the admin API; with ``management=False``, of the public one."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self._send("HEAD", url, **kwargs)

    def post(self, url: str, **kwargs: Any) -> Any:
        """POST to *url* of the admin API; with ``management=False``, of the public one."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self._send("POST", url, **kwargs)

    def put(self, url: str, **kwargs: Any) -> Any:
        """PUT to *url* of the admin API; with ``management=False``, of the public one."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self._send("PUT", url, **kwargs)

    def patch(self, url: str, **kwargs: Any) -> Any:
        """PATCH *url* of the admin API; with ``management=False``, of the public one."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self._send("PATCH", url, **kwargs)

    def delete(self, url: str, **kwargs: Any) -> Any:
        """DELETE *url* of the admin API; with ``management=False``, of the public one."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self._send("DELETE", url, **kwargs)

    @property
    def region_name(self) -> str | None:
        """The region of the identity service. Deprecated."""
        _warn("region_name", "what you gave the client")
        region_name: str | None = self._adapter.region_name
        return region_name

    @property
    def original_ip(self) -> Any:
        """The session's ``original_ip``. Deprecated."""
        _warn("original_ip", "the session")
        return self.session.original_ip

    @property
    def cert(self) -> Any:
        """The session's ``cert``. Deprecated."""
        _warn("cert", "the session")
        return self.session.cert

    @property
    def timeout(self) -> Any:
        """The session's ``timeout``. Deprecated."""
        _warn("timeout", "the session")
        return self.session.timeout

    @property
    def verify_cert(self) -> Any:
        """The session's ``verify``. Deprecated."""
        _warn("verify_cert", "the session")
        return self.session.verify

    def _send(self, method: str, url: str, management: bool = True, **kwargs: Any) -> Any:
        url, kwargs = hidden(url), sealed(kwargs)
        _warn(f"{method.lower()}()", "the managers, or the session", stacklevel=4)
        if not management:
            kwargs["endpoint_filter"] = {"interface": "public", **kwargs.get("endpoint_filter", {})}
        return self._adapter.request(url, method, **kwargs)


def _warn(what: str, instead: str, stacklevel: int = 3) -> None:
    warnings.warn(
        f"{what} of a client is deprecated: use {instead}.",
        DeprecationWarning,
        stacklevel=stacklevel,
    )
