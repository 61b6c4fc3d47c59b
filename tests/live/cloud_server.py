"""A test cloud of ksclient, which offers what `KeystoneServer` does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ksclient.testing import Cloud
from ksclient.testing.keystone.signing import SHARED
from ksclient.testing.profile import named
from tests.live import certificates
from tests.live.keystone_server import (
    ADMIN_PASSWORD,
    ADMIN_TOKEN,
    DATABASE,
    Api,
    Catalog,
    LoggedRequest,
    column,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class CloudServer:
    """A cloud of one's own: a context manager, fresh at each start.

    It stores tokens where Keystone does, and revokes whatever was issued in the same second, too.

    Args:
        state: An empty folder for its database and certificates.
        catalog: "full", or "public-only" for a catalog without admin and internal URLs.
        signs: Whether it has certificates, and can sign its list of revoked tokens.
        revokes_by_id: Whether it keeps such a list at all.
    """

    def __init__(
        self,
        state: Path,
        *,
        catalog: Catalog = "full",
        signs: bool = True,
        revokes_by_id: bool = True,
    ) -> None:
        self.state = state
        profile = named("pike")
        if catalog == "public-only":
            profile = replace(profile, catalog_interfaces=("public",))
        self._signs = signs
        self._cloud = _LoggedCloud(
            profile=profile,
            signs=signs,
            revoke_by_id=revokes_by_id,
            revokes_whole_seconds=True,
            driver="sql",
            driver_options={"url": f"sqlite:///{state / DATABASE}"},
            admin_token=ADMIN_TOKEN,
            admin_password=ADMIN_PASSWORD,
        )
        self.public_url = ""
        self.admin_url = ""

    def __enter__(self) -> Self:
        if self._signs:
            self._write_certificates()
        self._cloud.start()
        self.public_url = self._cloud.public_url
        self.admin_url = self._cloud.admin_url
        return self

    def __exit__(self, *_: object) -> None:
        self._cloud.stop()

    def requests(self, user_agent: str = "") -> list[LoggedRequest]:
        """What both APIs were asked so far, the public one's requests first.

        Args:
            user_agent: Only what was sent by programs that have this in their User-Agent.
        """
        logged = [asked for asked in self._cloud.logged() if user_agent in asked.user_agent]
        return sorted(logged, key=lambda asked: asked.api == "admin")

    def tokens(self) -> set[str]:
        """Return all tokens that it has given out."""
        return column(self.state / DATABASE, "select id from ksclient_token")

    def pass_this_second(self) -> None:
        """Have the cloud's next second begin."""
        self._cloud.clock.advance(1)

    def _write_certificates(self) -> None:
        folder = self.state / "certificates"
        folder.mkdir()
        (folder / certificates.AUTHORITY).write_text(SHARED.ca_pem)
        (folder / certificates.SIGNER).write_text(SHARED.signing_pem)


class _LoggedCloud(Cloud):
    """A cloud that tells requests as they came, tokens in paths included."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._log: list[LoggedRequest] = []
        self._log_lock = threading.Lock()

    def logged(self) -> list[LoggedRequest]:
        with self._log_lock:
            return list(self._log)

    def application(self, api: Api) -> WSGIApplication:
        answer = super().application(api)

        def logging(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            def start(
                status: str, headers: list[tuple[str, str]], *error: Any
            ) -> Callable[[bytes], object]:
                with self._log_lock:
                    self._log.append(_logged(api, environ, int(status[:3])))
                return start_response(status, headers, *error)

            return answer(environ, start)

        return logging


def _logged(api: Api, environ: WSGIEnvironment, status: int) -> LoggedRequest:
    return LoggedRequest(
        api,
        environ["REQUEST_METHOD"],
        environ["RAW_URI"],
        status,
        environ.get("HTTP_USER_AGENT", ""),
    )
