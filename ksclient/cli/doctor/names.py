"""Look a host up: all of its addresses, of IPv6 and IPv4."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from typing import Any

from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, ok, warn
from ksclient.cli.doctor.network import Address, ip_of, within

_SLOW = 1.0
"""Seconds after which a resolver is slow: each login waits for it."""

_FAMILIES = {socket.AF_INET6: "IPv6", socket.AF_INET: "IPv4"}


def look(case: Case) -> Iterator[Finding]:
    """Ask the resolver of this machine, as each login does."""
    host, port = case.hop
    whose = "the proxy" if case.proxy else "the host"
    began = time.monotonic()
    try:
        found = within(case.patience, lambda: case.resolve(host, port, type=socket.SOCK_STREAM))
    except TimeoutError:
        yield fail(
            f"The resolver of this machine has not answered for {host}.",
            "Look at /etc/resolv.conf: are its servers reached, perhaps through a VPN?",
        )
        return
    except (socket.gaierror, UnicodeError) as error:
        yield fail(f"{whose.capitalize()} {host} was not found: {_why(error)}", _advice(error))
        return
    seconds = time.monotonic() - began
    case.addresses = _addresses(found)
    told = _told(case.addresses)
    if ip_of(host) is not None:
        yield ok(f"{host} is an address, so no name is looked up.")
    elif seconds > _SLOW:
        yield warn(
            f"{host} is {told}, which took {seconds:.1f} s.",
            "Each login waits for that: look at the servers in /etc/resolv.conf; one of them may "
            "be dead.",
        )
    else:
        yield ok(f"{host} is {told}.")


def _addresses(found: Sequence[Any]) -> list[Address]:
    return list(dict.fromkeys(Address(family, address) for family, _, _, _, address in found))


def _told(addresses: Sequence[Address]) -> str:
    parts = []
    for family, name in _FAMILIES.items():
        if own := [str(each) for each in addresses if each.family == family]:
            parts.append(f"{', '.join(own)} ({name})")
    missing = [name for family, name in _FAMILIES.items() if family not in _kinds(addresses)]
    return f"{' and '.join(parts)}{f', no {missing[0]}' if len(missing) == 1 else ''}"


def _kinds(addresses: Sequence[Address]) -> set[int]:
    return {each.family for each in addresses}


def _why(error: Exception) -> str:
    text = error.strerror if isinstance(error, socket.gaierror) else "it is no host name"
    return f"{text}."


def _advice(error: Exception) -> str:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return (
            "The servers in /etc/resolv.conf did not answer: is there a network? Is there a VPN "
            "to start?"
        )
    return (
        "Is it spelt as your cloud says? A name of an inner network is known there only: is there "
        "a VPN to start?"
    )
