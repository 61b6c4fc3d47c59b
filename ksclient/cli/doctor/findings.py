"""What a check finds: a line, and what to do about it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ksclient.cli.wording import one_line


class Status(enum.StrEnum):
    """How bad it is. Only `FAIL` keeps the command from ending with 0."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"
    SKIP = "SKIP"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has found.

    Attributes:
        status: How bad it is.
        found: What there is, in sentences.
        advice: What to do next; empty where there is nothing to do.
    """

    status: Status
    found: str
    advice: str = ""


def ok(found: str) -> Finding:
    """Return a finding that is as it should be."""
    return Finding(Status.OK, found)


def warn(found: str, advice: str) -> Finding:
    """Return a finding that works, or works for some, and should be looked at."""
    return Finding(Status.WARN, found, advice)


def fail(found: str, advice: str) -> Finding:
    """Return a finding that keeps a login from working."""
    return Finding(Status.FAIL, found, advice)


def skip(reason: str, advice: str = "") -> Finding:
    """Return what stands for a check that could not be made."""
    return Finding(Status.SKIP, reason, advice)


def line_of(error: BaseException) -> str:
    """Return the text of an error in one line, which ends as sentences do."""
    text = one_line(str(error)) or type(error).__name__
    return text if text.endswith((".", "?", "!")) else f"{text}."
