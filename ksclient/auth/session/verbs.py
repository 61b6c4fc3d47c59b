"""The HTTP verbs, for whatever can send a request."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from ksclient.auth._redact import hidden, sealed

Answer_co = TypeVar("Answer_co", covariant=True)


class Verbs(Generic[Answer_co]):
    """Adds a method for each verb to a class that has ``request(url, method, **kwargs)``.

    The keywords are those of ``request``, and so is what is returned and raised. They are
    hidden from tracebacks with locals, which print the variables of every frame.
    """

    def get(self, url: str, **kwargs: Any) -> Answer_co:
        """Send a GET; see `request` for the keywords."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self.request(url, "GET", **kwargs)

    def head(self, url: str, **kwargs: Any) -> Answer_co:
        """Send a HEAD; see `request` for the keywords."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self.request(url, "HEAD", **kwargs)

    def post(self, url: str, **kwargs: Any) -> Answer_co:
        """Send a POST; see `request` for the keywords."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self.request(url, "POST", **kwargs)

    def put(self, url: str, **kwargs: Any) -> Answer_co:
        """Send a PUT; see `request` for the keywords."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self.request(url, "PUT", **kwargs)

    def patch(self, url: str, **kwargs: Any) -> Answer_co:
        """Send a PATCH; see `request` for the keywords."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self.request(url, "PATCH", **kwargs)

    def delete(self, url: str, **kwargs: Any) -> Answer_co:
        """Send a DELETE; see `request` for the keywords."""
        url, kwargs = hidden(url), sealed(kwargs)
        return self.request(url, "DELETE", **kwargs)

    def request(self, url: str, method: str, **kwargs: Any) -> Answer_co:
        """Send a request; for subclasses."""
        raise NotImplementedError
