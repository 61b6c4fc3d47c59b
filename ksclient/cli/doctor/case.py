"""What is looked into, and what checks have found out of it so far."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ksclient.auth._deadline import Deadline
from ksclient.auth._time import Clock, utcnow
from ksclient.cli.context import Context
from ksclient.cli.doctor import network
from ksclient.cli.doctor.network import Address, Place

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo
    from ksclient.auth.session import Session
    from ksclient.cli.connecting import ConfiguredLogin
    from ksclient.config import CloudConfig

_TOTAL = 6
"""How many times a question's time all of them may take together."""


@dataclass
class Case:
    """What is looked into.

    Attributes that have no value yet get one from the check that finds it out; the checks that
    use it name that one as what they need.

    Attributes:
        context: What the command line says.
        wait: How many seconds each question may take.
        environ: The environment.
        clock: Tells the time, aware.
        resolve: Looks a host and a port up, as `socket.getaddrinfo` does.
        deadline: When to end; None for a while that *wait* gives.
        login: The login, as it is configured.
        cloud: The configuration; with a password that was asked for, once it was.
        url: Where the login goes, or, if there is none, where the token is used.
        target: The same, as host and port.
        proxy: The proxy on the way, with its password; None without one.
        hop: What is connected to: the proxy, else the target.
        addresses: The addresses of that.
        answer: What ``GET`` of the URL was answered with.
        skew: How far the server's clock is ahead of ours; None if it does not say.
        v2_url: Where the server says that it speaks v2.0; None if it does not say.
        access: What the login told; None if there is none to make.
    """

    context: Context
    wait: float
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    clock: Clock = utcnow
    resolve: Callable[..., Sequence[Any]] = network.getaddrinfo
    deadline: Deadline | None = None
    login: ConfiguredLogin = field(init=False)
    cloud: CloudConfig = field(init=False)
    url: str = field(init=False)
    target: Place = field(init=False)
    proxy: str | None = field(init=False)
    hop: Place = field(init=False)
    addresses: Sequence[Address] = field(init=False)
    answer: Any = field(init=False)
    skew: timedelta | None = None
    v2_url: str | None = None
    access: AccessInfo | None = None

    def __post_init__(self) -> None:
        self._deadline = self.deadline or Deadline(_TOTAL * self.wait)

    @property
    def has_time(self) -> bool:
        """Whether there is time left for another question."""
        return self._deadline.remaining() != 0

    @property
    def patience(self) -> float:
        """How many seconds the next question may take."""
        seconds: float = self._deadline.clip(self.wait)
        return seconds

    def session(self, auth: Any = None) -> Session:
        """Return the session, which is as patient, with the *auth* plugin or none."""
        session = self._session
        session.auth = auth
        session.timeout = session.total_timeout = self.patience
        return session

    @cached_property
    def _session(self) -> Session:
        from ksclient.auth.noauth import NoAuth  # noqa: PLC0415 - not where nothing is sent

        return self.cloud.session(NoAuth())

    def close(self) -> None:
        """Close the connections."""
        if "_session" in vars(self):
            self._session.close()
