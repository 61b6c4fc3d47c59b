"""Remember refused credentials, which lock an account if they are sent again and again."""

from __future__ import annotations

from ksclient.auth import exceptions
from ksclient.auth._single_flight import like
from ksclient.auth._value import Value


class Refusal(Value, unshown=("error", "credentials")):
    """What a server said of credentials, and until when that is taken for its answer."""

    error: exceptions.ClientException
    credentials: str
    """Their `get_cache_id`."""

    ends: float
    """By the clock that `is_over` is told."""

    def is_over(self, credentials: str | None, now: float) -> bool:
        """Tell whether to ask the server anew: with other *credentials*, or after a while."""
        return now >= self.ends or credentials != self.credentials

    def again(self, now: float) -> exceptions.ClientException:
        """Return the error to raise again, which says so."""
        error = like(self.error)
        exceptions.add_hint(
            error,
            "This is the answer of a moment ago: lest the account be locked, the same credentials "
            f"are not sent again for {self.ends - now:.1f} s. The plugin's invalidate() ends that.",
        )
        return error
