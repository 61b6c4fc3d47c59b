"""A thin client over a session, at the path that keystoneclient has it at."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from ksclient.auth._redact import hidden, sealed
from ksclient.auth.session.verbs import Verbs

if TYPE_CHECKING:
    import requests


class Client(Verbs["requests.Response"]):
    """Sends requests with a token. Deprecated: a session does so by itself.

    Args:
        session: Sends the requests.
    """

    def __init__(self, session: Any) -> None:
        warnings.warn(
            "ksclient.baseclient.Client is deprecated: use the session, or an adapter of "
            "ksclient.auth.adapter.",
            DeprecationWarning,
            stacklevel=2,
        )
        self.session = session

    def request(self, url: str, method: str, **kwargs: Any) -> requests.Response:
        """Send a request with a token; see `ksclient.auth.session.Session.request`."""
        url, kwargs = hidden(url), sealed(kwargs)
        kwargs.setdefault("authenticated", True)
        response: requests.Response = self.session.request(url, method, **kwargs)
        return response
