"""Shows what a program does: a line for each HTTP request, and no secrets."""

from __future__ import annotations

import hashlib
import re
import textwrap
from typing import TYPE_CHECKING, Any

from ksclient.auth.session import Session

if TYPE_CHECKING:
    import requests

COLUMNS = 100
_TOKEN = re.compile(r"(?<=/tokens/)[^/?]+")
_ID = re.compile(r"\b[0-9a-f]{32,}\b")


def traced(session: Session) -> Session:
    """Return *session*, which from now on shows each request that it makes."""
    session.session.hooks["response"].append(_show)
    return session


def step(number: int, title: str) -> None:
    """Show a heading."""
    say(f"\n{number}. {title}")


def told(what: str, text: object) -> None:
    """Show one thing that the library returned."""
    first = f"    {what:<10}  "
    shown = _ID.sub(lambda found: f"{found[0][:8]}…", str(text))
    layout = textwrap.TextWrapper(COLUMNS, first, " " * len(first), break_on_hyphens=False)
    say(layout.fill(shown))


def failed(error: Exception) -> None:
    """Show an error that the library raised."""
    told("error", f"{type(error).__name__}: {error}")


def say(line: str) -> None:
    """Print *line* now: another process may print next."""
    print(line, flush=True)


def _show(response: requests.Response, **_: Any) -> None:
    request = response.request
    sent = request.headers.get("X-Auth-Token")
    token = _digest(sent) if sent else "no token"
    milliseconds = response.elapsed.total_seconds() * 1000
    url = _short(request.url or "")
    say(
        f"    {request.method:<6} {url:<52} {response.status_code} {milliseconds:>4.0f} ms  {token}"
    )


def _short(url: str) -> str:
    """Return *url* without its tokens, and with little of its ids, so that it fits on a line."""
    tokenless = _TOKEN.sub(lambda found: _digest(found[0]), url.removeprefix("http://"))
    return _ID.sub(lambda found: f"{found[0][:4]}…", tokenless)


def _digest(token: str | bytes) -> str:
    """Return what tells one token from another, and nothing else about it."""
    data = token if isinstance(token, bytes) else token.encode()
    return "#" + hashlib.sha256(data).hexdigest()[:5]
