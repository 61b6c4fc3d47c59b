"""Regular expressions that wait for their first use: to compile them all would slow every start."""

from __future__ import annotations

import re
from functools import cached_property


class Pattern:
    """A regular expression.

    Args:
        text: As `re.compile` takes it.
        flags: The same.
    """

    def __init__(self, text: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._text = text
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The same, ready to be used."""
        return re.compile(self._text, self._flags)
