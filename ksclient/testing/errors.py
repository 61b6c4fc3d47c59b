"""What can go wrong with a test cloud itself."""

from __future__ import annotations


class CloudError(Exception):
    """A cloud cannot do what it was asked to; the message says what to try."""


class LibraryMissing(CloudError, ImportError):
    """What a cloud stands on is not installed."""
