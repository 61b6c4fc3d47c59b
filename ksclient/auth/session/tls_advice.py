"""Say what to do about a connection that could not be made safe."""

from __future__ import annotations

import http.client
import os
import ssl
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ksclient.auth._time import Clock, utcnow

_MISSING = "Could not find "
"""How requests begins to say that a certificate's file does not exist."""

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""The variables that requests reads where ``verify`` is True, the first of them first."""

_CLIENT = "cert= of a Session, cert= and key= of a Client without one"
_OLD = {"TLSV1_ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "VERSION_TOO_LOW"}
_NO_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE"}
_REFUSED = {
    "SSLV3_ALERT_BAD_CERTIFICATE",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED",
    "SSLV3_ALERT_CERTIFICATE_REVOKED",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
    "TLSV1_ALERT_ACCESS_DENIED",
    "TLSV1_ALERT_DECRYPT_ERROR",
    "TLSV1_ALERT_UNKNOWN_CA",
}


def is_unusable_file(error: BaseException) -> bool:
    """Tell whether *error* is about a file of certificates that does not exist."""
    return isinstance(error, OSError) and str(error).startswith(_MISSING)


def tls_advice(
    causes: Iterable[BaseException],
    url: str,
    options: Mapping[str, Any],
    clock: Clock = utcnow,
) -> str | None:
    """Return what to try, or None where nothing comes to mind.

    Args:
        causes: The error, and what led to it.
        url: Where the request went.
        options: What requests was given: ``verify`` and ``cert`` count.
        clock: Tells the date, which certificates depend on.
    """
    bundle, cert = _bundle(options.get("verify")), options.get("cert")
    for cause in causes:
        if is_unusable_file(cause):
            is_bundle = "CA certificate bundle" in str(cause)
            return f"It was named by {bundle if is_bundle else _CLIENT}."
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _about_certificate(cause.verify_code, bundle, clock())
        if isinstance(cause, ssl.SSLError):
            return _about_handshake(cause, bundle, cert)
        if "key is encrypted" in str(cause):
            return f"Nobody is asked for a passphrase: decrypt the key ({_CLIENT}) into a file."
        broken = isinstance(cause, ConnectionResetError | http.client.BadStatusLine)
        if broken and url.startswith("http:"):
            return "If that port speaks TLS, the URL must begin with https://."
    return None


def _bundle(verify: Any) -> str:
    """Return what certificates are checked against, and who says so."""
    if isinstance(verify, str | os.PathLike):
        return f"verify={os.fspath(verify)} (cacert= of a Client without a session)"
    for name in _BUNDLES:
        if os.environ.get(name):
            return f"the environment, {name}={os.environ[name]}"
    return "verify=True: the authorities that come with requests"


def _about_certificate(code: int, bundle: str, now: datetime) -> str:
    or_here = f"or this machine's clock is wrong, which says {now:%Y-%m-%d %H:%M} UTC."
    if code == _EXPIRED:
        return f"The server needs a new certificate, {or_here}"
    if code == _NOT_YET_VALID:
        return f"The server began to use it too soon, {or_here}"
    if code in _OTHER_NAME:
        return (
            "The URL must name the server as its certificate does: look at auth_url, or at the "
            "catalog's endpoints."
        )
    return (
        f"Checked against {bundle}. If you trust the server, name a PEM file with the authority "
        "that signed its certificate (or a folder that openssl rehash prepared): verify= of a "
        "Session, cacert= of a Client without one. If that has it already, the server fails to "
        "send the certificates between the two; they may stand in the file as well."
    )


_EXPIRED = 10
_NOT_YET_VALID = 9
_OTHER_NAME = {62, 64}
"""OpenSSL's numbers; the last are for a name and for an address."""


def _about_handshake(cause: ssl.SSLError, bundle: str, cert: Any) -> str | None:
    reason = cause.reason or str(cause)
    for fits, advice in (
        (reason in _NO_TLS, f"That port does not speak TLS. {_OTHER_URL}"),
        (reason in _OLD, f"The server speaks no version of TLS that is accepted here: {_VERSIONS}"),
        (
            reason == "TLSV13_ALERT_CERTIFICATE_REQUIRED",
            f"The server asks for a client certificate: {_CLIENT}.",
        ),
        (
            reason == "SSLV3_ALERT_HANDSHAKE_FAILURE",
            f"The server may want a client certificate ({_CLIENT}), or {_NO_CIPHER}",
        ),
        (
            reason in _REFUSED and bool(cert),
            f"The server does not accept the client certificate: {_CLIENT}.",
        ),
        (reason == "NO_CERTIFICATE_OR_CRL_FOUND", f"There is no certificate in {bundle}."),
        (reason == "KEY_VALUES_MISMATCH", f"The key is another certificate's: {_CLIENT}."),
        ("PEM" in reason and bool(cert), f"A certificate needs its key in PEM form: {_CLIENT}."),
    ):
        if fits:
            return advice
    return None


_OTHER_URL = "Should the URL begin with http://, or name another port?"
_NO_CIPHER = "there is no version of TLS and no cipher that both sides accept."
_VERSIONS = "1.2 and newer, or as tls_min_version= of the Session and the system's policy say."
