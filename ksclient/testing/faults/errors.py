"""What can be wrong with a script."""

from __future__ import annotations


class FaultError(ValueError):
    """A fault, or a line of the script, cannot be."""
