"""One HTTP request as a value, and what becomes of it when a server points elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit, urlunsplit

from ksclient.auth import exceptions
from ksclient.auth._origin import origin, same_origin
from ksclient.auth._redact import (
    SecretDict,
    digest,
    has_secret,
    hidden,
    is_secret_header,
    mask_text,
    secrets_in_url,
)
from ksclient.auth._value import Value

if TYPE_CHECKING:
    import requests


_NO_HEADERS = SecretDict()
_NO_OPTIONS: Mapping[str, Any] = {}


class Call(Value):
    """One HTTP request, ready to go; never changed, only replaced.

    Attributes:
        method: The HTTP method.
        url: The absolute URL.
        headers: All headers, credentials included.
        body: Whatever requests takes as ``data``.
        options: Whatever else requests takes: timeout, verify, params, …
        credentials: Names, in lower case, of the headers that an auth plugin gave.
        left_behind: What stayed home when a redirect led abroad: names of headers, and the
            client certificate.
        body_start: Where a file given as the body stood at first; None for other bodies.
        is_abroad: Whether a redirect led to an origin that the caller did not name.
    """

    method: str
    url: str
    headers: Mapping[str, str] = _NO_HEADERS
    body: Any = None
    options: Mapping[str, Any] = _NO_OPTIONS
    credentials: frozenset[str] = frozenset()
    left_behind: frozenset[str] = frozenset()
    body_start: int | None = None
    is_abroad: bool = False

    def __repr__(self) -> str:
        return f"<Call {self.asked()} {SecretDict(self.headers)!r}>"

    def asked(self) -> str:
        """Return the method and the URL, as messages name a call."""
        return f"{self.method} {mask_text(self.url)}"

    def with_credentials(self, headers: Mapping[str, str]) -> Call:
        """Return this call with *headers* that an auth plugin gave in place of older ones."""
        renewed = self.credentials | credential_names(headers)
        return self.with_headers(headers).replaced(credentials=renewed)

    def with_headers(self, headers: Mapping[str, str]) -> Call:
        """Return this call with *headers* in place of those of the same names."""
        replaced = {name.lower() for name in headers}
        kept = {k: v for k, v in self.headers.items() if k.lower() not in replaced}
        return self.replaced(headers=SecretDict(kept, **headers))

    def moved_to(self, location: str) -> Call:
        """Return this call aimed at *location*, which may be relative; secrets stay at home.

        Raises:
            UnsafeRedirect: If the body holds a secret and *location* must not see it.
            InvalidResponse: If *location* is no URL of a server.
        """
        url = hidden(_join(self.url, location))
        options = SecretDict((k, v) for k, v in self.options.items() if k != "params")
        moved = self.replaced(url=url, options=options)
        if same_origin(self.url, url):
            return moved
        if not _may_see_body(self.url, url) and (has_secret(self.body) or self._is_in(url)):
            raise exceptions.UnsafeRedirect(
                f"{self.asked()}: the server redirects to "
                f"{self.hide_secrets(url)}, and the request holds credentials, which were not "
                "sent there. If that is where your cloud lives now, configure its URL.",
                url=self.url,
                location=url,
            )
        return moved.without_credentials().replaced(left_behind=self._left_behind(), is_abroad=True)

    def without_credentials(self) -> Call:
        """Return this call without what proves who sends it."""
        headers = {
            k: v
            for k, v in self.headers.items()
            if not self._is_credential(k) and not secrets_in_url(str(v))  # such as a Referer
        }
        options = SecretDict(
            (k, v) for k, v in self.options.items() if k not in {"auth", "cert", "cookies"}
        )
        return self.replaced(headers=SecretDict(headers), options=options)

    def _left_behind(self) -> frozenset[str]:
        """Return what `without_credentials` leaves out."""
        names = {name.lower() for name in self.headers if self._is_credential(name)}
        if self.options.get("auth") or "@" in urlsplit(self.url).netloc:
            names.add("authorization")  # which requests would have made of it
        if self.options.get("cert"):
            names.add("the client certificate")
        return self.left_behind | names

    def _is_in(self, url: str) -> bool:
        """Tell whether *url* holds a secret of this call: a token that its own URL named, say."""
        secrets = self._url_secrets()
        secrets |= {str(v) for k, v in self.headers.items() if v and self._is_credential(k)}
        return any(unquote(part) in secrets for part in _PARTS.split(url))

    def _url_secrets(self) -> set[str]:
        """Return the tokens and passwords in the URL, and in what becomes its query."""
        query = self.options.get("params") or ""
        if isinstance(query, bytes):
            query = query.decode("latin-1")
        elif not isinstance(query, str):
            try:
                query = urlencode(query, doseq=True)
            except (TypeError, ValueError):  # requests will say so
                query = ""
        return secrets_in_url(self.url) | secrets_in_url(f"?{query}")

    def _is_credential(self, name: str) -> bool:
        return name.lower() in self.credentials or is_secret_header(name)

    def can_be_sent_again(self) -> bool:
        """Make the body ready to be sent once more; False where it is used up."""
        if self.options.get("files"):
            return False
        if self.body is None or isinstance(self.body, _REPEATABLE):
            return True
        if self.body_start is None:
            return False
        try:
            self.body.seek(self.body_start)
        except (OSError, ValueError):  # closed meanwhile
            return False
        return True

    def hide_secrets(self, text: str) -> str:
        """Return *text*, the message of an error about this call, without the call's secrets."""
        for name, value in self.headers.items():
            if self._is_credential(name) and value:
                secret = str(value)
                # Errors about a value that is no header show it as Python writes it.
                for shown in {secret, repr(secret)[1:-1], ascii(secret)[1:-1]}:
                    text = text.replace(shown, digest(secret))
        text = mask_text(text)
        for secret in self._url_secrets():
            if len(secret) >= _TELLING:
                text = text.replace(secret, digest(secret))
        return text


