"""Log in once for all threads that need a token, and again when it has run out."""

# ruff: noqa: ARG002 - a contract names arguments that not every plugin needs
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from ksclient.auth import exceptions
from ksclient.auth._lazy import later
from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import SecretDict, digest, sealed, secret
from ksclient.auth._single_flight import Reentered, SingleFlight, like
from ksclient.auth._time import utcnow
from ksclient.auth.access import Life
from ksclient.auth.identity.doubts import Doubts
from ksclient.auth.identity.refusals import Refusal
from ksclient.auth.plugin import IDENTITY_AUTH_HEADER_NAME, AdoptedHeaders, BaseAuthPlugin
from ksclient.auth.plugin.renewal import header

if TYPE_CHECKING:
    import logging

    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo
else:
    logging = later("logging", __name__)


MAY_PASS = (
    exceptions.ConnectionError,
    exceptions.HttpServerError,
    exceptions.RequestTimeout,
    exceptions.TooManyRequests,
)
"""Errors of a login that say nothing about the credentials."""

PUT_OFF = "Could not renew a token that expires soon, and use it on: %s"
"""What a log says of an error that a token in hand makes up for."""


class Outcome(NamedTuple):
    """What a login, or the look for one, came to."""

    access: AccessInfo
    number: int
    """Which of the plugin's logins it was, counted from 1; 0 where it was none."""


class _Renewal:
    """An answer to a 401, while it is looked for.

    Attributes:
        plugin: Which looks for it.
        rejected: The digest of the refused token.
        logins_before: How many logins there were by then.
        is_issued: Whether a login that began after the refusal has got the new token.
    """

    def __init__(self, plugin: object, rejected: str, logins_before: int) -> None:
        self.plugin = plugin
        self.rejected = rejected
        self.logins_before = logins_before
        self.is_issued = False


