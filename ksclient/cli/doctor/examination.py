"""The checks, in their order: what one needs, an earlier one has found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ksclient.cli.doctor import (
    admin,
    answer,
    catalog,
    certificate,
    clock,
    configuration,
    credentials,
    login,
    names,
    ports,
    proxies,
    token_cache,
    versions,
    ways,
)
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, Status, skip


class Check(NamedTuple):
    """Something to look at.

    Attributes:
        name: What it is called.
        look: Yields what it finds, one finding or more.
        needs: The checks that must not have failed.
    """

    name: str
    look: Callable[[Case], Iterator[Finding]]
    needs: tuple[str, ...] = ()


class Line(NamedTuple):
    """A finding, and the check that found it."""

    check: str
    finding: Finding


CHECKS = (
    Check("configuration", configuration.look),
    Check("credentials", credentials.look, ("configuration",)),
    Check("port", ports.look, ("configuration",)),
    Check("proxy", proxies.look, ("port",)),
    Check("DNS", names.look, ("proxy",)),
    Check("TCP", ways.look, ("DNS",)),
    Check("TLS", certificate.look, ("TCP",)),
    Check("HTTP", answer.look, ("TLS",)),
    Check("clock", clock.look, ("HTTP",)),
    Check("discovery", versions.look, ("HTTP",)),
    Check("login", login.look, ("credentials", "discovery")),
    Check("catalog", catalog.look, ("login",)),
    Check("admin rights", admin.look, ("catalog",)),
    Check("token cache", token_cache.look, ("configuration",)),
)


def examine(
    case: Case, step: Callable[[str], None], checks: tuple[Check, ...] = CHECKS
) -> list[Line]:
    """Make all checks; return what they find.

    Args:
        case: What is looked into.
        step: Is told what is looked at.
        checks: What to look at, in this order.
    """
    lines: list[Line] = []
    broken: dict[str, str] = {}
    for check in checks:
        step(f"looking at {check.name}")
        cause = next((broken[each] for each in check.needs if each in broken), None)
        found = [_left_out(case, cause)] if cause or not case.has_time else [*check.look(case)]
        lines += [Line(check.name, finding) for finding in found]
        if any(finding.status in {Status.FAIL, Status.SKIP} for finding in found):
            broken[check.name] = cause or check.name
    return lines


def _left_out(case: Case, cause: str | None) -> Finding:
    if cause and case.has_time:
        return skip(f"Not looked at, as there is something wrong with: {cause}.")
    return skip(
        "Not looked at: the time is over.",
        f"--timeout {max(1, round(2 * case.wait))} gives it more.",
    )
