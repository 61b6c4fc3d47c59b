"""An auth plugin that shares its logins with all processes that use the same store."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._deadline import in_force
from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import digest
from ksclient.auth.identity import BaseIdentityPlugin
from ksclient.auth.identity.login import MAY_PASS, PUT_OFF, Outcome
from ksclient.token.cache.documents import Documents
from ksclient.token.cache.place import Turn
from ksclient.token.cache.record import Kept
from ksclient.token.cache.slot import Slot
from ksclient.token.cache.windows import Phase, phase_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksclient.auth._protocols import Session
    from ksclient.auth.access import AccessInfo, Life
    from ksclient.auth.discover import EndpointData
    from ksclient.auth.identity.state import Owner
    from ksclient.auth.plugin import ConnectionParams
    from ksclient.token.cache.shelf import Shelf

LOG = logging.getLogger("ksclient.token.cache")

_REMEMBERED = 32
"""How many refused tokens a plugin knows, lest a store that forgets nothing brings them back."""


class CachedPlugin(BaseIdentityPlugin):
    """Logs in as another plugin does, unless a store has its token already.

    It works wherever that plugin does: in sessions of this library and of keystoneauth1. Make
    it with `TokenCache.plugin`.

    Args:
        inner: Logs in. What it is given later, such as a new password, counts.
        shelf: Keeps the tokens.
        force_new_token: Whether the first token is a new one, whatever the store has.
        stale_duration: How many seconds before its end, at least, a token is replaced.
        complete: Makes the plugin that takes the place of *inner* at the first login; see
            `TokenCache.plugin`.

    Attributes:
        inner: As above.
    """

    BUSY_PAUSE_SECONDS = 1.0
    """How long a token is used without a look at who else is renewing it early."""

    LONGEST_WAIT_SECONDS = 10.0
    """How long to wait for another process's login while the token at hand is good still."""

    def __init__(
        self,
        inner: BaseIdentityPlugin,
        shelf: Shelf,
        *,
        force_new_token: bool = False,
        stale_duration: float = 0,
        complete: Callable[[], BaseIdentityPlugin] | None = None,
    ) -> None:
        super().__init__(inner.auth_url, inner.reauthenticate)
        self.inner = inner
        self._complete = complete
        self._shelf = shelf
        self._forces_new_token = force_new_token
        self._stale_duration = stale_duration
        self._discovery_cache = self._documents = Documents(shelf, inner)
        self._rejected: dict[str, None] = {}  # digests, the oldest first
        self._handed_out = PerProcess(threading.local)
        self._renewing_early = PerProcess(threading.Lock)

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        held = state["_held_life"]
        documents = Documents(self._shelf, self.inner, held[1].ends if held else None)
        return {
            **state,
            "_discovery_cache": documents,
            "_documents": documents,
            "_rejected": {},
            "_complete": None,  # who could be asked here is not there
        }

    # --- what the inner plugin knows -------------------------------------------------------

    def get_auth_ref(self, session: Session) -> AccessInfo:
        """Log in, whatever is in the store; see `BaseIdentityPlugin.get_auth_ref`."""
        self._be_complete()
        return self.inner.get_auth_ref(session)

    def _be_complete(self) -> None:
        """Have a plugin that can log in; a person may be asked for that."""
        if self._complete is not None:
            self.inner, self._complete = self._complete(), None

    def get_connection_params(self, session: Session) -> ConnectionParams:
        """Return what the inner plugin says."""
        return self.inner.get_connection_params(session)

    def get_cache_id_elements(self) -> dict[str, str | None]:
        """Return all that makes this login differ from others, the password included."""
        return self.inner.get_cache_id_elements()

    def explain_rejection(self) -> str | None:
        """Return what the inner plugin says."""
        return self.inner.explain_rejection()

    def _owner(self) -> Owner:
        return self.inner._owner()  # noqa: SLF001 - a plugin of the same family

    def _ask_about(self, session: Session, token: str) -> bool | None:
        return self.inner._ask_about(session, token)  # noqa: SLF001 - a plugin of the same family

    def _demand_trust(self) -> None:
        self.inner._demand_trust()  # noqa: SLF001 - a plugin of the same family

    # --- have a token ----------------------------------------------------------------------

    def get_token(self, session: Session) -> str | None:
        """Return a token that is not about to expire: the store's, or else a new one."""
        access = self.get_access(session)
        self._handed_out().access = access
        return access.auth_token

    def get_access(self, session: Session, **kwargs: Any) -> AccessInfo:
        """Return the current access info: what is at hand, else the store's, else a new one.

        In the first window before its end, a token is renewed by one thread of one process,
        and used on by the others; in the second, all wait. See `BaseIdentityPlugin.get_access`.
        """
        held = super().get_access(session, **kwargs)
        if self._own_renewal() is None and self._may_be_renewed_early(held):
            return self._renewed_early(session, held)
        return held

    def _needs_reauthenticate(self) -> bool:
        held = self.auth_ref
        if held is None:
            return True
        return self.reauthenticate and self._phase(held) in {Phase.MANDATORY, Phase.ENDED}

    def _has_ended(self, held: AccessInfo) -> bool:
        return self._phase(held) is Phase.ENDED

    def _log_in(self, session: Session) -> Outcome:
        """Take what the store has; else log in, alone of all processes."""
        held = self.auth_ref
        if held is not None and not self._is_due(held):
            return Outcome(held, 0)
        slot = self._slot()
        found = self._usable(slot.read())
        if found is not None:
            return self._adopt(found)
        self._be_complete()  # before the turn is taken: nobody waits for a person
        can_do_without = held is not None and not self._has_ended(held)
        with slot.turn(self._patience(can_do_without), tells=not can_do_without) as turn:
            found = self._usable(slot.read())
            if found is not None:
                return self._adopt(found)
            if turn is Turn.OTHERS and held is not None and can_do_without:
                self._pause_ends = self._clock() + self.BUSY_PAUSE_SECONDS
                return Outcome(held, 0)
            try:
                outcome = super()._log_in(session)
            except exceptions.ClientException as error:
                return Outcome(self._keep(held, error), 0)
            if outcome.number:
                slot.write(Kept(outcome.access, self._life(outcome.access)))
            return outcome

    def _patience(self, can_do_without: bool) -> float:
        """Return for how many seconds to wait for another process's login."""
        patience: float = in_force().clip(self._shelf.lock_timeout)
        return min(patience, self.LONGEST_WAIT_SECONDS) if can_do_without else patience

    def _may_be_renewed_early(self, held: AccessInfo) -> bool:
        return (
            self.reauthenticate
            and self._complete is None  # nobody is asked for what can wait
            and self._phase(held) is Phase.ADVISORY
            and self._clock() >= self._pause_ends
        )

    def _renewed_early(self, session: Session, held: AccessInfo) -> AccessInfo:
        """Return a new token, or *held* if somebody else is getting one."""
        alone = self._renewing_early()
        if not alone.acquire(blocking=False):
            return held
        try:
            return self._renew_early(session, held)
        except exceptions.ClientException as error:
            self._put_off(error)
            return held
        finally:
            alone.release()

    def _renew_early(self, session: Session, held: AccessInfo) -> AccessInfo:
        slot = self._slot()
        found = self._fresh(slot.read())
        if found is not None:
            return self._adopt(found).access
        with slot.turn(0, tells=False) as turn:
            if turn is Turn.OTHERS:
                self._pause_ends = self._clock() + self.BUSY_PAUSE_SECONDS
                return held
            found = self._fresh(slot.read())
            if found is not None:
                return self._adopt(found).access
            renewed = self._take(self._fetch(session))
            slot.write(Kept(renewed, self._life(renewed)))
            return renewed

    def _put_off(self, error: exceptions.ClientException) -> None:
        """Go on with the old token for a while; a refused password is not sent again until then."""
        LOG.warning(PUT_OFF, error)
        may_pass = isinstance(error, MAY_PASS) or not isinstance(error, exceptions.HTTPClientError)
        pause = self.REFRESH_PAUSE_SECONDS if may_pass else float("inf")
        self._pause_ends = self._clock() + pause

    # --- endpoints -------------------------------------------------------------------------

    def get_endpoint_data(self, session: Session, **kwargs: Any) -> EndpointData | None:
        """Return what is known about an endpoint; see `BaseIdentityPlugin.get_endpoint_data`.

        Where the store's version documents lead nowhere, they are read anew.
        """
        try:
            found = super().get_endpoint_data(session, **kwargs)
        except exceptions.EndpointNotFound:
            self.distrust_endpoints(session)
            raise
        if found is None and self._documents.are_from_store:
            self.distrust_endpoints(session)
            found = super().get_endpoint_data(session, **kwargs)
        return found

    def distrust_endpoints(self, session: Session) -> None:
        """Forget the version documents, here and in the store: nobody is where they point to.

        This library's sessions call it when a request finds nobody.
        """
        kept_by_session = getattr(session, "_discovery_cache", None) or {}
        for url in self._documents.drop():
            kept_by_session.pop(url, None)

    # --- the store -------------------------------------------------------------------------

    def _slot(self) -> Slot:
        return self._shelf.slot(self.inner)

    def _usable(self, kept: Kept | None) -> Kept | None:
        """Return what the store had, unless it is to be renewed, or was refused before."""
        if kept is None or self._forces_new_token:
            return None
        if digest(kept.access.auth_token or "") in self._rejected:
            return None
        return kept if self._phase_of(kept.life) in {Phase.FRESH, Phase.ADVISORY} else None

    def _fresh(self, kept: Kept | None) -> Kept | None:
        """Return what the store had, if there is no reason to renew it even early."""
        kept = self._usable(kept)
        return kept if kept is not None and self._phase_of(kept.life) is Phase.FRESH else None

    def _adopt(self, kept: Kept) -> Outcome:
        """Take over another process's login, which may have been refused since."""
        return Outcome(self._hold(kept.access, kept.life), 0)

    def _hold(self, access: AccessInfo, life: Life) -> AccessInfo:
        with self._token_lock():
            super()._hold(access, life)
            self._forces_new_token = False
        self._documents.go_with(life.ends)
        return access

    def _phase(self, held: AccessInfo) -> Phase:
        return self._phase_of(self._life(held))

    def _now(self) -> datetime:
        return self._shelf.clock()

    def _phase_of(self, life: Life) -> Phase:
        now = self._now()
        phase = phase_of(life, now, self._shelf.jitter)
        is_stale = (life.ends - now).total_seconds() <= self._stale_duration
        return Phase.MANDATORY if is_stale and phase is not Phase.ENDED else phase

    # --- lose a token ----------------------------------------------------------------------

    def invalidate(self) -> bool:
        """Forget the current token, here and in the store; True if another one can be had.

        keystoneauth1's sessions call it on a 401, and do not say which token was refused. It is
        the one that this thread was given last; if that is another than the current one, it
        was replaced already.
        """
        given = vars(self._handed_out()).pop("access", None)
        held = self.auth_ref
        if held is None:
            return given is not None
        if given is not None and given.auth_token != held.auth_token:
            return True
        return self._evict(digest(held.auth_token or ""))

    def _evict(self, rejected: str) -> bool:
        """Forget the token with the digest *rejected*, and no other one: here and in the store."""
        if self._is_first_to_reject(rejected):
            self._slot().drop(lambda kept: digest(kept.access.auth_token or "") == rejected)
        with self._token_lock():
            held = self.auth_ref
            is_held = held is not None and digest(held.auth_token or "") == rejected
            if is_held:
                self._evicted, self._refused = rejected, None
                self.auth_ref = None
        if is_held:
            self._documents.drop()
        return True

    def _is_first_to_reject(self, rejected: str) -> bool:
        with self._token_lock():
            if rejected in self._rejected:
                return False
            self._rejected[rejected] = None
            if len(self._rejected) > _REMEMBERED:
                del self._rejected[next(iter(self._rejected))]
        return True
