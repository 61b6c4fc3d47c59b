"""A connection that was in a hurry for one request is patient again for what comes after it."""

from __future__ import annotations

import io
from typing import Any

from ksclient.auth.session.deadline import deadline_after, ended_by
from ksclient.auth.session.prompt import _PromptReader

PATIENCE = 60.0


class Socket:
    """Remembers how long it was told to wait."""

    def __init__(self) -> None:
        self.timeout: float | None = PATIENCE

    def gettimeout(self) -> float | None:
        return self.timeout

    def settimeout(self, timeout: float | None) -> None:
        self.timeout = timeout


def test_what_is_read_after_a_deadline_has_the_time_that_it_had_before() -> None:
    sock: Any = Socket()
    reader = _PromptReader(io.FileIO("/dev/zero"), sock)
    with ended_by(deadline_after(5.0)):
        reader.readinto(bytearray(1))
        assert sock.timeout <= 5.0

    reader.readinto(bytearray(1))

    assert sock.timeout == PATIENCE
    reader.close()
