"""The ``requests.Session`` beneath a session: made late, closed early, never shared by a fork."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ksclient.auth._redact import mask_text

if TYPE_CHECKING:
    import requests


class Connections:
    """Holds the ``requests.Session`` that a session sends through.

    One that the user gave is used as it is, and left to the user to close. Without one, ours
    is made when it is first needed.

    Args:
        given: The user's own, or None.
        tls: Options of `TCPKeepAliveAdapter` for our own.
    """

    def __init__(self, given: requests.Session | None, tls: dict[str, Any]) -> None:
        # Not with this module, which plugins load: a program whose token is kept sends nothing. Nor
        # with the first request: a thread could be importing them while another one forks, and the
        # child would wait for that thread for ever. requests itself loads netrc that late.
        import netrc  # noqa: F401, PLC0415

        import requests  # noqa: F401, PLC0415

        import ksclient.auth.session.direct  # noqa: F401, PLC0415

        self._session = given
        self._is_ours = given is None
        self._is_closed = False
        self._tls = tls
        self._pid = os.getpid()
        self._lock = threading.Lock()

    def get(self) -> requests.Session:
        """Return the session, ready to be used in this process."""
        self._notice_fork()
        if self._session is None:
            with self._lock:
                if self._session is None:
                    self._session = _new_session(self._tls)
        mask_urllib3_log()
        self._is_closed = False
        return self._session

    def owned(self) -> requests.Session | None:
        """Return the session if it is ours and open; None if it is the user's, or closed."""
        return self.get() if self._is_ours and not self._is_closed else None

    def replace(self, session: requests.Session | None, *, is_ours: bool) -> None:
        """Use *session* from now on; None to have a new one made when it is needed."""
        self._session, self._is_ours, self._is_closed = session, is_ours, False

    def close(self) -> None:
        """Close what is ours. The next use opens new connections."""
        self._notice_fork()
        if not self._is_ours or self._is_closed or self._session is None:
            return
        self._is_closed = True
        with suppress(OSError):  # requests' own errors included: it is gone either way
            self._session.close()

    def _notice_fork(self) -> None:
        """Forget the open connections after a fork: two processes cannot share a socket.

        They are not closed here, since closing takes locks that another thread of the parent
        may have held at the fork.
        """
        if self._pid == os.getpid():
            return
        self._lock = threading.Lock()
        if self._session is not None and self._is_ours:
            _leave_to_parent(self._session)
        self._pid = os.getpid()

    def __getstate__(self) -> dict[str, Any]:
        kept = {"_session": None if self._is_ours else self._session}
        return {"_is_ours": self._is_ours, "_tls": self._tls, **kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(None, state["_tls"])  # type: ignore[misc]  # starts anew, as a new one
        self._session, self._is_ours = state["_session"], state["_is_ours"]


_left_to_parents: list[Any] = []
"""Pools that must not be garbage-collected, which would close them; see `_notice_fork`."""


def _leave_to_parent(session: requests.Session) -> None:
    """Give *session* new pools, and a jar for its cookies whose lock nobody holds."""
    adapters: dict[int, Any] = {id(a): a for a in session.adapters.values()}
    for adapter in adapters.values():
        if hasattr(adapter, "poolmanager"):
            _left_to_parents.extend([adapter.poolmanager, adapter.proxy_manager])
            adapter.__setstate__(adapter.__getstate__())
    session.cookies = session.cookies.copy()


def _new_session(tls: dict[str, Any]) -> requests.Session:
    """Return a session with our adapter."""
    import requests  # noqa: PLC0415 - loaded with the first session

    # Through the door, where upstream's users find and replace it.
    from ksclient.auth.session import TCPKeepAliveAdapter  # noqa: PLC0415

    session = requests.Session()
    adapter = TCPKeepAliveAdapter(**tls)
    for scheme in list(session.adapters):
        session.mount(scheme, adapter)
    return session


_URLLIB3_LOGGERS = tuple(map(logging.getLogger, ("urllib3.connectionpool", "urllib3.util.retry")))


def mask_urllib3_log() -> None:
    """Hide tokens from urllib3's debug log, which shows the path of every request."""
    for logger in _URLLIB3_LOGGERS:
        if _mask_record not in logger.filters:
            logger.addFilter(_mask_record)


def _mask_record(record: logging.LogRecord) -> bool:
    """Mask the message of a log record; a logging filter that lets everything through."""
    message = record.getMessage()
    masked = mask_text(message)
    if masked != message:
        record.msg, record.args = masked, ()
    return True
