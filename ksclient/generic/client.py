"""Ask an identity service for its versions, and for its extensions."""

from __future__ import annotations

import logging
import warnings
from typing import Any

from ksclient.auth._redact import hidden, mask_text
from ksclient.auth.discover import get_version_data
from ksclient.exceptions import ConnectionError, DiscoveryFailure, HttpError
from ksclient.generic.answers import extension_names, version_entries
from ksclient.httpclient import HTTPClient
from ksclient.httpclient.keywords import hidden_keywords
from ksclient.httpclient.options import Options, takes

LOG = logging.getLogger(__name__)

_LOCAL = ("http://localhost:35357", "https://localhost:35357")
"""Where a Keystone of this machine has its admin API."""


class Client(HTTPClient):
    """Asks any identity service what it is, without a token. Deprecated.

    `ksclient.client.Client` finds the version and makes a client for it; `ksclient.discover` tells
    what there is; ``Client.extensions`` of v2.0 lists extensions.

    Args:
        endpoint: Where the admin API is, for requests of your own.
        **kwargs: The other keywords of `ksclient.httpclient.HTTPClient`.
    """

    def __init__(self, endpoint: str | None = None, **kwargs: Any) -> None:
        kwargs = hidden_keywords(kwargs)
        warnings.warn(
            "ksclient.generic.client.Client is deprecated: use ksclient.client.Client, or "
            "ksclient.discover.",
            DeprecationWarning,
            stacklevel=2,
        )
        self._begin(endpoint=endpoint, **kwargs)
        self.endpoint = endpoint

    _begin = takes(Options, by_keyword=True)(HTTPClient._start)  # noqa: SLF001 - a subclass may

    def discover(self, url: str | None = None) -> dict[str, Any]:
        """Tell which versions there are at *url* (``GET`` *url*); anyone may ask.

        Returns:
            A dictionary by version, as the server tells it, and a message::

                {
                    "message": "Keystone found at http://127.0.0.1:5000/",
                    "v2.0": {
                        "id": "v2.0",
                        "status": "stable",
                        "url": "http://127.0.0.1:5000/v2.0/",
                    },
                }

            It holds a message only if the answer is no version document. A ``url`` may lead to
            another server than was asked: before you log in there, look at it, or have
            `ksclient.client.Client` do it, which stays on the server that was asked.

        Args:
            url: Where to ask; None for this machine, on port 35357, with http and then https.

        Raises:
            HttpError: If the server refuses.
            ConnectionError: If nobody answers.
            DiscoveryFailure: If there is no Keystone on this machine.
        """
        return self._versions_at(hidden(url)) if url else self._local_versions()

    def discover_extensions(self, url: str | None = None) -> dict[str, Any] | None:
        """Tell which extensions there are (``GET /v2.0/extensions``); anyone may ask.

        Args:
            url: The v2.0 endpoint, such as ``http://127.0.0.1:5000/v2.0``.

        Returns:
            The extensions' names by their aliases, or only a ``message`` if the answer is no list
            of extensions; None without a *url*.

        Raises:
            HttpError: If the server refuses.
            ConnectionError: If nobody answers.
            InvalidResponse: If the answer is larger or deeper than any list of extensions.
        """
        if not url:
            return None
        url = hidden(url)
        _response, body = self._adapter.request(
            f"{url.rstrip('/')}/extensions",
            "GET",
            headers={"Accept": "application/json"},
            authenticated=False,
        )
        names = extension_names(body)
        if names is None:
            return {"message": f"Unrecognized extensions response from {mask_text(url)}"}
        return names

    def _versions_at(self, url: str) -> dict[str, Any]:
        try:
            entries = get_version_data(self.session, url, authenticated=False)
        except DiscoveryFailure as failure:
            # Not swallowed: it is what the caller is told.
            LOG.warning("%s", failure)
            return {"message": f"Unrecognized response from {mask_text(url)}"}
        return {"message": f"Keystone found at {mask_text(url)}", **version_entries(entries, url)}

    def _local_versions(self) -> dict[str, Any]:
        problems = []
        for url in _LOCAL:
            try:
                return self._versions_at(url)
            except (ConnectionError, HttpError) as error:
                problems.append(error)
        said = "; ".join(str(error) for error in problems)
        raise DiscoveryFailure(
            f"There is no Keystone on this machine: {said}. Say where it is with url=."
        ) from problems[-1]
