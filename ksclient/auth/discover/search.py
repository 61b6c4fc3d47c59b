"""Search for the version document that answers a question about an endpoint."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ksclient.auth import exceptions
from ksclient.auth._redact import mask_text
from ksclient.auth._value import Value
from ksclient.auth.discover.cache import DiscoveryCache, get_discovery
from ksclient.auth.discover.versions import version_to_string

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.discover.chooser import Discover
    from ksclient.auth.discover.entries import Allow
    from ksclient.auth.discover.ranges import VersionRange

LOG = logging.getLogger("ksclient.auth.discover")


class Question(Value):
    """What a caller wants to know of an endpoint, and how it may be found out.

    Attributes:
        session: Sends the requests.
        versions: The versions that will do.
        allow: Their statuses that will do.
        cache: A cache of the caller's own.
        project_id: The project that the endpoint's URL may end with.
        may_leave_catalog: Whether URLs count that the catalog does not name.
        needs_document: Whether a version document must be read even where the endpoint's URL
            alone answers the question.
    """

    session: Session
    versions: VersionRange
    allow: Allow
    cache: DiscoveryCache | None
    project_id: str | None
    may_leave_catalog: bool
    needs_document: bool

    def find_document(self, urls: Iterable[str]) -> Discover | None:
        """Return the first version document there is at *urls*, asking each once; or None."""
        for url in dict.fromkeys(urls):
            try:
                return self._document_at(url)
            except (
                exceptions.DiscoveryFailure,
                exceptions.HttpError,
                exceptions.ConnectionError,
            ) as error:
                LOG.debug("No version document at %s: %s", mask_text(url), error)
        return None

    def _document_at(self, url: str) -> Discover:
        """Ask without a token, and with one only if the service wants it.

        The URL comes from a catalog, or from the caller, so it may see the token.
        """
        try:
            return get_discovery(self.session, url, cache=self.cache, authenticated=False)
        except exceptions.Unauthorized:
            if self.session.auth is None:
                raise
            return get_discovery(self.session, url, cache=self.cache, authenticated=True)

    def unanswered(self, document: Discover) -> exceptions.DiscoveryFailure:
        """Return the error to raise where *document* lists no version that will do."""
        lowest, highest = self.versions.lowest, self.versions.highest
        if lowest and highest:
            bounds = f"{version_to_string(lowest)} and {version_to_string(highest)}"
            text = f"No version found between {bounds}"
        elif lowest:
            text = f"Minimum version {version_to_string(lowest)} was not found"
        elif highest:
            text = f"Maximum version {version_to_string(highest)} was not found"
        else:
            text = "No version data found remotely at all"
        return exceptions.DiscoveryFailure(f"{text}: {document.describe()}.")
