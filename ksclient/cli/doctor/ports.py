"""Tell what a port usually means."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, ok, warn
from ksclient.cli.doctor.network import place_of

PUBLIC = 5000
ADMIN = 35357

_OF_IDENTITY = {
    PUBLIC: "the public API of Identity: for everybody; tenants that it lists are one's own",
    ADMIN: "the admin API of Identity: for administrators, and often open to an inner network "
    "only; logins work there, too",
    80: "the usual one of web servers, behind which Identity may be",
    443: "the usual one of web servers, behind which Identity may be",
}
_OF_OTHERS = {
    3306: "MySQL",
    5672: "RabbitMQ",
    8000: "Orchestration for CloudFormation (heat)",
    8004: "Orchestration (heat)",
    8042: "Alarming (aodh)",
    8080: "Object Storage (swift)",
    8773: "EC2 (nova)",
    8774: "Compute (nova)",
    8776: "Block Storage (cinder)",
    8778: "Placement",
    8786: "Shared File Systems (manila)",
    9001: "DNS (designate)",
    9191: "the registry of Image (glance)",
    9292: "Image (glance)",
    9311: "Key Manager (barbican)",
    9511: "Container Infrastructure (magnum)",
    9696: "Networking (neutron)",
    9876: "Load Balancer (octavia)",
    11211: "memcached",
}


def look(case: Case) -> Iterator[Finding]:
    """Tell what the port of the URL means."""
    place = place_of(case.url)
    if place is None:
        yield fail(
            f"{case.url!r} names no host, or a port that cannot be.",
            "A URL is such as https://keystone.example.com:5000/v2.0.",
        )
        return
    case.target = place
    is_said = urlsplit(case.url).port is not None
    told = f"{place.port} is " if is_said else f"The URL names no port, which means {place.port}: "
    if place.port in _OF_OTHERS:
        yield warn(
            f"{told}the usual port of {_OF_OTHERS[place.port]}.",
            f"Identity is usually at {PUBLIC}, the admin API at {ADMIN}.",
        )
    elif place.port in _OF_IDENTITY:
        yield ok(f"{told}{_OF_IDENTITY[place.port]}.")
    else:
        yield ok(f"{told}no usual port of Identity, which is at {PUBLIC}, or {ADMIN} for admins.")
