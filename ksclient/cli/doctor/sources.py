"""Tell where a value was said, as a person finds the place."""

from __future__ import annotations

from ksclient.cli.configuring import OPTIONS
from ksclient.config.settings import CALL, Origin

_ALSO = {
    "token": "--os-token or OS_SERVICE_TOKEN",
    "endpoint": "--os-endpoint or OS_SERVICE_ENDPOINT",
    "cache": "--os-cache or OS_CACHE",
}
"""What the command reads from variables itself, and hands on as if an option had said it."""


def said_where(origin: Origin) -> str:
    """Return where a value stands: the option for one of the command line, else file and key."""
    option = {**OPTIONS, **_ALSO}.get(origin.key) if origin.file == CALL else None
    return option or str(origin)
