"""The service types that OpenStack knows, and the older names for them.

The table is the OpenStack Service Types Authority's
(https://service-types.openstack.org): an official type, then its aliases, newest first.
"""

from __future__ import annotations

from functools import lru_cache

_ALIASES: dict[str, tuple[str, ...]] = {
    "accelerator": (),
    "admin-logic": ("registration",),
    "alarm": ("alarming",),
    "application-catalog": (),
    "application-container": ("container",),
    "application-deployment": ("application_deployment",),
    "backup": (),
    "baremetal": ("bare-metal",),
    "baremetal-introspection": (),
    "block-storage": ("volumev3", "volumev2", "volume", "block-store"),
    "clustering": ("resource-cluster", "cluster"),
    "compute": (),
    "container-infrastructure-management": ("container-infrastructure", "container-infra"),
    "data-processing": (),
    "data-protection-orchestration": (),
    "database": (),
    "dns": (),
    "ec2-api": (),
    "event": ("events",),
    "function-engine": (),
    "identity": (),
    "image": (),
    "instance-ha": ("ha",),
    "key-manager": (),
    "load-balancer": (),
    "log-management": (),
    "message": ("messaging",),
    "meter": ("metering", "telemetry"),
    "monitoring": (),
    "monitoring-events": (),
    "monitoring-logging": ("monitoring-log-api",),
    "multi-region-network-automation": ("tricircle",),
    "network": (),
    "nfv-orchestration": (),
    "object-store": (),
    "operator-policy": ("policy",),
    "orchestration": (),
    "placement": (),
    "rating": (),
    "reservation": (),
    "resource-optimization": ("infra-optim",),
    "root-cause-analysis": ("rca",),
    "search": (),
    "shared-file-system": ("sharev2", "share"),
    "workflow": ("workflowv2",),
}
_OFFICIAL = {alias: official for official, aliases in _ALIASES.items() for alias in aliases}


def official_type(service_type: str) -> str | None:
    """Return the official name of *service_type*, or None if OpenStack knows no such type."""
    name = service_type.replace("_", "-")
    if name in _ALIASES:
        return name
    return _OFFICIAL.get(name) or _OFFICIAL.get(service_type)


def is_known(service_type: str) -> bool:
    """Tell whether *service_type* is an official type or an alias of one."""
    return official_type(service_type) is not None


def is_match(requested: str, found: str) -> bool:
    """Tell whether a catalog's type *found* serves a caller who asked for *requested*.

    Equal names match, and so do an official type and its own alias, either way round. Two
    aliases of one type do not: ``volumev2`` is not ``volumev3``.
    """
    if requested == found:
        return True
    if found in _ALIASES:
        return official_type(requested) == found
    return requested in _ALIASES and official_type(found) == requested


def all_types(service_type: str) -> tuple[str, ...]:
    """Return every name of the service, the official one first, then its aliases."""
    official = official_type(service_type)
    if official is None:
        return (service_type,)
    return (official, *_ALIASES[official])


@lru_cache(maxsize=256)
def implied_major_version(service_type: str | None) -> int | None:
    """Return the major version that a type's own name asks for: 2 for ``volumev2``.

    None for a name without one, and for a type that OpenStack does not know.
    """
    if not service_type or not is_known(service_type):
        return None
    head, v, tail = service_type.rpartition("v")
    return int(tail) if head and v and len(tail) == 1 and tail.isdigit() else None
