"""What can go wrong with a test cloud itself."""

from __future__ import annotations

from typing import NoReturn


class CloudError(Exception):
    """A cloud cannot do what it was asked to; the message says what to try."""


class LibraryMissing(CloudError, ImportError):
    """What a cloud stands on is not installed."""


def tell_missing(cause: ModuleNotFoundError) -> NoReturn:
    """Tell why an import failed.

    Raises:
        LibraryMissing: If a library is not installed.
        ModuleNotFoundError: *cause*, if it is about this package.
    """
    if (cause.name or "").startswith(__name__.partition(".")[0]):
        raise cause
    raise LibraryMissing(
        f"The test cloud needs the Python package {cause.name!r}, which is not installed. "
        "Try: pip install 'ksclient[testing]'.",
        name=cause.name,
    ) from cause
