"""Test clouds to ask what Keystone was asked, at the time at which it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from urllib.parse import urlencode

from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone, Settings
from ksclient.testing.keystone.request import Api
from ksclient.testing.seed import bootstrap
from tests.wire.recording import SERVERS

SETTINGS: dict[str, dict[str, Any]] = {
    "": {},
    "expired": {"token_lifetime": timedelta(seconds=2)},
    # Keystone's list_limit changes nothing in v2.0: there is no such setting.
    "list-limit-2": {},
    "no-signing": {"signs": False},
    "revoke-by-id-off": {"revoke_by_id": False},
    "same-second": {"revokes_whole_seconds": True},
}
"""What is set for each of the recorded servers."""


class Clock:
    """Tells a time that never stands still, and goes where it is put, but never back."""

    def __init__(self) -> None:
        self._now = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now

    def reach(self, moment: datetime) -> None:
        """Go on to *moment*, if that is not past."""
        self._now = max(self._now, moment)

    def wait(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Answered:
    """What a server answered."""

    status: int
    reason: str
    headers: Mapping[str, str]
    """With names in lower case."""

    text: str


class Cloud:
    """A cloud as a recorded one was, right after its bootstrap; with more settings, if need be."""

    def __init__(self, variant: str, **more: Any) -> None:
        self.clock = Clock()
        self.keystone = Keystone(Settings(clock=self.clock, **SETTINGS[variant], **more))
        bootstrap(self.keystone.state, f"{SERVERS['public']}/v2.0", f"{SERVERS['admin']}/v2.0")
        self._clients = {api: Client(Application(self.keystone, api)) for api in get_args(Api)}

    def answer(
        self,
        api: Api,
        method: str,
        path: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
    ) -> Answered:
        """Send one request; *path* is percent-encoded, *query* is not."""
        response = self._clients[api].open(
            path + ("?" + urlencode(query) if query else ""),
            base_url=SERVERS[api],
            method=method,
            headers=dict(headers or {}),
            data=None if body is None else body.encode(),
        )
        return Answered(
            status=response.status_code,
            reason=response.status.partition(" ")[2],
            headers={
                name.lower(): ", ".join(response.headers.getlist(name))
                for name in response.headers.keys()  # noqa: SIM118 - it iterates over pairs
            },
            text=response.get_data(as_text=True),
        )
