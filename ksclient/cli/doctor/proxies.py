"""Look at the proxies of the environment: whether one is on the way."""

from __future__ import annotations

from collections.abc import Iterator

from ksclient.auth._redact import secret, without_password
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, ok, warn
from ksclient.cli.doctor.network import is_inside, place_of

_VARIABLES = ("https_proxy", "http_proxy", "all_proxy")


def look(case: Case) -> Iterator[Finding]:
    """Find the one that requests to the URL go through."""
    # What sends requests, and so knows best.
    from requests.utils import get_environ_proxies, select_proxy  # noqa: PLC0415

    case.proxy, case.hop = None, case.target
    given = select_proxy(case.url, get_environ_proxies(case.url))
    if not given:
        yield ok(_none(case))
        return
    proxy = secret(given if "://" in given else f"http://{given}")
    shown = without_password(proxy)
    place = place_of(proxy)
    if place is None:
        yield fail(
            f"Requests go through the proxy {shown}, and that names no host and port.",
            f"Correct one of {', '.join(_set(case))}.",
        )
        return
    case.proxy, case.hop = proxy, place
    told = f"Requests go through the proxy {shown}, not to {case.target} itself."
    if is_inside(case.target.host):
        yield warn(
            f"{told} A proxy seldom knows hosts of an inner network.",
            f"Add it to those that are asked directly: no_proxy={case.target.host}",
        )
    else:
        yield ok(told)


def _set(case: Case) -> list[str]:
    return [name for name in case.environ if name.lower() in _VARIABLES and case.environ[name]]


def _none(case: Case) -> str:
    if found := _set(case):
        return f"None on the way: {', '.join(found)} set, and not for {case.target.host}."
    return "None on the way."
