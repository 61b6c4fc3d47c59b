"""The short way to the wire: past what requests asks for each request, where it adds nothing.

requests asks anew each time what its session, the environment and ``.netrc`` add to a request,
and takes longer for that than for all the rest. Here the same questions are asked at a glance.
Where one of them is answered with yes, or something else stands in the place of what is left out
here, requests does it all.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from operator import attrgetter
from types import FunctionType
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from requests.structures import CaseInsensitiveDict
from requests.utils import NETRC_FILES, get_environ_proxies, get_netrc_auth

from ksclient.auth.session.call import Call
from ksclient.auth.session.keepalive import TCPKeepAliveAdapter

_SIMPLE_OPTIONS = frozenset({"allow_redirects", "cert", "data", "stream", "timeout", "verify"})

_SIMPLE_URL = re.compile(
    r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*"
    r"(:([1-9]\d{0,3}|[1-5]\d{4}))?"
    r"(/(?!\.)[\w~!$'()*+,;=:@&.-]*)+"
    r"(\?[\w~!$'()*+,;=:@&/.?-]+)?",
    re.ASCII,
)
"""URLs that stay as they are: nothing is escaped, and no part of the path starts with a dot."""

_SIMPLE_NAME = re.compile(r"[\w-]+", re.ASCII)

_LEFT_OUT = (
    "Session.request",
    "Session.prepare_request",
    "Session.merge_environment_settings",
    "Session.send",
    "PreparedRequest.prepare",
    "PreparedRequest.prepare_method",
    "PreparedRequest.prepare_url",
    "PreparedRequest.prepare_headers",
    "PreparedRequest.prepare_cookies",
    "PreparedRequest.prepare_body",
    "PreparedRequest.prepare_content_length",
    "PreparedRequest.prepare_auth",
    "PreparedRequest.prepare_hooks",
)
"""What is not called here: tests, tracers and caches put something of theirs in its place."""

_left_out = attrgetter(*_LEFT_OUT)
_NAMES = frozenset(path.partition(".")[2] for path in _LEFT_OUT)
_ADAPTERS = (TCPKeepAliveAdapter, HTTPAdapter)

_PROXIES_ARE_VARIABLES = sys.platform not in {"darwin", "win32"}


def answer_to(
    session: requests.Session, call: Call, options: Mapping[str, Any]
) -> requests.Response | None:
    """Return the answer to *call*, as requests would; None where that is left to requests.

    Its body is not read yet.

    Args:
        session: What requests would send it through.
        call: What to send.
        options: Keywords for ``requests.Session.request``.
    """
    if not (_adds_nothing(session) and _is_simple(call, options)):
        return None
    url, headers = str(call.url), {**session.headers, **call.headers}
    if not _are_simple(headers):
        return None
    adapter = session.get_adapter(url)
    settings = _settings(url, options, has_environment=session.trust_env)
    if type(adapter) not in _ADAPTERS or settings is None:
        return None
    request = _prepared(call, url, headers)
    started = time.perf_counter()
    response = adapter.send(request, **settings)
    response.elapsed = timedelta(seconds=time.perf_counter() - started)
    if "Set-Cookie" in response.headers:
        extract_cookies_to_jar(session.cookies, request, response.raw)  # type: ignore[no-untyped-call]
    if response.is_redirect:
        vars(request)["_cookies"] = RequestsCookieJar()  # none was sent
        onward = session.resolve_redirects(response, request, yield_requests=True, **settings)
        vars(response)["_next"] = next(onward, None)  # as requests does
    return response


def _adds_nothing(session: requests.Session) -> bool:
    """Tell whether *session* has no settings but headers, and does what requests does."""
    return (
        type(session) is requests.Session
        and _are_requests_own(_left_out(requests))
        and _NAMES.isdisjoint(vars(session))
        and type(session.headers) is CaseInsensitiveDict
        and session.verify is True
        and not (session.auth or session.params or session.proxies or session.cert)
        and not (session.stream or any(session.hooks.values()))
        and not session.cookies
    )


@lru_cache(maxsize=4)
def _are_requests_own(parts: tuple[Any, ...]) -> bool:
    """Tell whether *parts* are all as requests has them: a wrapper is of another module."""
    return all(
        type(part) is FunctionType and part.__globals__["__name__"].startswith("requests.")
        for part in parts
    )


def _is_simple(call: Call, options: Mapping[str, Any]) -> bool:
    """Tell whether requests would send *call* as it is."""
    url: Any = call.url  # requests takes bytes, too
    return (
        options.keys() <= _SIMPLE_OPTIONS
        and isinstance(url, str)
        and _SIMPLE_URL.fullmatch(url) is not None
        and (call.body is None or isinstance(call.body, str | bytes))
    )


def _are_simple(headers: Mapping[Any, Any]) -> bool:
    """Tell whether *headers* can be sent, and none is there only to be left out."""
    for name, value in headers.items():
        if not (isinstance(name, str) and isinstance(value, str)):
            return False
        if _SIMPLE_NAME.fullmatch(name) is None or not (value.isascii() and value.isprintable()):
            return False
        if value.startswith(" "):
            return False
    return True


def _prepared(call: Call, url: str, given: Mapping[str, Any]) -> requests.PreparedRequest:
    """Return *call* as requests would prepare it, with the headers *given*."""
    request = requests.PreparedRequest()
    request.method = call.method.upper()
    request.url = url
    request.headers = headers = CaseInsensitiveDict(given)
    if call.body:
        request.body = call.body
        sent = call.body.encode() if isinstance(call.body, str) else call.body
        headers["Content-Length"] = str(len(sent))
    elif request.method not in {"GET", "HEAD"}:
        headers.setdefault("Content-Length", "0")
    return request


def _settings(
    url: str, options: Mapping[str, Any], *, has_environment: bool
) -> dict[str, Any] | None:
    """Return what adapters take; None where ``.netrc`` has a password for *url*.

    Args:
        url: Where the request goes.
        options: The keywords for requests.
        has_environment: Whether the environment counts.
    """
    verify, proxies = options.get("verify"), {}
    if verify is None:
        verify = True
    if has_environment:
        if _has_netrc() and get_netrc_auth(url):
            return None
        if _may_have_proxy():
            proxies = get_environ_proxies(url)
        if verify is True and url.startswith("https:"):
            named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
            verify = named or True
    return {
        "stream": True,
        "timeout": options.get("timeout"),
        "verify": verify,
        "cert": options.get("cert"),
        "proxies": proxies,
    }


def _has_netrc() -> bool:
    """Tell whether there may be a file where ``.netrc`` is looked for."""
    if "NETRC" in os.environ:
        return True
    home = os.environ.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - Path is slow
    return any(os.access(f"{home}/{name}", os.F_OK) for name in NETRC_FILES)


def _may_have_proxy() -> bool:
    """Tell whether the environment may name a proxy, or where to go without one.

    The names may be in any case, as in ``Http_Proxy``.
    """
    # Its own names: through its front each would be decoded, one by one.
    names = getattr(os.environ, "_data", None)
    if not (_PROXIES_ARE_VARIABLES and isinstance(names, dict)):
        return True
    return b"_proxy" in b"\n".join(names).lower()
