"""Look at the server's certificate: whose it is, who signed it, until when, and for which names."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta

from ksclient.auth.session.tls_advice import tls_advice
from ksclient.cli.doctor import handshake
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, line_of, ok, warn
from ksclient.cli.doctor.handshake import Certificate, Trust
from ksclient.cli.doctor.network import is_loopback, within
from ksclient.cli.doctor.sources import said_where

_SOON = timedelta(days=21)
_EXPIRED, _NOT_YET = 10, 9
_OTHER_NAME = {62, 64}
_BY_ITSELF = 18
"""OpenSSL's numbers for what is wrong with a certificate."""

_BUNDLE = "--os-cacert FILE, OS_CACERT, or cacert in clouds.yaml"


def look(case: Case) -> Iterator[Finding]:
    """Shake hands as a login does; where that fails, look at the certificate nevertheless."""
    if not case.url.lower().startswith("https:"):
        yield _unencrypted(case)
        return
    if case.proxy and not case.proxy.lower().startswith("http:"):
        yield ok(f"Not looked at, through a proxy of this kind ({case.proxy.partition(':')[0]}).")
        return
    cloud = case.cloud
    origin = cloud.origins.get("cacert") or cloud.origins.get("verify")
    trust = handshake.trust_of(
        cloud.verify, said_where(origin) if origin else "the configuration", case.environ
    )
    try:
        context = handshake.checking(trust, cloud.cert, cloud.key)
    except (OSError, ValueError) as error:
        yield _unusable(case, trust, error)
        return
    if cloud.verify is False:
        yield warn(
            f"No certificate is checked, by {_who_says(case)}. Whoever is on the way can read "
            "passwords and tokens.",
            f"Leave that out; if the certificate fails then, name its authority: {_BUNDLE}.",
        )
    yield from _shaken(case, trust, context)


def _shaken(case: Case, trust: Trust, context: ssl.SSLContext) -> Iterator[Finding]:
    opener = handshake.opener_of(case.target, case.proxy, case.patience)
    host = case.target.host
    try:
        certificate, version = within(case.patience, lambda: handshake.shown(opener, host, context))
    except ssl.SSLCertVerificationError as error:
        say = fail if case.cloud.verify is not False else warn
        yield _distrusted(say, error, _anyway(case, opener), case, trust)
    except TimeoutError:
        yield fail(
            f"{case.target} accepts connections, and does not shake hands.",
            "Does that port speak TLS? If it does, the server is overloaded or hangs, or something "
            "on the way drops large packets (a VPN with too large an MTU).",
        )
    except OSError as error:
        yield fail(f"There is no handshake with {case.target}: {_why(error)}", _advice(case, error))
    else:
        yield _trusted(certificate, version, trust, case)


def _anyway(case: Case, opener: handshake.Opener) -> Certificate | None:
    """Return the certificate that is not trusted; None if it cannot be had."""
    try:
        return within(case.patience, lambda: handshake.read_anyway(opener, case.target.host))
    except OSError:  # which says no more than the first error
        return None


def _trusted(certificate: Certificate | None, version: str, trust: Trust, case: Case) -> Finding:
    checked = f"{version}; checked against {trust.path} ({trust.source})."
    left = certificate.ends - case.clock() if certificate else None
    if left is not None and left < _SOON:
        return warn(
            f"{certificate}, which is in {_days(left)}. {checked}",
            "Tell those who run the cloud: from then on nobody can log in.",
        )
    return ok(f"{certificate}. {checked}")


def _distrusted(
    say: Callable[[str, str], Finding],
    error: ssl.SSLCertVerificationError,
    found: Certificate | None,
    case: Case,
    trust: Trust,
) -> Finding:
    """Return what is wrong with a certificate, and what to do; how bad it is, *say* says."""
    told = str(found or "There is a certificate that cannot be read")
    code = error.verify_code
    now = f"{case.clock():%Y-%m-%d %H:%M} UTC"
    if code == _EXPIRED:
        return say(
            f"{told}: it has expired, or one above it has. Here it is {now}.",
            "The server needs a new one: tell those who run it. Or is the clock of this machine "
            "wrong?",
        )
    if code == _NOT_YET:
        begins = f"{found.begins:%Y-%m-%d %H:%M} UTC" if found else "later"
        return say(
            f"{told}: it is not valid before {begins}. Here it is {now}.",
            "Is the clock of this machine wrong? Else the server began to use it too soon.",
        )
    if code in _OTHER_NAME:
        names = ", ".join(found.names) if found and found.names else "no host"
        return say(
            f"{told}: it is for {names}, and not for {case.target.host}.",
            "The URL must name the server as its certificate does. If there is no such name, the "
            "server needs another certificate.",
        )
    kind = "it is signed by itself" if code == _BY_ITSELF else "its authority is not known"
    return say(
        f"{told}: {kind} ({error.verify_message}). Checked against {trust.path} ({trust.source}).",
        f"If you trust the server, name a file with the authority that signed it: {_BUNDLE}. If "
        "that has it, the server does not send the certificates between the two; they may stand "
        "in the file as well.",
    )


def _unencrypted(case: Case) -> Finding:
    if is_loopback(case.target.host):
        return ok("None, by http:// in the URL; nothing leaves this machine.")
    return warn(
        "None, by http:// in the URL: whoever is on the way can read passwords and tokens.",
        "Ask those who run the cloud for an https:// URL.",
    )


def _unusable(case: Case, trust: Trust, error: Exception) -> Finding:
    is_client = bool(case.cloud.cert) and _is_good(trust)
    if is_client:
        return fail(
            f"The client certificate {case.cloud.cert} cannot be used: {_why(error)}",
            "It and its key must be in PEM form, the key not encrypted: --os-cert and --os-key, "
            "OS_CERT and OS_KEY, or cert and key in clouds.yaml.",
        )
    return fail(
        f"{trust.path}, by {trust.source}, has no certificates to check with: {_why(error)}",
        f"Name a file of certificates in PEM form, or a folder that openssl rehash prepared: "
        f"{_BUNDLE}.",
    )


def _is_good(trust: Trust) -> bool:
    try:
        handshake.checking(trust, None, None)
    except (OSError, ValueError):
        return False
    return True


def _who_says(case: Case) -> str:
    for name in ("insecure", "verify"):
        if name in case.cloud.origins:
            return said_where(case.cloud.origins[name])
    return "the configuration"


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None)
    return f"{reason}." if reason else line_of(error)


def _advice(case: Case, error: Exception) -> str:
    if "Tunnel connection failed" in str(error):
        return (
            "That is what the proxy says. 407: it wants a login, "
            "https_proxy=http://USER:PASSWORD@HOST:PORT. 403: it does not let you there. 502 or "
            "503: it cannot get there."
        )
    options = {"verify": case.cloud.verify, "cert": case.cloud.cert}
    return tls_advice([error], case.url, options, case.clock) or (
        "The server hangs up: does that port speak TLS? Is there something on the way that does "
        "not let it through?"
    )


def _days(left: timedelta) -> str:
    return f"{left.days} day{'' if left.days == 1 else 's'}" if left.days else "less than a day"
