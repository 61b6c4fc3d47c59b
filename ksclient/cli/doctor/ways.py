"""Connect to each address: is somebody listening, and does a firewall let us?"""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, ok, warn
from ksclient.cli.doctor.network import Address, Place, is_loopback

_MOST = 8
"""How many addresses are tried."""

_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


class Tried(NamedTuple):
    """What came of an attempt to connect."""

    address: Address
    seconds: float
    error: OSError | None

    @property
    def outcome(self) -> str:
        """It, in a word."""
        if self.error is None:
            return f"connected in {self.seconds * 1000:.0f} ms"
        if isinstance(self.error, TimeoutError):
            return f"no answer in {self.seconds:.0f} s"
        if isinstance(self.error, ConnectionRefusedError):
            return "refused"
        if self.error.errno in _NO_WAY:
            return "no way there from here"
        return (self.error.strerror or str(self.error)).lower()


def look(case: Case) -> Iterator[Finding]:
    """Connect to all of them at once, and send nothing."""
    seconds = case.patience
    addresses = list(case.addresses)[:_MOST]
    with ThreadPoolExecutor(max_workers=_MOST) as pool:
        tried = list(pool.map(lambda each: attempt(each, seconds), addresses))
    yield judged(tried, case.hop, is_proxy=case.proxy is not None)


def attempt(address: Address, seconds: float) -> Tried:
    """Connect to an address, and hang up."""
    began = time.monotonic()
    failure = None
    try:
        with socket.socket(address.family, socket.SOCK_STREAM) as connection:
            connection.settimeout(seconds)
            connection.connect(address.address)
    except OSError as error:
        failure = error
    return Tried(address, time.monotonic() - began, failure)


def judged(tried: Sequence[Tried], place: Place, *, is_proxy: bool = False) -> Finding:
    """Return what these attempts at *place* mean."""
    told = "; ".join(f"{each.address} port {place.port}: {each.outcome}" for each in tried)
    good = [each for each in tried if each.error is None]
    if not good:
        return fail(f"{told}.", _advice(tried, place, is_proxy=is_proxy))
    # An address without a way to it costs no time: the next one is tried at once.
    lost = [each for each in tried if each.error and each.error.errno not in _NO_WAY]
    if lost and not is_loopback(place.host):
        return warn(
            f"{told}.",
            "What does not answer is tried first at times, and costs its timeout then. Tell those "
            "who run the cloud, or its DNS.",
        )
    return ok(f"{told}.")


def _advice(tried: Sequence[Tried], place: Place, *, is_proxy: bool) -> str:
    errors = [each.error for each in tried]
    if is_proxy:
        return (
            "That is the proxy. Is it the right one, or should the host be asked directly "
            "(no_proxy)? Is there a VPN to start?"
        )
    if any(isinstance(error, ConnectionRefusedError) for error in errors):
        return (
            f"The machine is there, and nothing listens on port {place.port}: is that the right "
            "port (5000 public, 35357 admin), and is Keystone running? A firewall that rejects "
            "looks the same."
        )
    if any(isinstance(error, TimeoutError) for error in errors):
        return (
            "Nobody says no: a firewall drops what is sent, the machine is down, or the address is "
            "wrong. Is there a VPN to start, or a proxy to go through (https_proxy)?"
        )
    return "Is this machine on a network that leads there? Is there a VPN to start?"
