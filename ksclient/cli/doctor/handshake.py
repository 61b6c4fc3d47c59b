"""Shake hands with a server, and read the certificate that it shows, trusted or not."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ksclient.cli.doctor.network import Place

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""The variables that requests reads where nothing else names a bundle."""

_NO_CHECK_TIME = 0x200000
"""OpenSSL's flag, which Python has no name for: a certificate may be out of date."""

Opener = Callable[[], socket.socket]


@dataclass(frozen=True, slots=True)
class Trust:
    """What certificates are checked against.

    Attributes:
        path: A file of authorities, or a folder of them.
        source: Who says so, in words.
    """

    path: str
    source: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says.

    Attributes:
        subject: Whose it is.
        issuer: Who signed it.
        begins: From when it is valid.
        ends: Until when.
        names: The hosts and addresses that it is for.
    """

    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    names: tuple[str, ...]

    def __str__(self) -> str:
        signer = "signed by itself" if self.issuer == self.subject else f"signed by {self.issuer}"
        return f"The certificate of {self.subject}, {signer}, valid until {self.ends:%Y-%m-%d}"


def trust_of(verify: bool | str, source: str, environ: Mapping[str, str]) -> Trust:
    """Return what certificates are checked against, as requests finds it.

    Args:
        verify: As of a session.
        source: Who has said it, in words.
        environ: The environment.
    """
    if isinstance(verify, str):
        return Trust(verify, source)
    for name in _BUNDLES:
        if environ.get(name):
            return Trust(environ[name], f"the environment: {name}")
    import certifi  # noqa: PLC0415 - requests has it

    return Trust(certifi.where(), "what comes with requests")


def checking(trust: Trust, cert: str | None, key: str | None) -> ssl.SSLContext:
    """Return a context that checks as requests does.

    Raises:
        OSError: If a file cannot be read; `ssl.SSLError` if there is something else in it.
    """
    from urllib3.util.ssl_ import create_urllib3_context  # noqa: PLC0415 - as above

    context: ssl.SSLContext = create_urllib3_context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.check_hostname = True
    is_folder = Path(trust.path).is_dir()
    context.load_verify_locations(**{"capath" if is_folder else "cafile": trust.path})
    if cert:
        context.load_cert_chain(cert, key, password=_not_asked)
    return context


def _not_asked() -> str:
    """Refuse to ask for a passphrase, which OpenSSL would do on the terminal.

    Raises:
        OSError: Always.
    """
    raise OSError("the key is encrypted")


def shown(opener: Opener, host: str, context: ssl.SSLContext) -> tuple[Certificate | None, str]:
    """Return the certificate that a server shows, and the version of TLS that was agreed on.

    Raises:
        OSError: If there is no connection; `ssl.SSLError` if it is not to be trusted.
    """
    with opener() as connection, context.wrap_socket(connection, server_hostname=host) as safe:
        return _certificate(safe.getpeercert()), safe.version() or "TLS"


def read_anyway(opener: Opener, host: str) -> Certificate | None:
    """Return the certificate that a server shows, without trusting it; None if it is unreadable.

    Python decodes only what is trusted. So it is fetched first, and then trusted by itself, for
    one connection that nothing is sent on.

    Raises:
        OSError: If there is no connection.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with opener() as connection, context.wrap_socket(connection, server_hostname=host) as safe:
        encoded = safe.getpeercert(binary_form=True)
    if not encoded:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=encoded)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
    try:
        return shown(opener, host, context)[0]
    except ssl.SSLCertVerificationError:  # it is not even made for servers
        return None


def opener_of(target: Place, proxy: str | None, seconds: float) -> Opener:
    """Return what connects to a host, through a *proxy* where there is one.

    Args:
        target: The host.
        proxy: An ``http://`` proxy; None for none.
        seconds: How long each step may take.
    """
    if proxy is None:
        return lambda: socket.create_connection(target, seconds)

    def tunnel() -> socket.socket:
        parts = urlsplit(proxy)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, seconds)
        connection.set_tunnel(*target, headers=_authorization(proxy))
        connection.connect()
        found: socket.socket = connection.sock
        return found

    return tunnel


def _authorization(proxy: str) -> dict[str, str]:
    from requests.utils import get_auth_from_url  # noqa: PLC0415 - as above
    from urllib3 import make_headers  # noqa: PLC0415

    user, password = get_auth_from_url(proxy)
    return make_headers(proxy_basic_auth=f"{user}:{password}") if user else {}


def _certificate(told: Mapping[str, Any] | None) -> Certificate | None:
    if not told:
        return None
    return Certificate(
        _name(told.get("subject", ())),
        _name(told.get("issuer", ())),
        _time(told["notBefore"]),
        _time(told["notAfter"]),
        tuple(value for _, value in told.get("subjectAltName", ())),
    )


def _name(parts: Any) -> str:
    """Return the name that says most, of those that a certificate has."""
    known = {key: value for part in parts for key, value in part}
    for key in ("commonName", "organizationName", "organizationalUnitName"):
        if known.get(key):
            return f"{known[key]!r}"
    return "nobody"


def _time(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)
