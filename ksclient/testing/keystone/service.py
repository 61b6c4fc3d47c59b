"""One Keystone: its settings, its tables, its tokens."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ksclient.auth._time import Clock, utcnow
from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.memory import TidyDriver
from ksclient.testing.keystone.state import State
from ksclient.testing.keystone.tokens import Tokens
from ksclient.testing.profile import Profile
from ksclient.token.persistence.driver import TokenDriverV8
from ksclient.token.persistence.manager import PersistenceManager

if TYPE_CHECKING:
    from ksclient.testing.keystone.signing import Signer


@dataclass(frozen=True)
class Settings:
    """What a Keystone is set up with.

    Attributes:
        profile: Which kind of server it is.
        admin_token: The token of its configuration that may do everything. None for none.
        token_lifetime: How long a token lives. None for what the profile says.
        revoke_by_id: Whether revoked tokens are kept in the store, and in the revocation list.
        signs: Whether it has certificates to sign the revocation list with.
        revokes_whole_seconds: Whether a token that is issued in the very second in which
            others of the same user were revoked is dead, too, as on real servers.
        clock: Tells the time.
    """

    profile: Profile = field(default_factory=Profile)
    admin_token: str | None = field(default="ADMIN", repr=False)
    token_lifetime: timedelta | None = None
    revoke_by_id: bool = True
    signs: bool = True
    revokes_whole_seconds: bool = False
    clock: Clock = utcnow


class Keystone:
    """What both applications, public and admin, answer from.

    Args:
        settings: What it is set up with.
        driver: Stores tokens. None for the process's memory.
    """

    def __init__(
        self, settings: Settings | None = None, driver: TokenDriverV8 | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.profile = self.settings.profile
        self.lock = threading.RLock()
        self.state = State()
        persistence = PersistenceManager(
            driver or TidyDriver(clock=self.settings.clock),
            revoke_by_id=self.settings.revoke_by_id,
            identity_api=self.state,
            resource_api=self.state,
            assignment_api=self.state,
            trust_api=self.state,
            clock=self.settings.clock,
        )
        self.tokens = Tokens(
            persistence,
            lifetime=self.settings.token_lifetime or timedelta(hours=self.profile.token_hours),
            clock=self.settings.clock,
            revokes_whole_seconds=self.settings.revokes_whole_seconds,
        )

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return self.settings.clock()

    @property
    def signer(self) -> Signer:
        """Return who signs.

        Raises:
            Refusal: 500 if it has no certificates.
        """
        if not self.settings.signs:
            raise refusals.broken()
        from ksclient.testing.keystone import signing  # noqa: PLC0415 - needs a library more

        return signing.SHARED
