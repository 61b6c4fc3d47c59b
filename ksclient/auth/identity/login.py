"""Log in once for all threads that need a token, and again when it has run out."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar

from ksclient.auth import exceptions
from ksclient.auth._per_process import PerProcess
from ksclient.auth._single_flight import Reentered, SingleFlight, like
from ksclient.auth.plugin import IDENTITY_AUTH_HEADER_NAME, BaseAuthPlugin
from ksclient.auth.plugin.renewal import header

if TYPE_CHECKING:
    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo

LOG = logging.getLogger(__name__)

_MAY_PASS = (
    exceptions.ConnectionError,
    exceptions.HttpServerError,
    exceptions.RequestTimeout,
    exceptions.TooManyRequests,
)
"""Errors of a login that say nothing about the credentials."""

_rejected_token: ContextVar[str | None] = ContextVar("rejected_token", default=None)


class LogsIn(BaseAuthPlugin):
    """Keeps a token at hand that `get_auth_ref` has fetched.

    Threads may share it. Those that need a login while one is under way wait for it, and share
    its result or its failure.

    Attributes:
        auth_ref: What the last login told; None before the first.
        reauthenticate: Whether to log in again when the token runs out.
    """

    MIN_TOKEN_LIFE_SECONDS: int = 120
    """A token is renewed when it has fewer seconds than this to live."""

    REFRESH_PAUSE_SECONDS: ClassVar[float] = 10.0
    """After an early renewal that failed, how long the old token is used without another try."""

    def __init__(self, reauthenticate: bool = True) -> None:
        super().__init__()
        self.auth_ref: AccessInfo | None = None
        self.reauthenticate = reauthenticate
        self._login: SingleFlight[AccessInfo] = SingleFlight()
        self._token_lock = PerProcess(threading.RLock)
        self._clock: Callable[[], float] = time.monotonic
        self._pause_ends = float("-inf")
        self._evicted: str | None = None
        self._refused: Exception | None = None

    # --- have a token ----------------------------------------------------------------------

    def get_token(self, session: Session) -> str | None:
        """Return a token that is not about to expire, logging in if need be."""
        return self.get_access(session).auth_token

    def get_access(self, session: Session, **kwargs: Any) -> AccessInfo:
        """Return the current access info, logging in if need be.

        Args:
            session: Sends the login.
            kwargs: Ignored.

        Raises:
            Unauthorized: If the server refuses the credentials.
            AuthorizationFailure: If no token could be had for another reason.
            InvalidResponse: If the server's answer cannot be read.
        """
        held = self.auth_ref
        if held is not None and not self._is_due(held):
            return held
        try:
            return self._login.run(lambda: self._log_in(session))
        except Reentered as cause:
            raise exceptions.AuthorizationFailure(
                f"{self!r} asked itself for a token while it was logging in: a login must send "
                "its requests with authenticated=False."
            ) from cause

    def _needs_reauthenticate(self) -> bool:
        """Tell whether a new token should be fetched before the next request."""
        if self.auth_ref is None:
            return True
        return self.reauthenticate and self.auth_ref.will_expire_soon(self.MIN_TOKEN_LIFE_SECONDS)

    def _is_due(self, held: AccessInfo) -> bool:
        """Tell whether to log in now; not in the pause after a renewal that failed."""
        if not self._needs_reauthenticate():
            return False
        return self._clock() >= self._pause_ends or held.will_expire_soon(0)

    def _log_in(self, session: Session) -> AccessInfo:
        """Log in, unless another thread has done so a moment ago."""
        held = self.auth_ref
        if held is not None and not self._is_due(held):
            return held
        rejected = _rejected_token.get()
        if self._refused and rejected is not None and rejected == self._evicted:
            # A password refused once for this token is not sent again: that locks accounts.
            raise like(self._refused) from self._refused
        try:
            return self._take(self._fetch(session))
        except exceptions.HTTPClientError as error:
            if not isinstance(error, _MAY_PASS):
                self._refused = like(error)
                raise
            return self._keep(held, error)
        except _MAY_PASS as error:
            return self._keep(held, error)

    def _fetch(self, session: Session) -> AccessInfo:
        with exceptions.adopted():
            fresh = self.get_auth_ref(session)
        if fresh is None:
            raise exceptions.AuthorizationFailure(f"{self!r} logged in and got no access info.")
        return fresh

    def _take(self, fresh: AccessInfo) -> AccessInfo:
        with self._token_lock():
            self.auth_ref = fresh
            self._evicted = self._refused = None
            self._pause_ends = float("-inf")
        return fresh

    def _keep(self, held: AccessInfo | None, error: exceptions.ClientException) -> AccessInfo:
        """Return the old token although *error* kept a new one away, if it still works."""
        if held is None or held is not self.auth_ref or held.will_expire_soon(0):
            raise error
        LOG.warning("Could not renew a token that expires soon, and use it on: %s", error)
        self._pause_ends = self._clock() + self.REFRESH_PAUSE_SECONDS
        return held

    # --- lose one --------------------------------------------------------------------------

    def invalidate(self) -> bool:
        """Forget the current token; True if there was one."""
        with self._token_lock():
            held, self.auth_ref = self.auth_ref, None
        return held is not None

    def invalidate_token(self, token: str) -> bool:
        """Forget *token* if it is the current one still.

        Returns:
            Whether it makes sense to try again: also True where another thread has replaced
            the token already.
        """
        with self._token_lock():
            if self.auth_ref is None or self.auth_ref.auth_token != token:
                return True
            self._evicted, self._refused = token, None
            return self.invalidate()

    def renew_headers(self, session: Session, rejected: Mapping[str, str]) -> dict[str, str] | None:
        """Return headers with another token than the *rejected* ones have; None to give up.

        Logs in at most once for a rejected token, however many threads hold it.
        """
        token = header(rejected, IDENTITY_AUTH_HEADER_NAME)
        if token is None:
            return super().renew_headers(session, rejected)
        if not self.invalidate_token(token):
            return None
        before = _rejected_token.set(token)
        try:
            return self.get_headers(session)
        finally:
            _rejected_token.reset(before)
