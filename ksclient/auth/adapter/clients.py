"""The adapters that clients use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth._redact import hidden, sealed
from ksclient.auth.adapter.base import BaseAdapter
from ksclient.auth.session.verbs import Verbs

if TYPE_CHECKING:
    import requests


class Adapter(BaseAdapter, Verbs["requests.Response"]):
    """A session with one client's options, each of which a keyword of a single request overrides.

    It can be used wherever a session is asked for, and be the session of another adapter. Its
    arguments, but for the two limits, are attributes, too: they may be changed at any time, and
    hold from the next request on. Versions are given as text, as a number or as a tuple.
    Threads may share one as they may share its session.

    Args:
        session: The session, ours or keystoneauth1's, or another adapter.
        service_type: The service to look for in the catalog.
        service_name: Its name.
        interface: Its interface; a list of them, the best first; or AUTH_INTERFACE.
        region_name: Its region.
        endpoint_override: Its URL, instead of the catalog's.
        version: The version needed, or a later one of the same major version; excludes
            min_version and max_version.
        auth: A plugin instead of the session's.
        user_agent: The whole ``User-Agent`` header.
        connect_retries: How often to try again after a failed connection; None for the
            session's number.
        logger: Where requests are logged.
        allow: Which versions may be chosen beyond the usual.
        additional_headers: Headers for each request, where it does not have them already.
        client_name: The client library's name, for the ``User-Agent`` header. A subclass may
            set it for all its adapters, as it may the next.
        client_version: Its version, for the same.
        allow_version_hack: Whether to look for versions at URLs that the catalog does not
            name; None for yes.
        global_request_id: ``req-`` and a UUID that all services log, to find one job's
            requests again.
        min_version: The lowest version needed.
        max_version: The highest version wanted.
        default_microversion: The microversion to ask for.
        status_code_retries: How often to try again after a retriable status code.
        retriable_status_codes: These; None for the session's choice.
        raise_exc: Whether a status of 400 or more raises; None for yes.
        rate_limit: The most requests to start in a second; None for any number.
        concurrency: The most requests to have under way at once; None for any number.
        connect_retry_delay: Seconds between those retries; None for the session's choice.
        status_code_retry_delay: Seconds between those; None for the session's choice.

    Raises:
        TypeError: If *version* is given beside *min_version* or *max_version*.
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
        url, kwargs = hidden(url), sealed(kwargs)
        return self._request(url, method, **kwargs)


class LegacyJsonAdapter(BaseAdapter, Verbs[tuple["requests.Response", Any]]):
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
        url, kwargs = hidden(url), sealed(kwargs)
        headers = sealed(dict(kwargs.pop("headers", None) or {}))
        if not any(name.lower() == "accept" for name in headers):
            headers["Accept"] = "application/json"
        if "body" in kwargs:
            kwargs["json"] = kwargs.pop("body")
        response = self._request(url, method, headers=headers, **kwargs)
        return response, self._document(response, method)

    def _document(self, response: requests.Response, method: str) -> Any:  # noqa: ARG002 - for subclasses
        """Return the JSON document in the answer to a *method*, None if there is none."""
        try:
            return response.json()
        except (ValueError, RecursionError):
            return None
