"""Connections that keep to the deadline in force, however slowly the other side talks.

A timeout of requests is for each piece of an answer, so that a server which sends a byte now
and then holds a request for ever. Here every single read gets what is left of the time. There
is no thread that watches, and without a deadline nothing is done at all.
"""

from __future__ import annotations

import io
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

from urllib3 import connection, connectionpool

from ksclient.auth._deadline import in_force

if TYPE_CHECKING:
    import socket

    from urllib3.poolmanager import PoolManager

_PIECE = 16384
"""Bytes sent at once: TLS counts the time anew for each such record."""


class _PromptReader(io.RawIOBase):
    """Reads from a socket, in the time that is left.

    Args:
        raw: What reads from the socket.
        sock: The socket.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._patience = sock.gettimeout()
        self._is_cut = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        deadline = in_force()
        if deadline.remaining() == 0:
            raise TimeoutError("timed out")
        if deadline.is_set or self._is_cut:  # a caller may go on reading without the deadline
            self._sock.settimeout(deadline.clip(self._patience))
            self._is_cut = deadline.is_set
        return self._raw.readinto(buffer)

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        self._raw.close()
        super().close()


class _PromptResponse(HTTPResponse):
    """An answer that is read in the time that is left, its headers included."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        if in_force().is_set:
            self.fp = io.BufferedReader(_PromptReader(self.fp.detach(), sock))


class _Prompt:
    """What makes a connection of urllib3 prompt, in front of its own class.

    It also knows whether it is a kept one, which its server may have closed a moment ago.
    """

    sock: Any
    timeout: Any
    _answers = 0

    def connect(self) -> None:
        """Connect, anew if need be: this object outlives its connection."""
        self._answers = 0
        super().connect()  # type: ignore[misc]  # of the class behind this one

    def getresponse(self) -> Any:
        """Return the answer; an error says whether the connection had served before."""
        try:
            response = super().getresponse()  # type: ignore[misc]  # as above
        except ConnectionError as error:  # Python's own: reset, or closed without an answer
            vars(error)["was_kept"] = self._answers > 0
            raise
        self._answers += 1
        return response

    def send(self, data: Any) -> None:
        """Send *data* in the time that is left; urllib3 hands files on in pieces, but not bytes."""
        deadline = in_force()
        if not deadline.is_set or not isinstance(data, bytes | bytearray):
            super().send(data)  # type: ignore[misc]  # as above
            return
        for start in range(0, len(data), _PIECE):
            if self.sock is not None:
                if deadline.remaining() == 0:
                    raise TimeoutError("timed out")
                self.sock.settimeout(deadline.clip(self.timeout))
            super().send(data[start : start + _PIECE])  # type: ignore[misc]  # as above


# Named as urllib3's, since errors and logs show the names.


class HTTPConnection(_Prompt, connection.HTTPConnection):
    """A prompt connection."""

    response_class = _PromptResponse


class HTTPSConnection(_Prompt, connection.HTTPSConnection):
    """A prompt connection by TLS."""

    response_class = _PromptResponse


class HTTPConnectionPool(connectionpool.HTTPConnectionPool):
    """A pool of prompt connections."""

    ConnectionCls = HTTPConnection


class HTTPSConnectionPool(connectionpool.HTTPSConnectionPool):
    """A pool of prompt connections by TLS."""

    ConnectionCls = HTTPSConnection


def make_prompt(manager: PoolManager) -> None:
    """Have the connections that *manager* opens keep to the deadline in force."""
    manager.pool_classes_by_scheme = {"http": HTTPConnectionPool, "https": HTTPSConnectionPool}
