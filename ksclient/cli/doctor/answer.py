"""Ask the URL itself: is it answered, and by what?"""

from __future__ import annotations

from collections.abc import Iterator
from http.client import BadStatusLine, RemoteDisconnected
from typing import Any

from ksclient.auth._redact import mask_url
from ksclient.auth.exceptions import ClientException, ReadTimeout, adopted
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, ok, warn

_MOVED = {301, 302, 303, 307, 308}
_GATEWAY = (
    "something answers in place of Keystone, which does not",
    "A load balancer is there: tell those who run the cloud. Or a proxy: is this for no_proxy?",
)
_BROKEN = ("the server is broken", "Its log says why: tell those who run it.")
_BAD = {
    407: ("the proxy wants a login", "Say it so: http_proxy=http://USER:PASSWORD@HOST:PORT"),
    502: _GATEWAY,
    503: _GATEWAY,
    504: _GATEWAY,
}
"""What is wrong by status, and what to do."""


def look(case: Case) -> Iterator[Finding]:
    """Send ``GET`` without a token, and follow no redirect."""
    try:
        with adopted():
            reply = case.session().get(
                case.url,
                authenticated=False,
                raise_exc=False,
                redirect=False,
                headers={"Accept": "application/json"},
            )
    except ReadTimeout:
        yield fail(
            f"{case.hop} accepts connections, and answered nothing in {case.wait:g} s.",
            f"The server hangs, or is no web server. Or it is slow: --timeout {6 * case.wait:g} "
            "waits longer.",
        )
    except ClientException as error:
        yield _unanswered(error, case)
    else:
        case.answer = reply
        yield judged(reply, case.url)


def judged(reply: Any, url: str) -> Finding:
    """Return what it means that a URL was answered so."""
    status, server = reply.status_code, reply.headers.get("Server", "")
    told = f"GET {mask_url(url)} was answered with {status}{f' by {server}' if server else ''}"
    if status in _MOVED:
        location = mask_url(reply.headers.get("Location", "nowhere"))
        return warn(
            f"{told}: it has moved to {location}.",
            "Write that URL, up to its version, as auth_url: no password follows to another host.",
        )
    if status == 400 and b"HTTPS" in reply.content[:2000]:
        return fail(f"{told}: that port speaks TLS.", "The URL must begin with https://.")
    if status in _BAD or status >= 500:
        problem, advice = _BAD.get(status, _BROKEN)
        return fail(f"{told}: {problem}.", advice)
    if status < 400 and _kind(reply) == "text/html":
        return fail(
            f"{told}, a web page: that is not Identity.",
            "Is it the dashboard of the cloud, or a page that a network shows before it lets you "
            "out? The API is usually at port 5000, or below /identity.",
        )
    return ok(f"{told}.")


def _kind(reply: Any) -> str:
    kind: str = reply.headers.get("Content-Type", "")
    return kind.partition(";")[0].strip().lower()


def _unanswered(error: ClientException, case: Case) -> Finding:
    if said := _no_http(error):
        return fail(
            f"{case.hop} does not speak HTTP. It says {said[:60]!r}.",
            "Another program listens there: is the port right?",
        )
    scheme = "" if case.url.startswith("https:") else " If it speaks TLS, say https:// in the URL."
    return fail(
        error.message.rstrip(".") + ".",
        f"What listens there hangs up: is the port right, and does the server run?{scheme}",
    )


def _no_http(error: BaseException) -> str | None:
    """Return what was said that is no HTTP; None where nothing was."""
    found: list[Any] = [error.__cause__]
    for each in found:
        if isinstance(each, BadStatusLine) and not isinstance(each, RemoteDisconnected):
            return str(each).strip("'\r\n ")
        found += [part for part in getattr(each, "args", ()) if isinstance(part, BaseException)]
    return None
