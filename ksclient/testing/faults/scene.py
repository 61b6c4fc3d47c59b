"""One request that something goes wrong with, and the wire that it came over."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.wrappers import Response

    from ksclient.testing.keystone import Keystone

_HAS_SENT = "ksclient.testing.has_sent"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class HungUp(ConnectionError):
    """The connection is closed: there is nobody to answer."""


@dataclass(frozen=True)
class Scene:
    """A request, and what can be done to it.

    Attributes:
        answer: Has Keystone do what it was asked for, and returns what it answers.
        keystone: What it answers from.
        sleep: Waits for so many seconds.
    """

    environ: WSGIEnvironment
    answer: Callable[[], Response]
    keystone: Keystone
    sleep: Callable[[float], object]

    @property
    def is_connected(self) -> bool:
        """Whether the request came over a connection, and not by a call of the application."""
        return "werkzeug.socket" in self.environ

    @property
    def has_sent(self) -> bool:
        """Whether something was sent already, so that no answer can follow."""
        return _HAS_SENT in self.environ

    def send(self, data: bytes) -> None:
        """Send bytes as they are. Whoever does must `hang_up` or `reset` in the end."""
        self.environ[_HAS_SENT] = True
        self._socket.sendall(data)

    def hang_up(self) -> NoReturn:
        """Close the connection, as a server that ends does.

        Raises:
            HungUp: Always.
        """
        wire = self._socket
        with suppress(OSError):  # who asked may be gone
            wire.shutdown(socket.SHUT_RDWR)
        raise HungUp

    def reset(self) -> NoReturn:
        """Tear the connection, as a crashed host or a firewall does.

        Raises:
            HungUp: Always.
        """
        wire = self._socket
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        with suppress(OSError):  # who asked may be gone
            wire.shutdown(socket.SHUT_RD)  # so that the server waits for no further request
        wire.close()  # for good once the server has let go of it
        raise HungUp

    def raw(self, response: Response) -> tuple[bytes, bytes]:
        """Return an answer as it goes over the wire: up to the empty line, and the body.

        It says that it is the connection's last: whoever sends it must `hang_up` or `reset` then.
        """
        body = b"" if self.environ["REQUEST_METHOD"] == "HEAD" else response.get_data()
        lines = [f"HTTP/1.1 {response.status}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        lines.append("Connection: close")
        return "\r\n".join([*lines, "", ""]).encode("latin-1"), body

    @property
    def _socket(self) -> socket.socket:
        found = self.environ.get("werkzeug.socket")
        if not isinstance(found, socket.socket):
            raise TypeError("This fault needs a connection: run it on a cloud that is started.")
        return found