class Reply(Value):
    """An answer, and the call that it answers: not the first one, after redirects."""

    response: requests.Response
    call: Call


_PARTS = re.compile(r"[/?&=#;:@]")
"""What stands between the parts of a URL."""

_TELLING = 6
"""How long a secret must be to be looked for in a message: less is part of many a word."""

_REPEATABLE = (str, bytes, bytearray, Mapping, list, tuple)
"""Types of bodies that are not used up by being sent."""

Send = Callable[[Call], Reply]
"""Sends a call and returns its answer; the wrappers around the transport all look like this."""


def position_of(body: Any) -> int | None:
    """Return where a file stands that was given as a body, or None if it is no such file."""
    if body is None or isinstance(body, _REPEATABLE):
        return None
    try:
        position: int = body.tell()
        body.seek(position)
    except (AttributeError, OSError, ValueError):
        return None
    return position


def credential_names(headers: Iterable[str]) -> frozenset[str]:
    """Return the names of *headers*, as `Call.credentials` holds them."""
    return frozenset(name.lower() for name in headers)


def _join(base: str, location: str) -> str:
    """Return where *location* leads from *base*.

    A user name and password that the caller put into *base* stay for their own server; those
    that a server puts into *location* are left out.
    """
    try:
        parts = urlsplit(urljoin(base, location.strip()))
        url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        url = ""
    if origin(url) is None or parts.scheme not in {"http", "https", urlsplit(base).scheme}:
        raise exceptions.InvalidResponse(
            None, f"{mask_text(base)} redirects to what is no URL of a server.", field="Location"
        )
    user, at, _ = urlsplit(base).netloc.rpartition("@")
    if at and same_origin(base, url):
        parts = urlsplit(url)
        url = urlunsplit(parts._replace(netloc=f"{user}@{parts.netloc}"))
    return url


def _may_see_body(old: str, new: str) -> bool:
    """Tell whether a secret in a body may follow: to another port of the host, never to http."""
    before, after = origin(old), origin(new)
    if before is None or after is None or before[1] != after[1]:
        return False
    return after[0] == before[0] or after[0] == "https"
