"""The adapters that clients use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth.adapter.base import BaseAdapter

if TYPE_CHECKING:
    import requests


class Adapter(BaseAdapter):
    """A session with one client's options; see `AdapterOptions` for its arguments.

    It can be used wherever a session is asked for, and be the session of another adapter.
    """

    def request(self, url: str, method: str, **kwargs: Any) -> requests.Response:
        """Send a request and return its answer.

        Args:
            url: A whole URL, or a path beneath the service's endpoint.
            method: The HTTP method.
            kwargs: Keywords of ``Session.request``; they override the adapter's options.

        Raises:
            HttpError: If the server answers with an error.
            ConnectionError: If nobody answers.
            EndpointNotFound: If *url* is a path and no endpoint is found for it.
        """
        return self._request(url, method, **kwargs)

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a GET; see `request`."""
        return self.request(url, "GET", **kwargs)

    def head(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a HEAD; see `request`."""
        return self.request(url, "HEAD", **kwargs)

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a POST; see `request`."""
        return self.request(url, "POST", **kwargs)

    def put(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a PUT; see `request`."""
        return self.request(url, "PUT", **kwargs)

    def patch(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a PATCH; see `request`."""
        return self.request(url, "PATCH", **kwargs)

    def delete(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a DELETE; see `request`."""
        return self.request(url, "DELETE", **kwargs)


class LegacyJsonAdapter(BaseAdapter):
    """An adapter that returns each answer together with its document, as old clients did.

    Its arguments are those of `Adapter`.
    """

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a request; return its answer and the answer's JSON document, None if there is none.

        Args:
            url: A whole URL, or a path beneath the service's endpoint.
            method: The HTTP method.
            kwargs: Keywords of ``Session.request``, and ``body``, which is sent as JSON.

        Raises:
            HttpError: If the server answers with an error.
            ConnectionError: If nobody answers.
            EndpointNotFound: If *url* is a path and no endpoint is found for it.
        """
        given = kwargs.pop("headers", None) or {}
        headers = dict(given)
        if not any(name.lower() == "accept" for name in headers):
            headers["Accept"] = "application/json"
        if "body" in kwargs:
            kwargs["json"] = kwargs.pop("body")
        response = self._request(url, method, headers=headers, **kwargs)
        try:
            return response, response.json()
        except (ValueError, RecursionError):
            return response, None

    def get(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a GET; see `request`."""
        return self.request(url, "GET", **kwargs)

    def head(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a HEAD; see `request`."""
        return self.request(url, "HEAD", **kwargs)

    def post(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a POST; see `request`."""
        return self.request(url, "POST", **kwargs)

    def put(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a PUT; see `request`."""
        return self.request(url, "PUT", **kwargs)

    def patch(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a PATCH; see `request`."""
        return self.request(url, "PATCH", **kwargs)

    def delete(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a DELETE; see `request`."""
        return self.request(url, "DELETE", **kwargs)
