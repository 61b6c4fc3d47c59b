"""Show what the library logs: warnings as lines of the command, and all of it with --debug."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ksclient.cli.wording import one_line

NAME = "ksclient"
"""The loggers below this one mask secrets. Those of other libraries do not, and stay silent."""

_SILENT = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
"""Warnings for who writes programs, which Python does not show to others, either."""


@contextmanager
def shown(say: Callable[[str], None], *, is_debug: bool) -> Iterator[None]:
    """Show warnings and logs on standard error while the block runs.

    Args:
        say: Tells a person something, in a line.
        is_debug: Whether to show requests and answers, too, with their secrets masked.
    """
    logger = logging.getLogger(NAME)
    before = (logger.level, logger.propagate)
    handler = _Handler(say)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if is_debug else logging.WARNING)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            if not sys.warnoptions:
                warnings.simplefilter("default")
                for category in _SILENT:
                    warnings.simplefilter("ignore", category)
            warnings.showwarning = lambda message, *_where, **_how: say(_warning(str(message)))
            yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


class _Handler(logging.Handler):
    """Tells warnings as the command does, and the rest as logs are."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self._say = say
        self.setFormatter(logging.Formatter("%(levelname)s (%(name)s) %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self._say(_warning(record.getMessage()))
        elif sys.stderr is not None:
            print(self.format(record), file=sys.stderr)  # noqa: T201 - a command talks by print


def _warning(text: str) -> str:
    return f"warning: {one_line(text)}"
