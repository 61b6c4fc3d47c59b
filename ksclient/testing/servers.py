"""Two servers, one for each of Keystone's APIs, in a thread."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress

from ksclient.testing.errors import CloudError
from ksclient.testing.http_server import Server

_BACKLOG = 1024

_PORTS = range(65536)

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a host that is listened on


class Servers:
    """Answers what comes in over listening sockets, until it is stopped.

    Args:
        servers: One for each socket; they are its own from now on.
        patience: Seconds for which a request may still be answered, when it is stopped.
    """

    def __init__(self, servers: Iterable[Server], patience: float = 0.5) -> None:
        self._servers = list(servers)
        self._patience = patience
        self._process = os.getpid()
        self._wakes, self._wake = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="ksclient.testing", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether connections are accepted."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Answer what is being answered, if it does not take long, and close everything.

        In a forked child, that is only what it has a copy of: its parent goes on.
        """
        if os.getpid() != self._process:
            for each in (*(server.socket for server in self._servers), self._wake, self._wakes):
                each.close()
            return
        with self._wake:
            self._wake.send(b".")  # a mere end is not seen, if a forked child has this socket, too
        self._thread.join()
        end = time.monotonic() + self._patience
        for how in (socket.SHUT_RD, socket.SHUT_RDWR):
            threads = [thread for server in self._servers for thread in server.hang_up(how)]
            for thread in threads:
                if thread is not threading.current_thread():
                    thread.join(max(0.0, end - time.monotonic()))
            end += self._patience
        for server in self._servers:
            with suppress(OSError):
                server.socket.shutdown(socket.SHUT_RDWR)  # in such a child, too
            server.server_close()

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector, self._wakes:
            selector.register(self._wakes, selectors.EVENT_READ)
            for server in self._servers:
                selector.register(server, selectors.EVENT_READ, server)
            while True:
                for key, _ in selector.select():
                    if key.data is None:
                        return
                    key.data.handle_request()


def listen(host: str, port: int, option: str) -> socket.socket:
    """Return a socket that listens.

    Args:
        host: The name or the address of this machine to listen on.
        port: 0 for a free one.
        option: The keyword that sets the port, for errors.

    Raises:
        CloudError: If that cannot be.
    """
    if not host:  # to the system, that is all of its addresses
        raise CloudError("host='' is no address. Try host='127.0.0.1', or '0.0.0.0' for all.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it lets two listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError, UnicodeError) as cause:
        listener.close()
        raise CloudError(_advice(host, port, option, cause)) from cause
    except BaseException:
        listener.close()
        raise
    return listener


def port(option: str, number: object) -> int:
    """Return the number of a port, given as that *option*.

    Raises:
        TypeError: If it is no whole number.
        ValueError: If there is no such port.
    """
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"{option} must be a whole number, not of type {type(number).__name__}.")
    if number not in _PORTS:
        raise ValueError(f"{option}={number} is no port: they go to 65535. 0 is for a free one.")
    return number


def address_of(host: str, port: int) -> str:
    """Return how a URL names what listens there: ``host:port``."""
    host = _ANYWHERE.get(host, host)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _advice(host: str, port: int, option: str, cause: Exception) -> str:
    """Return why nobody can listen there, and what to try."""
    where = f"Port {port} of {host} ({option})"
    number = getattr(cause, "errno", None)
    if number == errno.EADDRINUSE:
        return f"{where} is taken. End what listens there, or name another port; 0 for a free one."
    if number == errno.EACCES:
        return f"{where} is not for everybody. Name one above 1023; 0 for a free one."
    if isinstance(cause, OverflowError):
        return f"{where} is none: ports go to 65535. 0 is for a free one."
    if number == errno.EADDRNOTAVAIL or isinstance(cause, socket.gaierror | UnicodeError):
        return f"{host!r} is no address of this machine ({cause}). Try host='127.0.0.1'."
    return f"{where} cannot be listened on: {cause}."
