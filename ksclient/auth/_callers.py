"""Where a program called this library."""

from __future__ import annotations

import sys


def callers_level() -> int:
    """Return the ``stacklevel`` of the first line outside of this library, for our caller."""
    frame, level = sys._getframe(1), 1  # noqa: SLF001 - the documented way to a frame
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith("ksclient."):
        frame, level = frame.f_back, level + 1
    return level