_renewal: ContextVar[_Renewal | None] = ContextVar("renewal", default=None)


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

    BAD_LUCK: ClassVar[int] = 3
    """How many tokens in a row may die before they are used, where tokens were accepted before.

    After one more, refusals are believed: see `REFUSAL_SECONDS`.
    """

    REFUSAL_SECONDS: ClassVar[float] = 5.0
    """How long refused credentials are not sent again, which could lock the account; 0 for never.

    Nor are good ones, for tokens that are all refused: a service that says 401 to everybody would
    else cost a login for each request. It ends at once with other credentials where these were
    refused, with a token that is accepted where that was, and with `invalidate`.
    """

    def __init__(self, reauthenticate: bool = True) -> None:
        super().__init__()
        self.auth_ref: AccessInfo | None = None
        self.reauthenticate = reauthenticate
        self._login: SingleFlight[Outcome] = SingleFlight()
        self._logins = 0
        self._token_lock = PerProcess(threading.RLock)
        self._held_life: tuple[AccessInfo, Life] | None = None
        self._clock: Callable[[], float] = time.monotonic
        self._pause_ends = float("-inf")
        self._evicted: str | None = None  # a digest
        self._refused: Exception | None = None
        self._refusal: Refusal | None = None
        self._doubts = Doubts(self.BAD_LUCK)

    def __getstate__(self) -> dict[str, Any]:
        of_this_process = dict.fromkeys(("_evicted", "_refused", "_refusal"))
        state = {**super().__getstate__(), **of_this_process, "_pause_ends": float("-inf")}
        if state["auth_ref"] is None:
            state["_held_life"] = None
        return state

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
            login = self._login.run(lambda: self._log_in(session))
        except Reentered as cause:
            raise exceptions.AuthorizationFailure(
                f"{self!r} asked itself for a token while it was logging in: a login must send "
                "its requests with authenticated=False."
            ) from cause
        renewal = self._own_renewal()
        if renewal is not None:
            renewal.is_issued = login.number > renewal.logins_before
        return login.access

    def _needs_reauthenticate(self) -> bool:
        """Tell whether a new token should be fetched before the next request."""
        if self.auth_ref is None:
            return True
        return self.reauthenticate and self._ends_within(self.auth_ref, self.MIN_TOKEN_LIFE_SECONDS)

    def _is_due(self, held: AccessInfo) -> bool:
        """Tell whether to log in now; not in the pause after a renewal that failed."""
        if not self._needs_reauthenticate():
            return False
        return self._clock() >= self._pause_ends or self._has_ended(held)

    def _has_ended(self, held: AccessInfo) -> bool:
        """Tell whether *held* is of no use any more."""
        return self._ends_within(held, 0)

    def _now(self) -> datetime:
        return utcnow()

    def _ends_within(self, held: AccessInfo, seconds: float) -> bool:
        return self._life(held).ends < self._now() + timedelta(seconds=seconds)

    def _life(self, held: AccessInfo) -> Life:
        """Return from when to when *held* is good; as it tells, where it came from elsewhere."""
        known = self._held_life
        return known[1] if known and known[0] is held else Life.as_told(held)

    def _own_renewal(self) -> _Renewal | None:
        """Return the renewal that this thread is about, if it is this plugin's."""
        renewal = _renewal.get()
        return renewal if renewal is not None and renewal.plugin is self else None

    def _log_in(self, session: Session) -> Outcome:
        """Log in, unless another thread has done so a moment ago."""
        held = self.auth_ref
        if held is not None and not self._is_due(held):
            return Outcome(held, 0)
        renewal = self._own_renewal()
        if self._refused and renewal is not None and renewal.rejected == self._evicted:
            # A password refused once for this token is not sent again: that locks accounts.
            raise like(self._refused) from self._refused
        self._demand_new_credentials()
        self._logins = number = self._logins + 1
        try:
            return Outcome(self._take(self._fetch(session)), number)
        except exceptions.HTTPClientError as error:
            if not isinstance(error, MAY_PASS):
                self._refused = like(error)
                self._remember(error)
                raise
            return Outcome(self._keep(held, error), 0)
        except MAY_PASS as error:
            return Outcome(self._keep(held, error), 0)

    def _remember(self, error: exceptions.HTTPClientError) -> None:
        credentials = self.get_cache_id() if isinstance(error, exceptions.Unauthorized) else None
        if credentials is not None:
            ends = self._clock() + self.REFUSAL_SECONDS
            self._refusal = Refusal(like(error), credentials, ends)

    def _demand_new_credentials(self) -> None:
        """Raise what the server said a moment ago, if it would be asked the very same."""
        refusal, now = self._refusal, self._clock()
        if refusal is None:
            return
        if not refusal.is_over(self.get_cache_id(), now):
            raise refusal.again(now) from refusal.error
        self._refusal = None

    def _fetch(self, session: Session) -> AccessInfo:
        self._demand_trust()
        with exceptions.adopted():
            fresh = self.get_auth_ref(session)
        if fresh is None:
            raise exceptions.AuthorizationFailure(f"{self!r} logged in and got no access info.")
        return fresh

    def _take(self, fresh: AccessInfo) -> AccessInfo:
        """Keep a login that has just come."""
        if self._evicted:
            self._doubts.note_login(self._clock())
        return self._hold(fresh, Life.on_arrival(fresh, self._now()))

    def _hold(self, access: AccessInfo, life: Life) -> AccessInfo:
        """Keep a login, for as long as it lives."""
        with self._token_lock():
            self.auth_ref = access
            self._held_life = (access, life)
            replaces = self._evicted is not None
            self._doubts.note_issued(access.auth_token, in_place_of_another=replaces)
            self._evicted = self._refused = self._refusal = None
            self._pause_ends = float("-inf")
        return access

    def _keep(self, held: AccessInfo | None, error: exceptions.ClientException) -> AccessInfo:
        """Return the old token although *error* kept a new one away, if it still works."""
        if held is None or held is not self.auth_ref or self._has_ended(held):
            raise error
        self._put_off(error)
        return held

    def _put_off(self, error: exceptions.ClientException) -> None:
        """Go on with the old token for a while, since *error* kept a new one away."""
        logging.getLogger(__name__).warning(PUT_OFF, error)
        self._pause_ends = self._clock() + self.REFRESH_PAUSE_SECONDS

    # --- lose one --------------------------------------------------------------------------

    def invalidate(self) -> bool:
        """Forget the current token, and that a login was refused; True if there was a token."""
        with self._token_lock():
            held, self.auth_ref = self.auth_ref, None
            self._refusal = None
        return held is not None

    def invalidate_token(self, token: str) -> bool:
        """Forget *token* if it is the current one still.

        Returns:
            Whether it makes sense to try again: also True where another thread has replaced
            the token already.
        """
        return self._evict(digest(token))

    def _evict(self, rejected: str) -> bool:
        """Forget the token with the digest *rejected*; see `invalidate_token`."""
        with self._token_lock():
            held = self.auth_ref
            if held is None or not held.auth_token or digest(held.auth_token) != rejected:
                return True
            self._evicted, self._refused = rejected, None
            return self.invalidate()

    def renew_headers(self, session: Session, rejected: Mapping[str, str]) -> dict[str, str] | None:
        """Return headers with another token than the *rejected* ones have; None to give up.

        Logs in at most once for a rejected token, however many threads hold it. They are
        `AdoptedHeaders` unless a login that began after this call has got the token.

        A token in doubt is not replaced if the service that issued it takes it, nor, for some
        seconds, after a few logins in vain.
        """
        rejected = sealed(SecretDict(rejected))  # a traceback with locals shows it
        token = secret(header(rejected, IDENTITY_AUTH_HEADER_NAME))
        if token is None:
            return super().renew_headers(session, rejected)
        renewal = _Renewal(self, digest(token), self._logins)
        if self._doubts.are_about(token) and self._is_taken(session, token):
            return None
        if self._would_be_in_vain(token) or not self._evict(renewal.rejected):
            return None
        before = _renewal.set(renewal)
        try:
            headers = self.get_headers(session)
        finally:
            _renewal.reset(before)
        if headers is None or renewal.is_issued:
            return headers
        self._doubts.note_shared(header(headers, IDENTITY_AUTH_HEADER_NAME) or "")
        return AdoptedHeaders(headers)

    def deserves_another(self, session: Session, rejected: Mapping[str, str]) -> bool | None:
        """Tell whether a token that was new a moment ago has died since, and the next may live.

        It died if it is not the current one any more, or if the service that issued it refuses
        it, too: that is asked by one thread for all. See `BaseAuthPlugin.deserves_another`.
        """
        rejected = SecretDict(rejected)
        token = secret(header(rejected, IDENTITY_AUTH_HEADER_NAME))
        held = self.auth_ref
        if token is None or held is None or held.auth_token != token:
            return True
        if not self._doubts.leave_hope(token):
            return True if self._doubts.are_common(token) else None
        is_taken = self._is_taken(session, token)
        if is_taken is False and self._doubts.take_for_bad_luck(token):
            return True
        return False if is_taken else None

    def note_accepted(self) -> None:
        """Take note that tokens are of use here."""
        self._doubts.note_accepted()

    def _would_be_in_vain(self, rejected: str) -> bool:
        held = self.auth_ref
        if held is None or held.auth_token != rejected:
            return False  # another thread has got a better one, or is about to
        return self._doubts.forbid_login(self._clock(), self.REFUSAL_SECONDS)

    def _is_taken(self, session: Session, token: str) -> bool | None:
        token = secret(token)  # from tracebacks with locals
        return self._doubts.is_taken(token, lambda: self._ask_about(session, token))

    def _ask_about(self, session: Session, token: str) -> bool | None:
        """Ask the service that issued *token* whether it takes it; None if that cannot be asked."""
        return None
