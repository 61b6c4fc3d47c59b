"""Ask names and addresses, without waiting for longer than is wanted."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from ksclient.auth._origin import origin

T = TypeVar("T")

getaddrinfo = socket.getaddrinfo


class Place(NamedTuple):
    """A host and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class Address(NamedTuple):
    """An address as sockets take it."""

    family: socket.AddressFamily
    address: tuple[Any, ...]

    def __str__(self) -> str:
        return str(self.address[0])


def place_of(url: str) -> Place | None:
    """Return the host and the port that a URL names; None if it names none."""
    found = origin(url)
    return Place(found[1], found[2]) if found and found[2] is not None else None


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what *work* returns, which cannot be told how long to take.

    Raises:
        TimeoutError: If it is not done by then. It is left alone.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised by who waits
            done.set_exception(error)

    threading.Thread(target=run, name="ksclient-doctor", daemon=True).start()
    return done.result(seconds)


def ip_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that a *host* is; None if it is a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Tell whether a *host* is this machine, by its name or address."""
    address = ip_of(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback


def is_inside(host: str) -> bool:
    """Tell whether a *host* can be found from inside some network only."""
    address = ip_of(host)
    if address is None:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))
    return not address.is_global
