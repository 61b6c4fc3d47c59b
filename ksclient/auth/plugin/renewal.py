"""Get new headers for a request that was answered with 401."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._redact import SecretDict, sealed

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session


class AdoptedHeaders(SecretDict):
    """Headers that were there already when a 401 was answered.

    They are another thread's, not issued for this request, and may be as old as the refused
    ones. So a second 401 does not say that the credentials are bad.
    """


def renew_headers(
    plugin: Any, session: Session, rejected: Mapping[str, str]
) -> dict[str, str] | None:
    """Return what *plugin* gives instead of *rejected* headers; None to give up.

    This asks for no more than the contract that keystoneauth1's plugins fulfil, too. The
    caller lets one thread in at a time, so that all but the first find new headers there: they
    get `AdoptedHeaders`.

    Args:
        plugin: Anything with ``get_headers`` and ``invalidate``.
        session: The session that was told 401.
        rejected: The headers of the request; it may hold more than the plugin's.
    """
    rejected = sealed(dict(rejected))  # here as below: from tracebacks with locals
    with exceptions.adopted():
        current = AdoptedHeaders(sealed(dict(plugin.get_headers(session) or {})))
        if current and not _all_among(current, rejected):
            return current
        return plugin.get_headers(session) if plugin.invalidate() else None


def header(headers: Mapping[str, str], name: str) -> str | None:
    """Return the header *name*, however it is capitalised, or None."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), None)


def _all_among(headers: Mapping[str, str], others: Mapping[str, str]) -> bool:
    return all(header(others, name) == value for name, value in headers.items())
