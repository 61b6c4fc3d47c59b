"""What is known of tokens that are refused soon after they were issued.

Such a token was revoked on its way, or a service refuses everybody. The first calls for another
token, the second for none: it would be refused as well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import digest
from ksclient.auth._single_flight import SingleFlight


class Doubts:
    """Remembers which tokens to ask about before they are replaced; by their digests.

    Threads may share it. A child process, a copy and a pickle start without any.

    Args:
        patience: How many tokens in a row may die before they are used, where tokens were
            accepted before.
    """

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._lock = PerProcess(threading.Lock)
        self._question: SingleFlight[tuple[str, bool | None]] = SingleFlight()
        self._vouched_for: str | None = None
        self._unproven: str | None = None
        self._unused: str | None = None
        self._shared: str | None = None
        self._patience_left = 0
        self._logins_in_vain = 0
        self._last_in_vain = float("-inf")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Doubts, (self._patience,))

    def note_issued(self, token: str | None, *, in_place_of_another: bool) -> None:
        """Take note of a new token; whether there is one because another was refused."""
        self._unproven = digest(token or "") if in_place_of_another else None

    def note_login(self, now: float) -> None:
        """Take note of a login, at *now*, because a token was refused."""
        self._logins_in_vain += 1  # until a token is accepted
        self._last_in_vain = now

    def note_shared(self, token: str) -> None:
        """Take note that a thread got *token* from another one that had logged in."""
        self._shared = digest(token)

    def note_accepted(self) -> None:
        """Take note that tokens are of use here."""
        self._patience_left = self._patience
        self._unproven = None
        self._logins_in_vain = 0

    def forbid_login(self, now: float, pause: float) -> bool:
        """Tell whether the last logins got nothing better, and the last of them is not long ago.

        Then the token stays: it may be good soon, where databases are copied.

        Args:
            now: By the clock of `note_login`.
            pause: Seconds after the last login.
        """
        return self._logins_in_vain > self._patience and now - self._last_in_vain < pause

    def are_about(self, token: str) -> bool:
        """Tell whether to ask about *token* before it is replaced.

        So is one that took another's place and was not of use yet, and one that was found good
        after a 401: whoever says 401 to everybody costs no logins.
        """
        return digest(token) in {self._vouched_for, self._unproven}

    def leave_hope(self, token: str) -> bool:
        """Tell whether tokens were of use here, so that the one after *token* may be."""
        return self._patience_left > 0 or self._unused == digest(token)

    def are_common(self, token: str) -> bool:
        """Tell whether threads share *token*.

        Then some may have used it, or the one before, and not got as far as to say so.
        """
        return self._shared == digest(token)

    def take_for_bad_luck(self, token: str) -> bool:
        """Tell whether it is no rule yet that a token dies before it is used, as *token* did."""
        unused = digest(token)
        with self._lock():
            if self._unused != unused and self._patience_left:
                self._unused, self._patience_left = unused, self._patience_left - 1
            return self._unused == unused

    def is_taken(self, token: str, ask: Callable[[], bool | None]) -> bool | None:
        """Return what *ask* says of *token*: whether its service takes it; None if it is not told.

        One thread asks for all that want to know it at the same time.
        """
        wanted = digest(token)
        while True:
            asked, is_taken = self._question.run(lambda: (wanted, ask()))
            if asked == wanted:  # and not about another token, by another thread
                break
        if is_taken:
            self._vouched_for = wanted
        elif is_taken is False and self.are_about(token):
            self._vouched_for = self._unproven = None
        return is_taken
